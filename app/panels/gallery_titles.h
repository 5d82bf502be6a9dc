// What a gallery says about itself: its title, and the words where it is still empty. No drawing.
#pragma once

#include <string>
#include <vector>

#include "app/panels/program_state.h"
#include "app/widgets/style.h"
#include "app/widgets/text.h"

namespace scorescope {

struct GalleryTitle {
  std::string name;    ///< "Annealed Langevin"
  std::string start;   ///< ", from σ 1" of a pair of one sampler; may be empty
  std::string words;   ///< "now", "at", "ended at", or a whole remark without a number
  std::string number;  ///< "σ = 0.07743"; may be empty
  std::string rest;    ///< "averaged weights"; may be empty
  ImU32 mark = 0;
};
GalleryTitle gallery_title(const Palette& colours, const ProgramState& state, int view);

/// What of it may be said, the fullest first.
std::vector<std::vector<TextRun>> gallery_title_wordings(const Style& style,
                                                         const GalleryTitle& title);

/// What will appear in an empty gallery and what to press for it (nothing if it comes by itself).
struct GalleryEmptyText {
  std::string sentence, verb, key;
};
GalleryEmptyText gallery_empty_text(const ProgramState& state, int view);
/// Beside the chosen sample while nothing is known of it.
std::string chosen_empty_text(const ProgramState& state);

}  // namespace scorescope
