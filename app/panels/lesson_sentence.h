// The sentence of a lesson's card, measured before it is placed: a long one takes more lines and
// the views make room for it, nothing of it is ever cut.
#pragma once

#include <cstddef>
#include <vector>

#include "app/panels/program_state.h"
#include "app/widgets/style.h"
#include "app/widgets/text.h"

namespace scorescope {

struct LessonSentence {
  std::vector<std::vector<TextRun>> lines;  ///< top to bottom; at least one
  /// Of the row, which has room for the longest of the lesson's cards, so that the arrows and the
  /// views below stand still from card to card.
  std::size_t row_lines = 1;
  float pitch = 0.0F;   ///< from one line to the next, at scale 1
  float height = 0.0F;  ///< at scale 1; one line needs 34
};

/// Breaks the open card's sentence (the lesson's own if it has no cards) for a row `width` pixels
/// wide; its first line ends before the arrows between the cards. The emphasis stays on the quiet
/// part's last line where all of it fits there, else it begins a line. `compact` takes the smaller
/// face for several lines.
LessonSentence lesson_sentence(const Style& style, const ProgramState& state, float width,
                               bool compact);

/// Pixels the arrows and the count of cards take at the right end of the row; 0 for a single card.
float card_arrows_width(const Style& style, const ProgramState& state);

}  // namespace scorescope
