#include "app/panels/stage_heading.h"

#include <fmt/format.h>

#include <algorithm>

#include "app/panels/lesson_sentence.h"
#include "app/panels/panel_window.h"
#include "app/widgets/cards.h"
#include "app/widgets/controls.h"

namespace scorescope {
namespace {

/// Beside the item instead of over the plots: below it, its right end under the item's.
void tooltip_below(const Style& style, const char* name, const char* key = "") {
  if (!tooltip_due()) return;
  const ImVec2 low = ImGui::GetItemRectMin(), high = ImGui::GetItemRectMax();
  const float key_width = *key == '\0' ? 0.0F : style.px(60.0F);
  const float width =
      text_width(style.fonts.title, name) + style.px(2.0F * size::kTooltipPadding) + key_width;
  // a card stands right of what it belongs to; here that is a place, not the item
  const ImVec2 place{high.x - width - style.px(12.0F), high.y + style.px(6.0F)};
  draw_tooltip(style, {.name = name, .key = key}, {std::min(place.x, low.x), place.y}, place);
}

/// Arrows between the cards, at the right end of the sentence's first line.
void draw_card_arrows(const Style& style, const Region& region, float middle, ProgramState& state) {
  const int count = static_cast<int>(state.lesson.cards.size());
  if (count < 2) return;
  const float side = 24.0F;
  float x = region.max.x - style.px(side) + style.px(8.0F);
  const auto arrow = [&](const char* id, Icon icon, int card) {
    place_at(x, middle - style.px(side) * 0.5F);
    const bool there = card >= 0 && card < count;
    if (icon_button(style, {.id = id,
                            .icon = icon,
                            .side = side,
                            .icon_size = 12,
                            .framed = false,
                            .on = false,
                            .enabled = there}) &&
        there) {
      state.ask(action::OpenCard{card});
    }
    tooltip_below(style, id);
  };
  arrow("Next card", Icon::kRight, state.card + 1);
  const std::vector<TextRun> runs{
      {style.fonts.title, style.colours.text, std::to_string(state.card + 1), 0.0F},
      {style.fonts.label, style.colours.muted, fmt::format("of {}", count), 4.0F}};
  x -= runs_width(style, runs) + style.px(1.0F);
  draw_runs(style, ImGui::GetWindowDrawList(), x, middle, runs);
  x -= style.px(side + 1.0F);
  arrow("Previous card", Icon::kLeft, state.card - 1);
}

}  // namespace

void draw_lesson_row(const Style& style, const Region& region, bool compact, ProgramState& state) {
  const LessonSentence sentence = lesson_sentence(style, state, region.width(), compact);
  const auto count = static_cast<float>(sentence.row_lines);
  // several lines stand a little higher, so that the titles below keep their distance
  const float lift = count > 1.0F ? 2.0F : 0.0F;
  float middle =
      region.centre().y - style.px(lift) - style.px(sentence.pitch) * (count - 1.0F) * 0.5F;
  draw_card_arrows(style, region, middle, state);
  for (const std::vector<TextRun>& line : sentence.lines) {
    draw_runs(style, ImGui::GetWindowDrawList(), region.min.x, middle, line);
    middle += style.px(sentence.pitch);
  }
}

void draw_maximise(const Style& style, const Region& region, const std::string& name,
                   ProgramState& state) {
  const bool large = state.view.maximised == name;
  const float side = 24.0F;
  place_at(region.max.x - style.px(side) + style.px(3.0F),
           region.centre().y - style.px(side) * 0.5F);
  if (icon_button(style, {.id = large ? "Restore" : "Maximise",
                          .icon = large ? Icon::kRestore : Icon::kMaximise,
                          .side = side,
                          .icon_size = 14,
                          .framed = false,
                          .on = false,
                          .enabled = true})) {
    state.view.maximised = large ? "" : name;
  }
  tooltip_below(style, large ? "Show both views" : "Show this view alone");
}

void draw_title_runs(const Style& style, const std::vector<std::vector<TextRun>>& wordings,
                     float left, float right, float middle) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  for (const std::vector<TextRun>& runs : wordings) {
    if (left + runs_width(style, runs) > right) continue;
    draw_runs(style, list, left, middle, std::span(runs).first(1));
    const float x = left + text_width(runs.front().font, runs.front().text);
    draw_runs(style, list, x, middle + style.px(1.0F), std::span(runs).subspan(1));
    return;
  }
}

}  // namespace scorescope
