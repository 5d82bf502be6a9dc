// The transport of the grid, in the place of the sampling one: make or cancel, how far it is.
#pragma once

#include "app/panels/program_state.h"
#include "app/panels/sampling_bar.h"
#include "app/widgets/style.h"

namespace scorescope {

/// Into the current window.
void draw_step_grid_bar(const Style& style, const SamplingBarPlace& place, ProgramState& state);

/// How far the grid is, or before it is made what it will take, between left and right.
void draw_step_grid_progress(const Style& style, float left, float right, float middle,
                             const ProgramState& state);

/// Makes the grid, or cancels it while it is made.
void press_step_grid(ProgramState& state);

}  // namespace scorescope
