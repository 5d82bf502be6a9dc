// The sampling transport under the stage: reset, Sample, step, speed, step count and the update
// rule.
#pragma once

#include "app/panels/program_state.h"
#include "app/panels/region.h"
#include "app/widgets/style.h"

namespace scorescope {

struct SamplingBarPlace {
  Region region;
  bool compact = false;   ///< the follow switch instead of the update rule
  float padding = 12.0F;  ///< at scale 1
};

void draw_sampling_bar(const Style& style, const SamplingBarPlace& place, ProgramState& state);

/// The verb of the sampling transport: "Sample", "Descend" where particles descend a loss, "Make
/// grid" where the stage shows the grid of T x epsilon.
const char* sampling_verb(const ProgramState& state);

}  // namespace scorescope
