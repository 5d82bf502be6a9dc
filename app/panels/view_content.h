// From the program's state to what one view of the stage draws: the frames, layers, colours and
// scales.
#pragma once

#include <array>

#include "app/panels/program_state.h"
#include "app/render/camera.h"
#include "app/render/stage_content.h"
#include "app/widgets/style.h"

namespace scorescope {

/// Content of view 0 or 1. `large` is the presenter's form (larger discs).
StageContent view_content(const Style& style, const ProgramState& state, int view, bool large);

Camera2D camera_of(const ViewSettings& view);
void set_camera(ViewSettings& view, const Camera2D& camera);

/// The cloud that a view shows: its sampler's, the newest, or the opening preview. May be null.
std::shared_ptr<const CloudFrame> shown_cloud(const ProgramState& state, int view);

/// True if the opening preview is what moves on the stage.
bool shows_preview(const ProgramState& state);

}  // namespace scorescope
