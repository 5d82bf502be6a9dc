// The noise ladder: every level a rung, the handle sets the level the stage shows, the rail fills
// as the sampler walks down.
#pragma once

#include "app/panels/ladder_rail.h"
#include "app/panels/program_state.h"
#include "app/panels/screen_pictures.h"
#include "app/widgets/style.h"

namespace scorescope {

void draw_noise_ladder(const Style& style, const LadderPlace& place, const ScreenPictures& pictures,
                       ProgramState& state);

/// The rail with its handle alone, as in presenter mode.
void draw_ladder_rail(const Style& style, const RailPlace& place, ProgramState& state);

}  // namespace scorescope
