// What a view says about itself: tag, title and subtitle. No drawing.
#pragma once

#include <string>

#include "app/panels/program_state.h"
#include "app/widgets/style.h"

namespace scorescope {

struct ViewTitle {
  std::string title;   ///< "Annealed Langevin"
  std::string words;   ///< "now", "at", "over its error"
  std::string number;  ///< "σ = 1.946", in Mono; may be empty
  ImU32 tag_colour = 0;
  bool tag_filled = true;  ///< outline until something is learned
};

/// `compact` gives the short title ("Annealed").
ViewTitle view_title(const Palette& colours, const ProgramState& state, int view, bool compact);

}  // namespace scorescope
