// The bar at the top: brand, lesson picker, the training transport and its readouts, window
// switches.
#pragma once

#include "app/panels/program_state.h"
#include "app/panels/region.h"
#include "app/widgets/style.h"

namespace scorescope {

/// `left` is the stage's left edge, where picker and transport begin. `compact` is the one-line
/// form.
struct TopBarPlace {
  Region region;
  float left = 0.0F;
  bool compact = false;
};

void draw_top_bar(const Style& style, const TopBarPlace& place, ProgramState& state);

}  // namespace scorescope
