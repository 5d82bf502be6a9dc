// The card that says what can be dropped or opened, with a field for a path: the drop target of
// systems that tell of a drop only once it happened.
#pragma once

#include "app/panels/program_state.h"
#include "app/panels/region.h"
#include "app/widgets/style.h"

namespace scorescope {

/// Drawn while state.open_card is true, in the middle of `over` (both views together), which it
/// rings. Enter asks for action::OpenPath; Escape closes.
void draw_open_card(const Style& style, const Region& over, ProgramState& state);

}  // namespace scorescope
