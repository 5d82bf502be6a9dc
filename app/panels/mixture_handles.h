// Handles on the stage that edit the data: mean, width and weight of each component of a mixture.
#pragma once

#include <optional>
#include <vector>

#include "app/panels/program_state.h"
#include "app/panels/region.h"
#include "app/render/camera.h"
#include "app/widgets/style.h"

namespace scorescope {

enum class HandlePart { kMean, kWidth, kWeight };

/// Where the three handles of a component are, pixels of the window.
struct ComponentHandles {
  ImVec2 mean, width, weight;
  float ring = 0.0F;  ///< radius of the ring the weight's knob runs on
};

/// The ring's radius is two standard deviations, at least large enough to grab; the width's knob
/// sits to its right at one standard deviation, the weight's knob at 12 o'clock plus weight full
/// turns.
ComponentHandles handles_of(const Region& view, const Camera2D& camera,
                            const GaussianComponent& component, float scale);

/// `component` after its `part` was dragged to `place` (pixels). A width scales the covariance as a
/// whole, so that a tilted component keeps its shape; a weight is an angle on the ring, 0.01 to
/// 0.99.
GaussianComponent dragged(const GaussianComponent& component, HandlePart part, ImVec2 place,
                          const Region& view, const Camera2D& camera);

/// Draws the handles and takes the pointer while the data layer is on and the data has components
/// to drag. An edit turns the data into the kind "mixture". Returns true if the pointer is on a
/// handle.
bool edit_mixture(const Style& style, ImDrawList* list, const Region& view, ProgramState& state);

}  // namespace scorescope
