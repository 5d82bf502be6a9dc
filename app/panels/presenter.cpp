#include "app/panels/presenter.h"

#include <fmt/format.h>

#include <span>
#include <string>
#include <utility>
#include <vector>

#include "app/panels/gallery.h"
#include "app/panels/gallery_strip.h"
#include "app/panels/gallery_titles.h"
#include "app/panels/ladder_geometry.h"
#include "app/panels/noise_ladder.h"
#include "app/panels/panel_window.h"
#include "app/panels/plane.h"
#include "app/panels/sampling_bar.h"
#include "app/panels/stage_gallery.h"
#include "app/panels/stage_input.h"
#include "app/panels/stage_plane.h"
#include "app/panels/stage_step_grid.h"
#include "app/panels/step_grid.h"
#include "app/panels/step_grid_bar.h"
#include "app/panels/view_axes.h"
#include "app/panels/view_content.h"
#include "app/panels/view_labels.h"
#include "app/panels/view_titles.h"
#include "app/plot/number_text.h"
#include "app/widgets/controls.h"
#include "app/widgets/text.h"

namespace scorescope {
namespace {

constexpr float kPadding = 32.0F, kSentenceLine = 40.0F, kSentenceGap = 16.0F;
constexpr float kWordGap = 8.0F;
constexpr float kBarWidth = 56.0F;  // of the score's colours
/// What the number of a level takes under the rail.
constexpr float kLevelRoom = 220.0F;
/// All small text is 24 here and 14 in the window: cards over the presenter grow as much.
constexpr float kCardGrowth = 24.0F / 14.0F;

void draw_heading(const Style& style, const Region& region, const ProgramState& state) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  const float middle = region.centre().y;
  const int count = static_cast<int>(state.lesson.cards.size());
  float right = region.max.x;
  if (count > 0) {
    const std::vector<TextRun> runs{
        {style.fonts.label, style.colours.text, std::to_string(state.card + 1), 0.0F},
        {style.fonts.label, style.colours.muted, fmt::format("of {}", count), 8.0F}};
    right -= runs_width(style, runs);
    draw_runs(style, list, right, middle, runs);
    right -= style.px(46.0F);
  }
  right = draw_text_right(list, style.fonts.caption, style.colours.muted, right, middle,
                          "F leaves, ← → level") -
          style.px(24.0F);
  draw_text(list, style.fonts.heading, style.colours.text, region.min.x, middle,
            shortened(style.fonts.heading, state.lesson.title, right - region.min.x));
}

/// The letter before the name of one of two galleries, by which the cards call it; returns the
/// right end.
float draw_letter(const Style& style, float left, float middle, int view) {
  return draw_text(ImGui::GetWindowDrawList(), style.fonts.view_title, style.colours.muted, left,
                   middle, view == 0 ? "A" : "B") +
         style.px(14.0F);
}

void draw_view_heading(const Style& style, const Region& region, int view,
                       const ProgramState& state) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  const bool pictures = shows_tiles(state);
  const ViewTitle of_points =
      pictures ? ViewTitle{} : view_title(style.colours, state, view, false);
  const GalleryTitle of_pictures =
      pictures ? gallery_title(style.colours, state, view) : GalleryTitle{};
  const float middle = region.min.y + style.px(26.0F), half = style.px(17.0F);
  list->AddRectFilled({region.min.x, middle - half}, {region.min.x + style.px(8.0F), middle + half},
                      pictures ? of_pictures.mark : of_points.tag_colour, style.px(3.0F));
  const float gap = style.px(24.0F);
  float left = region.min.x + style.px(22.0F), right = region.max.x;
  if (pictures && galleries_on_screen(state) == 2) {
    left = draw_letter(style, left, middle, view);
  }
  const float bar =
      pictures && shows_magnitude(state) ? magnitude_bar_width(style, kBarWidth) + gap : 0.0F;
  const auto fits = [&](const std::string& name) {
    return left + text_width(style.fonts.view_title, name) <= region.max.x - bar;
  };
  const std::string long_name = pictures ? of_pictures.name + of_pictures.start : of_points.title;
  // of a pair of one sampler what tells the two apart, without the comma before it
  const std::string short_name = !pictures                   ? of_points.short_title
                                 : of_pictures.start.empty() ? of_pictures.name
                                                             : of_pictures.start.substr(2);
  const std::string& name = fits(long_name) || short_name.empty() ? long_name : short_name;
  const float end = draw_text(list, style.fonts.view_title, style.colours.text, left, middle,
                              shortened(style.fonts.view_title, name, region.max.x - left));
  if (bar > 0.0F && fits(name)) {
    right =
        draw_magnitude_bar(style, right, middle, is_exact_gallery(state, view), kBarWidth) - gap;
  }
  if (end + text_width(style.fonts.label, of_pictures.rest) + gap < right) {
    draw_text(list, style.fonts.label, style.colours.muted, end + gap, middle, of_pictures.rest);
  }
}

