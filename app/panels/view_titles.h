// What a view says about itself: tag, title and subtitle. No drawing.
#pragma once

#include <optional>
#include <string>

#include "app/panels/program_state.h"
#include "app/widgets/style.h"

namespace scorescope {

struct ViewTitle {
  std::string title;   ///< "Annealed Langevin"
  std::string words;   ///< "now", "at", "over its error"
  std::string number;  ///< "σ = 1.946", in Mono; may be empty
  ImU32 tag_colour = 0;
  bool tag_filled = true;     ///< outline until something is learned
  std::string short_title{};  ///< "Learned", where the title leaves no room for its words
};

/// The level of the ladder an objective for one level trains, 0 the highest; none for the others
/// and while the ladder is unknown.
std::optional<int> trained_level(const ProgramState& state);

/// What stands for the exact score, "true ring", where it is not the mixture's own; else empty.
std::string reference_name(const ProgramState& state);

/// `compact` gives the short title ("Annealed"). The learned view of a network that was trained at
/// one level says at which. A title names the reference that stands for the exact score, if it is
/// not the mixture's own.
ViewTitle view_title(const Palette& colours, const ProgramState& state, int view, bool compact);

}  // namespace scorescope
