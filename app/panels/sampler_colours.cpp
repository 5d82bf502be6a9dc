#include "app/panels/sampler_colours.h"

namespace scorescope {

SamplerColours sampler_colours(const Palette& colours, const ProgramState& state, int index) {
  const auto& samplers = state.draft.samplers;
  const bool plain =
      samplers.size() > 1 ? index == 0 : !samplers.empty() && samplers.front().kind == "langevin";
  return plain ? SamplerColours{colours.plain, colours.plain_text}
               : SamplerColours{colours.annealed, colours.annealed_text};
}

}  // namespace scorescope
