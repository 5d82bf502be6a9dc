// The grid of T x epsilon as the stage shows it in place of galleries: a row for each number of
// steps, a column for each step size, what is past the bound marked.
#pragma once

#include "app/panels/program_state.h"
#include "app/panels/region.h"
#include "app/panels/screen_pictures.h"
#include "app/panels/step_grid.h"
#include "app/widgets/style.h"

namespace scorescope {

struct StepGridStagePlace {
  Region stage, lesson, title, grid, switches;
  bool compact = false;
};

void draw_step_grid_stage(const Style& style, const StepGridStagePlace& place,
                          const ScreenPictures& pictures, ProgramState& state);

/// The grid alone, into the current window; takes the pointer. `large`: in the presenter's words.
void draw_step_grid(const Style& style, const Region& region, bool large,
                    const ScreenPictures& pictures, ProgramState& state);

/// "T × ε grid  averaged weights, training step 938".
void draw_step_grid_title(const Style& style, const Region& region, const ProgramState& state);

}  // namespace scorescope
