#include "app/panels/lesson_sentence.h"

#include <fmt/format.h>

#include <string>
#include <utility>

namespace scorescope {
namespace {

/// Space between words of the two faces, and between the sentence and the arrows.
constexpr float kWordGap = 6.0F, kBeforeArrows = 16.0F;
/// Heights at scale 1: a single line as in tokens.md, more lines by their pitch and a margin.
constexpr float kFullPitch = 21.0F, kFullMargin = 6.0F;
constexpr float kCompactPitch = 18.0F, kCompactMargin = 8.0F;

std::pair<std::string, std::string> words_of(const ProgramState& state) {
  if (state.lesson.cards.empty()) return {state.lesson.about, ""};
  const LessonCard& card = state.lesson.cards[static_cast<std::size_t>(state.card)];
  return {card.text, card.emphasis};
}

}  // namespace

float card_arrows_width(const Style& style, const ProgramState& state) {
  const auto count = state.lesson.cards.size();
  if (count < 2) return 0.0F;
  // the widest count decides, so that a sentence does not break differently on the next card
  const std::string widest = fmt::format("{}", count);
  return style.px(2.0F * 24.0F) + text_width(style.fonts.title, widest) +
         text_width(style.fonts.label, "of " + widest) + style.px(kBeforeArrows);
}

LessonSentence lesson_sentence(const Style& style, const ProgramState& state, float width,
                               bool compact) {
  const auto [quiet, strong] = words_of(state);
  const float room = width - card_arrows_width(style, state);
  const ImU32 muted = style.colours.muted, text = style.colours.text;
  const auto gap = [&](const std::string& before) { return before.empty() ? 0.0F : kWordGap; };
  LessonSentence sentence{{}, kFullPitch, size::kLesson};
  const float whole = text_width(style.fonts.lesson, quiet) + style.px(gap(quiet)) +
                      text_width(style.fonts.button, strong);
  if (whole <= room) {
    sentence.lines = {
        {{style.fonts.lesson, muted, quiet, 0.0F}, {style.fonts.button, text, strong, gap(quiet)}}};
    return sentence;
  }
  ImFont* quiet_font = compact ? style.fonts.label : style.fonts.lesson;
  ImFont* strong_font = compact ? style.fonts.title : style.fonts.button;
  for (const std::string& line : wrapped_lines(quiet_font, quiet, room)) {
    sentence.lines.push_back({{quiet_font, muted, line, 0.0F}});
  }
  if (!sentence.lines.empty() && !strong.empty() &&
      text_width(quiet_font, sentence.lines.back().front().text) + style.px(kWordGap) +
              text_width(strong_font, strong) <=
          room) {
    sentence.lines.back().push_back({strong_font, text, strong, kWordGap});
  } else {
    for (const std::string& line : wrapped_lines(strong_font, strong, room)) {
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

}  // namespace scorescope
