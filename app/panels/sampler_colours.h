// Which colour a sampler's cloud has: green for the run without the remedy, purple for the one with
// it.
#pragma once

#include <imgui.h>

#include "app/panels/program_state.h"
#include "app/widgets/style.h"

namespace scorescope {

struct SamplerColours {
  ImU32 mark = 0;  ///< discs, bars, rails
  ImU32 text = 0;  ///< big numbers
};

/// Of sampler `index` in the draft. The first of two is green and the second purple; a single one
/// is green only if it is plain Langevin.
SamplerColours sampler_colours(const Palette& colours, const ProgramState& state, int index);

}  // namespace scorescope
