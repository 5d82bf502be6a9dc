// The line at the bottom: device, frame rate, seed, last saved file, a running job, theme and help.
#pragma once

#include "app/panels/program_state.h"
#include "app/panels/region.h"
#include "app/widgets/style.h"

namespace scorescope {

void draw_status_bar(const Style& style, const Region& region, ProgramState& state);

}  // namespace scorescope
