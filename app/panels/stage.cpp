#include "app/panels/stage.h"

#include <fmt/format.h>

#include <string>
#include <vector>

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

/// Arrows between the cards; returns the left edge of the group.
float draw_card_arrows(const Style& style, const Region& region, ProgramState& state) {
  const int count = static_cast<int>(state.lesson.cards.size());
  if (count < 2) return region.max.x;
  const float middle = region.centre().y, side = 24.0F;
  float x = region.max.x - style.px(side) + style.px(8.0F);
  const auto arrow = [&](const char* id, Icon icon, int card, const char* help) {
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
    simple_tooltip(style, id, help);
  };
  arrow("Next card", Icon::kRight, state.card + 1, "Opens the lesson's next card.");
  const std::vector<TextRun> runs{
      {style.fonts.title, style.colours.text, std::to_string(state.card + 1), 0.0F},
      {style.fonts.label, style.colours.muted, fmt::format("of {}", count), 4.0F}};
  x -= runs_width(style, runs) + style.px(1.0F);
  draw_runs(style, ImGui::GetWindowDrawList(), x, middle, runs);
  x -= style.px(side + 1.0F);
  arrow("Previous card", Icon::kLeft, state.card - 1, "Goes back one card.");
  return x;
}

void draw_lesson_sentence(const Style& style, const Region& region, ProgramState& state) {
  const float right = draw_card_arrows(style, region, state) - style.px(12.0F);
  ImDrawList* list = ImGui::GetWindowDrawList();
  std::string quiet, strong;
  if (state.lesson.cards.empty()) {
    quiet = state.lesson.about;
  } else {
    const LessonCard& card = state.lesson.cards[static_cast<std::size_t>(state.card)];
    quiet = card.text;
    strong = card.emphasis;
  }
  const float gap = quiet.empty() ? 0.0F : style.px(6.0F), width = right - region.min.x;
  const float middle = region.centre().y, left = region.min.x;
  if (text_width(style.fonts.lesson, quiet) + gap + text_width(style.fonts.button, strong) <=
      width) {
    const float x =
        draw_text(list, style.fonts.lesson, style.colours.muted, left, middle, quiet) + gap;
    draw_text(list, style.fonts.button, style.colours.text, x, middle, strong);
    return;
  }
  // a long sentence takes two smaller lines before anything of it is cut
  const float half_line = style.px(8.5F);
  draw_text(list, style.fonts.label, style.colours.muted, left, middle - half_line,
            shortened(style.fonts.label, quiet, width));
  draw_text(list, style.fonts.title, style.colours.text, left, middle + half_line,
            shortened(style.fonts.title, strong, width));
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
  simple_tooltip(style, large ? "Restore" : "Maximise",
                 large ? "Shows both views again." : "Shows this view alone.");
}

void draw_title(const Style& style, const Region& region, int view, bool compact, bool with_button,
                ProgramState& state) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  const ViewTitle title = view_title(style.colours, state, view, compact);
  const float middle = std::round(region.centre().y - style.px(2.0F));
  view_tag(style, list, {region.min.x + style.px(12.0F), middle}, view == 0 ? "A" : "B",
           title.tag_colour, title.tag_filled);
  float x = region.min.x + style.px(34.0F);
  const float right = region.max.x - style.px(26.0F);
  x = draw_text(list, style.fonts.view_title, style.colours.text, x, middle,
                shortened(style.fonts.view_title, title.title, right - x)) +
      style.px(12.0F);
  const std::string words = shortened(style.fonts.label, title.words, std::max(0.0F, right - x));
  const std::vector<TextRun> runs{
      {style.fonts.label, style.colours.muted, words, 0.0F},
      {style.fonts.mono_caption, style.colours.text, title.number, 5.0F}};
  if (x + runs_width(style, runs) < right || title.number.empty()) {
    draw_runs(style, list, x, middle + style.px(1.0F), runs);
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
  draw_lesson_sentence(style, place.lesson, state);
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
