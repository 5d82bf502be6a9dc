#include "app/panels/lesson_sentence.h"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

namespace scorescope {
namespace {

/// Space between words of the two faces, and between the sentence and the arrows.
constexpr float kWordGap = 5.0F, kBeforeArrows = 8.0F;
/// Both arrows and the space in "2 of 4"; the right one's box reaches 8 over the row's end.
constexpr float kArrows = 46.0F;
/// Heights at scale 1: a single line as in tokens.md, more lines by their pitch and a margin.
constexpr float kFullPitch = 21.0F, kFullMargin = 6.0F;
constexpr float kCompactPitch = 18.0F, kCompactMargin = 8.0F;

/// What a card says: the quiet part and the strong one.
struct CardWords {
  std::string quiet, strong;
};

std::vector<CardWords> words_of_cards(const ProgramState& state) {
  if (state.lesson.cards.empty()) return {{state.lesson.about, ""}};
  std::vector<CardWords> words;
  for (const LessonCard& card : state.lesson.cards) words.push_back({card.text, card.emphasis});
  return words;
}

/// Words broken into lines of at most `room`, the first of at most `first`.
std::vector<std::string> lines_after_first(ImFont* font, const std::string& words, float first,
                                           float room) {
  std::vector<std::string> lines = wrapped_lines(font, words, first);
  if (lines.size() < 2) return lines;
  lines.resize(1);
  const std::size_t rest = words.find_first_not_of(' ', lines.front().size());
  for (std::string& line : wrapped_lines(font, std::string_view(words).substr(rest), room)) {
    lines.push_back(std::move(line));
  }
  return lines;
}

/// `room` px are left of the arrows in the first line, `width` in the others.
LessonSentence sentence_of(const Style& style, const CardWords& words, float room, float width,
                           bool compact) {
  const auto& [quiet, strong] = words;
  const ImU32 muted = style.colours.muted, text = style.colours.text;
  const auto gap = [&](const std::string& before) { return before.empty() ? 0.0F : kWordGap; };
  LessonSentence sentence{{}, 1, kFullPitch, size::kLesson};
  const float whole = text_width(style.fonts.lesson, quiet) + style.px(gap(quiet)) +
                      text_width(style.fonts.button, strong);
  if (whole <= room) {
    sentence.lines = {
        {{style.fonts.lesson, muted, quiet, 0.0F}, {style.fonts.button, text, strong, gap(quiet)}}};
    return sentence;
  }
  ImFont* quiet_font = compact ? style.fonts.label : style.fonts.lesson;
  ImFont* strong_font = compact ? style.fonts.title : style.fonts.button;
  for (const std::string& line : lines_after_first(quiet_font, quiet, room, width)) {
    sentence.lines.push_back({{quiet_font, muted, line, 0.0F}});
  }
  const float last_room = sentence.lines.size() < 2 ? room : width;
  if (!sentence.lines.empty() && !strong.empty() &&
      text_width(quiet_font, sentence.lines.back().front().text) + style.px(kWordGap) +
              text_width(strong_font, strong) <=
          last_room) {
    sentence.lines.back().push_back({strong_font, text, strong, kWordGap});
  } else {
    const float first = sentence.lines.empty() ? room : width;
    for (const std::string& line : lines_after_first(strong_font, strong, first, width)) {
      sentence.lines.push_back({{strong_font, text, line, 0.0F}});
    }
  }
  const auto count = static_cast<float>(sentence.lines.size());
  sentence.pitch = compact ? kCompactPitch : kFullPitch;
  if (count > 1.0F) {
    sentence.height = sentence.pitch * count + (compact ? kCompactMargin : kFullMargin);
  }
  return sentence;
}

}  // namespace

float card_arrows_width(const Style& style, const ProgramState& state) {
  const auto count = state.lesson.cards.size();
  if (count < 2) return 0.0F;
  // the widest count decides, so that a sentence does not break differently on the next card
  const std::string widest = fmt::format("{}", count);
  return style.px(kArrows) + text_width(style.fonts.title, widest) +
         text_width(style.fonts.label, "of " + widest) + style.px(kBeforeArrows);
}

LessonSentence lesson_sentence(const Style& style, const ProgramState& state, float width,
                               bool compact) {
  const float room = width - card_arrows_width(style, state);
  LessonSentence shown;
  float pitch = 0.0F, height = 0.0F;
  std::size_t most = 0;
  const std::vector<CardWords> cards = words_of_cards(state);
  for (std::size_t card = 0; card < cards.size(); ++card) {
    LessonSentence sentence = sentence_of(style, cards[card], room, width, compact);
    if (sentence.height > height) {
      height = sentence.height;
      pitch = sentence.pitch;
      most = sentence.lines.size();
    }
    if (cards.size() == 1 || static_cast<int>(card) == state.card) shown = std::move(sentence);
  }
  shown.pitch = pitch;
  shown.height = height;
  shown.row_lines = most;
  return shown;
}

}  // namespace scorescope
