#include "app/panels/stage.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <span>
#include <string>
#include <vector>

#include "app/panels/lesson_sentence.h"
#include "app/panels/mixture_handles.h"
#include "app/panels/panel_window.h"
#include "app/panels/stage_input.h"
#include "app/panels/stage_legend.h"
#include "app/panels/view_axes.h"
#include "app/panels/view_content.h"
#include "app/panels/view_labels.h"
#include "app/panels/view_titles.h"
#include "app/widgets/cards.h"
#include "app/widgets/controls.h"
#include "app/widgets/text.h"

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

void draw_lesson_sentence(const Style& style, const Region& region, bool compact,
                          ProgramState& state) {
  const LessonSentence sentence = lesson_sentence(style, state, region.width(), compact);
  const auto count = static_cast<float>(sentence.lines.size());
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

/// What a title may say, the fullest first: words are left out whole before any is cut.
std::vector<std::vector<TextRun>> title_wordings(const Style& style, const ViewTitle& title) {
  const std::vector<TextRun> words =
      formula_runs(style.fonts.label, style.colours.muted, title.words, 12.0F);
  const TextRun number{style.fonts.mono_caption, style.colours.text, title.number,
                       title.words.empty() ? 12.0F : 5.0F};
  std::vector<TextRun> whole = words;
  whole.push_back(number);
  TextRun alone = number;
  alone.gap_before = 12.0F;
  std::vector<std::vector<TextRun>> rests{whole, {}};
  if (!title.words.empty() && !title.number.empty()) rests.insert(rests.begin() + 1, {alone});
  std::vector<std::vector<TextRun>> out;
  for (const std::vector<TextRun>& rest : rests) {
    for (const std::string& name : {title.title, title.short_title}) {
      if (name.empty()) continue;
      out.push_back({{style.fonts.view_title, style.colours.text, name, 0.0F}});
      out.back().insert(out.back().end(), rest.begin(), rest.end());
    }
  }
  return out;
}

void draw_title(const Style& style, const Region& region, int view, bool compact, bool with_button,
                ProgramState& state) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  const ViewTitle title = view_title(style.colours, state, view, compact);
  const float middle = std::round(region.centre().y - style.px(2.0F));
  view_tag(style, list, {region.min.x + style.px(12.0F), middle}, view == 0 ? "A" : "B",
           title.tag_colour, title.tag_filled);
  const float left = region.min.x + style.px(34.0F);
  const float right = region.max.x - style.px(with_button ? 26.0F : 0.0F);
  for (const std::vector<TextRun>& runs : title_wordings(style, title)) {
    if (left + runs_width(style, runs) > right) continue;
    draw_runs(style, list, left, middle, std::span(runs).first(1));
    const float x = left + text_width(runs.front().font, runs.front().text);
    draw_runs(style, list, x, middle + style.px(1.0F), std::span(runs).subspan(1));
    break;
  }
  if (with_button) draw_maximise(style, region, view == 0 ? "view_a" : "view_b", state);
}

void draw_view(const Style& style, const Region& region, int view, const ScreenPictures& pictures,
               ProgramState& state) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  const float radius = style.px(size::kRadius);
  draw_picture(list, pictures.views[static_cast<std::size_t>(view)], region.min, region.max, radius,
               style.colours.well);
  if (!state.frames.simulation) {
    draw_text_centred(list, style.fonts.label, style.colours.muted, region.centre().x,
                      region.centre().y, "The field appears in a moment");
  }
  ImGui::PushID(view);
  take_view_pointer(style, region, view, state);
  list->PushClipRect(region.min, region.max, true);
  draw_view_labels(style, list, region, state, view, false);
  if (edit_mixture(style, list, region, state)) state.hover.reset();
  list->PopClipRect();
  ImGui::PopID();
  draw_view_axes(style, list, region, camera_of(state.view), false);
  list->AddRect(region.min, region.max, style.colours.line, radius);
}

/// The probe's card stands in the other view, where it hides nothing under the pointer.
void draw_probe(const Style& style, const StagePlace& place, int first, ProgramState& state) {
  if (!state.hover) return;
  const bool two = !place.views[1].empty();
  const std::size_t slot = two ? static_cast<std::size_t>(1 - state.hover->view) : 0;
  if (!two && state.hover->view != first) return;
  draw_probe_card(style, ImGui::GetWindowDrawList(), place.views[slot], state);
}

}  // namespace

void draw_stage(const Style& style, const StagePlace& place, const ScreenPictures& pictures,
                ProgramState& state) {
  const PanelWindow window("stage", place.stage, {.background = style.colours.background});
  state.hover.reset();
  draw_lesson_sentence(style, place.lesson, place.compact, state);
  const int first = state.view.maximised == "view_b" ? 1 : 0;
  for (int slot = 0; slot < 2; ++slot) {
    const auto index = static_cast<std::size_t>(slot);
    if (place.views[index].empty()) continue;
    ImGui::PushID(slot);
    draw_view(style, place.views[index], first + slot, pictures, state);
    draw_title(style, place.titles[index], first + slot, place.compact, true, state);
    ImGui::PopID();
  }
  draw_stage_legend(style, place.legend, place.compact, state);
  draw_layer_row(style, place.layers, place.compact, state);
  draw_probe(style, place, first, state);
}

void draw_single_view(const Style& style, const Region& title, const Region& region, int view,
                      const ScreenPictures& pictures, ProgramState& state) {
  draw_view(style, region, view, pictures, state);
  draw_title(style, title, view, false, false, state);
}

}  // namespace scorescope
