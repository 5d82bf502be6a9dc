#include "app/panels/status_bar.h"

#include <cmath>
#include <string>
#include <vector>

#include "app/panels/panel_window.h"
#include "app/plot/number_text.h"
#include "app/widgets/cards.h"
#include "app/widgets/controls.h"
#include "app/widgets/text.h"

namespace scorescope {
namespace {

using Runs = std::vector<TextRun>;

std::string device_text(const ProgramState& state) {
  if (!state.frames.training || state.frames.training->device.empty()) return "starting";
  const TrainingFrame& frame = *state.frames.training;
  return frame.engine.empty() ? frame.device : frame.device + ", " + frame.engine;
}

float draw_part(const Style& style, float x, const Region& region, bool rule, const Runs& runs) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  const float middle = region.centre().y;
  if (rule) {
    x += style.px(12.0F);
    list->AddRectFilled({x, middle - style.px(6.0F)}, {x + style.px(1.0F), middle + style.px(6.0F)},
                        style.colours.line_strong);
    x += style.px(12.0F);
  }
  return draw_runs(style, list, x, middle, runs);
}

/// Returns its right end.
float draw_device(const Style& style, float x, const Region& region, const std::string& device) {
  const float end = draw_part(style, x, region, false,
                              {{style.fonts.caption, style.colours.muted, device, 0.0F}});
  place_at(x, region.min.y);
  hit_area("device", {end - x, region.height()});
  simple_tooltip(style, "Device and engine",
                 "Where training runs and what computes its steps: LibTorch, or this program's own "
                 "fused kernels with the vector instructions they use. Training, More, Engine "
                 "chooses.");
  return end;
}

float draw_job(const Style& style, float x, const Region& region, ProgramState& state) {
  const BackgroundJob& job = *state.job;
  const Palette& colours = style.colours;
  const float middle = region.centre().y;
  ImDrawList* list = ImGui::GetWindowDrawList();
  const Fonts& fonts = style.fonts;
  x = draw_part(style, x, region, true,
                {{fonts.caption, colours.muted, job.name, 0.0F},
                 {fonts.mono_caption, colours.text, count_text(job.done), 5.0F},
                 {fonts.caption, colours.muted, "of", 4.0F},
                 {fonts.mono_caption, colours.text, count_text(job.total), 4.0F}});
  x += style.px(12.0F);
  const float share =
      job.total > 0 ? static_cast<float>(job.done) / static_cast<float>(job.total) : 0.0F;
  progress_bar(style, list, {x, std::round(middle - style.px(3.0F))},
               {style.px(140.0F), style.px(6.0F)}, share, colours.fill);
  x = draw_runs(style, list, x + style.px(152.0F), middle,
                Runs{{fonts.mono_caption, colours.text, percent_text(share), 0.0F},
                     {fonts.mono_caption, colours.text, duration_text(job.seconds_left), 12.0F},
                     {fonts.caption, colours.muted, "left", 4.0F}});
  place_at(x + style.px(12.0F), middle - style.px(10.5F));
  if (text_button(style, "Cancel", 21.0F)) state.ask(action::CancelJob{});
  return x + style.px(80.0F);
}

struct ThemeWord {
  const char* word;
  Icon icon;
  bool dark;
};

/// Returns the left edge of the word's hit area.
float draw_theme_word(const Style& style, float right, float middle, const ThemeWord& theme,
                      ProgramState& state) {
  const bool on = state.view.dark == theme.dark;
  const ImU32 colour = on ? style.colours.text : style.colours.muted;
  ImDrawList* list = ImGui::GetWindowDrawList();
  ImFont* font = style.fonts.caption;
  const float left = right - text_width(font, theme.word) - style.px(18.0F);
  draw_icon(list, theme.icon, {left + style.px(6.5F), middle}, style.px(13.0F), colour);
  draw_text(list, font, colour, left + style.px(18.0F), middle, theme.word);
  place_at(left, middle - style.px(10.0F));
  if (ImGui::InvisibleButton(theme.word, {right - left, style.px(20.0F)})) {
    state.view.dark = theme.dark;
  }
  focus_ring(style, style.px(4.0F));
  simple_tooltip(style, theme.word, "The theme; the light one suits most projectors.");
  return left;
}

void draw_right_side(const Style& style, const Region& region, ProgramState& state) {
  const float middle = region.centre().y, side = 22.0F;
  float x = region.max.x - style.px(9.0F + side);
  place_at(x, middle - style.px(side) * 0.5F);
  if (icon_button(style, {.id = "Keyboard list",
                          .icon = Icon::kHelp,
                          .side = side,
                          .icon_size = 17,
                          .framed = false,
                          .on = false,
                          .enabled = true})) {
    state.keyboard_list = !state.keyboard_list;
  }
  simple_tooltip(style, "Keyboard", "The list of all keys.", "?");
  x = draw_theme_word(style, x - style.px(16.0F), middle, {"Light", Icon::kLightTheme, false},
                      state);
  draw_theme_word(style, x - style.px(14.0F), middle, {"Dark", Icon::kDarkTheme, true}, state);
}

}  // namespace

void draw_status_bar(const Style& style, const Region& region, ProgramState& state) {
  const PanelWindow window("status bar", region, {.background = style.colours.panel});
  draw_top_line(style, window.list(), region, style.colours.line);
  const Palette& colours = style.colours;
  const Fonts& fonts = style.fonts;
  float x = region.min.x + style.px(14.0F);
  x = draw_device(style, x, region, device_text(state));
  x = draw_part(
      style, x, region, true,
      {{fonts.mono_caption, colours.text, count_text(std::llround(state.frames_per_second)), 0.0F},
       {fonts.caption, colours.muted, "fps", 4.0F}});
  x = draw_part(style, x, region, true,
                {{fonts.caption, colours.muted, "seed", 0.0F},
                 {fonts.mono_caption, colours.text, count_text(state.draft.seeds.main), 5.0F}});
  const std::string saved =
      state.saved_to.empty() ? "nothing saved yet" : "saved to " + state.saved_to;
  const float room = region.max.x - style.px(state.job ? 760.0F : 260.0F) - x;
  const std::string shown = shortened(fonts.caption, saved, room);
  const float start = x;
  x = draw_part(style, x, region, true, {{fonts.caption, colours.muted, shown, 0.0F}});
  if (shown != saved) {
    place_at(start, region.min.y);
    hit_area("saved to", {x - start, region.height()});
    simple_tooltip(style, "Saved to", state.saved_to.c_str());
  }
  if (state.job) draw_job(style, x, region, state);
  draw_right_side(style, region, state);
}

}  // namespace scorescope
