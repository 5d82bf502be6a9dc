// The list of all keys, as a card over the plots.
#pragma once

#include "app/panels/program_state.h"
#include "app/panels/region.h"
#include "app/widgets/style.h"

namespace scorescope {

/// Drawn while state.keyboard_list is true; lower right inside `within`.
void draw_keyboard_list(const Style& style, const Region& within, ProgramState& state);

}  // namespace scorescope
