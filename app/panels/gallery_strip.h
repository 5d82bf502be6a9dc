// Under the galleries, in the place of the noise ladder: the chosen sample on its way through the
// noise levels. A moment of it can be shown in the galleries.
#pragma once

#include "app/panels/ladder_rail.h"
#include "app/panels/program_state.h"
#include "app/panels/screen_pictures.h"
#include "app/widgets/style.h"

namespace scorescope {

void draw_gallery_strip(const Style& style, const LadderPlace& place,
                        const ScreenPictures& pictures, ProgramState& state);

/// The rail with its handle alone, as in presenter mode.
void draw_strip_rail(const Style& style, const RailPlace& place, ProgramState& state);

/// Side of a picture of the strip at scale 1.
float strip_side(LadderForm form);

}  // namespace scorescope
