// The pointer on a view: hover probes, drag pans, wheel zooms about the cursor, double-click fits,
// click drops particles, right click opens the view's menu.
#pragma once

#include "app/panels/program_state.h"
#include "app/panels/region.h"
#include "app/widgets/style.h"

namespace scorescope {

/// The camera that shows the data: the lesson's half width if it has one, else the frame's extent.
double fitting_half_width(const ProgramState& state);
void fit_camera(ProgramState& state);

/// An invisible item over the view; draws nothing but the menu. `view` is 0 or 1. Call it before
/// the handles, which lie above it.
void take_view_pointer(const Style& style, const Region& region, int view, ProgramState& state);

}  // namespace scorescope
