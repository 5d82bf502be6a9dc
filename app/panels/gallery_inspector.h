// The chosen sample of a gallery: large, what the classifier reads, and its nearest training
// pictures.
#pragma once

#include "app/panels/program_state.h"
#include "app/panels/region.h"
#include "app/panels/screen_pictures.h"
#include "app/widgets/style.h"

namespace scorescope {

void draw_gallery_inspector(const Style& style, const Region& title, const Region& region,
                            const ScreenPictures& pictures, ProgramState& state);

}  // namespace scorescope
