// What is written on a view: the share of particles at each mode, the width of a cloud, counts
// where a cloud has collapsed, and the probe's card.
#pragma once

#include <array>
#include <string>

#include "app/panels/program_state.h"
#include "app/panels/region.h"
#include "app/render/camera.h"
#include "app/widgets/style.h"

namespace scorescope {

/// Shares or width, and counts, of the cloud that `view` shows. Nothing where no sampler is
/// compared.
void draw_view_labels(const Style& style, ImDrawList* list, const Region& region,
                      const ProgramState& state, int view, bool large);

/// The angle between two vectors, "12.3°"; empty if one of them has no length.
std::string angle_text(const std::array<double, 2>& a, const std::array<double, 2>& b);

/// The probe's card for the hover, inside `region` beside the cross.
void draw_probe_card(const Style& style, ImDrawList* list, const Region& region,
                     const ProgramState& state);

}  // namespace scorescope