void draw_view(const Style& style, const Region& region, int view, const ScreenPictures& pictures,
               ProgramState& state) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  const float radius = style.px(size::kRadius);
  draw_picture(list, pictures.views[static_cast<std::size_t>(view)], region.min, region.max, radius,
               style.colours.well);
  take_view_pointer(style, region, view, state);
  state.hover.reset();
  list->PushClipRect(region.min, region.max, true);
  draw_view_labels(style, list, region, state, view, true);
  list->PopClipRect();
  draw_view_axes(style, list, region, camera_of(state.view), true);
  list->AddRect(region.min, region.max, style.colours.line, radius);
}

/// The card's sentence, line by line: the quiet part, then the strong one, which stays on the last
/// quiet line where all of it fits there.
std::vector<std::vector<TextRun>> sentence_lines(const Style& style, const ProgramState& state,
                                                 float width) {
  std::vector<std::vector<TextRun>> lines;
  if (state.lesson.cards.empty()) return lines;
  const LessonCard& card = state.lesson.cards[static_cast<std::size_t>(state.card)];
  for (std::string& line : wrapped_lines(style.fonts.lesson, card.text, width)) {
    lines.push_back({{style.fonts.lesson, style.colours.muted, std::move(line), 0.0F}});
  }
  const TextRun strong{style.fonts.button, style.colours.text, card.emphasis,
                       lines.empty() ? 0.0F : kWordGap};
  if (!lines.empty() &&
      runs_width(style, lines.back()) + runs_width(style, std::span(&strong, 1)) <= width) {
    lines.back().push_back(strong);
    return lines;
  }
  for (std::string& line : wrapped_lines(style.fonts.button, card.emphasis, width)) {
    lines.push_back({{style.fonts.button, style.colours.text, std::move(line), 0.0F}});
  }
  return lines;
}

void draw_sentence(const Style& style, float x, float top,
                   const std::vector<std::vector<TextRun>>& lines) {
  float middle = top + style.px(kSentenceLine) * 0.5F;
  for (const std::vector<TextRun>& line : lines) {
    draw_runs(style, ImGui::GetWindowDrawList(), x, middle, line);
    middle += style.px(kSentenceLine);
  }
}

/// Below two views and the plot, else below the plot, which then ends above it. Returns what is
/// left of the plot's place.
Region place_sentence(const Style& style, const PresenterPlace& place, const ProgramState& state) {
  Region plot = place.plot;
  if (!place.views[1].empty()) {
    const float left = place.views[0].min.x;
    draw_sentence(style, left, plot.max.y + style.px(kSentenceGap),
                  sentence_lines(style, state, plot.max.x - left));
    return plot;
  }
  const auto lines = sentence_lines(style, state, plot.width());
  if (lines.empty()) return plot;
  const float top = plot.max.y - style.px(kSentenceLine) * static_cast<float>(lines.size());
  draw_sentence(style, plot.min.x, top, lines);
  plot.max.y = top - style.px(kSentenceGap);
  return plot;
}

/// One large button; returns its right edge. Where there are two, "Pause" says of what.
float draw_go(const Style& style, float x, float middle, bool trains, ProgramState& state) {
  const bool grid = !trains && shows_step_grid(state);
  const bool running = trains ? state.training : grid ? is_making_step_grid(state) : state.sampling;
  const bool two = state.view.presenter_transport == "both";
  const float height = 64.0F, width = two ? 252.0F : grid ? 208.0F : 176.0F;
  place_at(x, middle - style.px(height) * 0.5F);
  const std::string pause = grid     ? "Cancel"
                            : !two   ? "Pause"
                            : trains ? "Pause training"
                                     : "Pause sampling";
  const std::string label = (running  ? pause
                             : trains ? std::string("Train")
                                      : std::string(sampling_verb(state))) +
                            (trains ? "##presenter train" : "##presenter sample");
  if (transport_button(style, {.label = label.c_str(),
                               .icon = !running ? Icon::kPlay
                                       : grid   ? Icon::kClose
                                                : Icon::kPause,
                               .call_to_action = trains,
                               .enabled = true,
                               .width = width,
                               .height = height})) {
    if (trains) state.ask(action::Train{!state.training});
    if (!trains && !grid) state.ask(action::Sample{!state.sampling});
    if (grid) press_step_grid(state);
  }
  return x + style.px(width);
}

float draw_sigma(const Style& style, float right, float middle, const ProgramState& state) {
  const auto& levels = shown_levels(state);
  const GalleryFrame* frame = shows_tiles(state) ? chosen_gallery(state) : nullptr;
  if (levels.empty() || (shows_tiles(state) && !frame)) return right;
  const std::string number = number_text(
      frame ? frame->shown_sigma : levels[static_cast<std::size_t>(shown_level_index(state))]);
  const std::vector<TextRun> runs{{style.fonts.mono_readout, style.colours.muted, "σ", 0.0F},
                                  {style.fonts.mono_readout, style.colours.muted, "=", 12.0F},
                                  {style.fonts.mono_readout, style.colours.text, number, 12.0F}};
  // the widest number decides, so that the rail does not move as the level changes
  float widest = 0.0F;
  for (const double level : levels) {
    widest = std::max(widest, text_width(style.fonts.mono_readout, number_text(level)));
  }
  const float width = text_width(style.fonts.mono_readout, "σ = ") + widest;
  draw_runs(style, ImGui::GetWindowDrawList(), right - runs_width(style, runs), middle, runs);
  return right - width;
}

