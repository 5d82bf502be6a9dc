// Under the views: colour bars and arrow style, then the pair of views and the layers.
#pragma once

#include "app/panels/program_state.h"
#include "app/panels/region.h"
#include "app/widgets/style.h"

namespace scorescope {

/// Colour bars of what is drawn, with their numbers; the arrow style at the right unless `compact`.
void draw_stage_legend(const Style& style, const Region& region, bool compact, ProgramState& state);

/// Pair of views and the seven layers; `compact` folds the layers into one button with a count.
void draw_layer_row(const Style& style, const Region& region, bool compact, ProgramState& state);

}  // namespace scorescope