void draw_rail_numbers(const Style& style, float left, float right, float middle,
                       const ProgramState& state) {
  const auto& levels = shown_levels(state);
  const auto count = levels.size();
  if (count == 0) return;
  const LadderGeometry ladder{left, right - left, static_cast<int>(count)};
  for (const int level : ladder.marked_levels(style.px(kLevelRoom))) {
    draw_text_centred(ImGui::GetWindowDrawList(), style.fonts.mono, style.colours.muted,
                      ladder.rung_centre(level), middle,
                      number_text(levels[static_cast<std::size_t>(level)], 3));
  }
}

void draw_bar(const Style& style, const Region& region, ProgramState& state) {
  const PanelWindow window("presenter bar", region, {.background = style.colours.panel});
  draw_top_line(style, window.list(), region, style.colours.line);
  const float middle = region.centre().y;
  const std::string& transport = state.view.presenter_transport;
  float x = region.min.x + style.px(kPadding);
  if (transport != "sample") x = draw_go(style, x, middle, true, state) + style.px(12.0F);
  if (transport != "train") x = draw_go(style, x, middle, false, state) + style.px(12.0F);
  if (shows_step_grid(state)) {
    draw_step_grid_progress(style, x + style.px(30.0F), region.max.x - style.px(kPadding), middle,
                            state);
    return;
  }
  const float right = draw_sigma(style, region.max.x - style.px(kPadding), middle, state);
  const float rail_left = x + style.px(30.0F), rail_right = right - style.px(60.0F);
  if (rail_right - rail_left < style.px(160.0F)) return;
  const Style cards = presenter_card_style(style);
  const RailPlace rail{.left = rail_left,
                       .right = rail_right,
                       .middle_y = region.min.y + style.px(40.0F),
                       .height = 12.0F,
                       .radius = 6.0F,
                       .gap = 6.0F,
                       .handle_width = 14.0F,
                       .handle_height = 30.0F,
                       .tooltips = &cards};
  if (shows_tiles(state)) {
    draw_strip_rail(style, rail, state);
    return;
  }
  draw_ladder_rail(style, rail, state);
  draw_rail_numbers(style, rail_left, rail_right, region.min.y + style.px(74.0F), state);
}

void draw_presented_grid(const Style& style, const PresenterPlace& place,
                         const ScreenPictures& pictures, ProgramState& state) {
  const PanelWindow window("presenter", place.stage, {.background = style.colours.background});
  draw_heading(style, place.lesson, state);
  const Region grid = presenter_grid_region(style, state, place.views[0], place.plot);
  draw_view_heading(style, {place.titles[0].min, {grid.max.x, place.titles[0].max.y}}, 0, state);
  draw_step_grid(style, grid, true, pictures, state);
  draw_sentence(style, grid.min.x, grid.max.y + style.px(kSentenceGap),
                sentence_lines(style, state, grid.width()));
}

}  // namespace

Style presenter_card_style(const Style& style) {
  return {style.colours, style.fonts, style.scale * kCardGrowth, style.dark};
}

float presenter_sentence_height(const Style& style, const ProgramState& state, float width) {
  const auto lines = sentence_lines(style, state, width).size();
  return lines == 0 ? 0.0F : kSentenceGap + kSentenceLine * static_cast<float>(lines);
}

Region presenter_grid_region(const Style& style, const ProgramState& state, const Region& view,
                             const Region& plot) {
  const float sentence = style.px(presenter_sentence_height(style, state, plot.max.x - view.min.x));
  return {view.min, {plot.max.x, plot.max.y - sentence}};
}

Region draw_presenter(const Style& style, const PresenterPlace& place,
                      const ScreenPictures& pictures, ProgramState& state) {
  if (shows_step_grid(state)) {
    draw_presented_grid(style, place, pictures, state);
    draw_bar(style, place.bar, state);
    return {};
  }
  Region plot;
  {
    const PanelWindow window("presenter", place.stage, {.background = style.colours.background});
    draw_heading(style, place.lesson, state);
    const int first = lone_view(state).value_or(0);
    for (int slot = 0; slot < 2; ++slot) {
      const auto index = static_cast<std::size_t>(slot);
      if (place.views[index].empty()) continue;
      ImGui::PushID(slot);
      draw_view_heading(style, place.titles[index], first + slot, state);
      if (shows_plane(state)) {
        draw_plane_view(style, place.views[index], first + slot, pictures, true, state);
      } else if (shows_gallery(state)) {
        draw_gallery(style, place.views[index], first + slot, pictures, state);
      } else {
        draw_view(style, place.views[index], first + slot, pictures, state);
      }
      ImGui::PopID();
    }
    plot = place_sentence(style, place, state);
  }
  draw_bar(style, place.bar, state);
  return plot;
}

}  // namespace scorescope
