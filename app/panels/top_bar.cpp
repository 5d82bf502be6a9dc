#include "app/panels/top_bar.h"

#include <span>
#include <string>
#include <vector>

#include "app/panels/lesson_picker.h"
#include "app/panels/panel_window.h"
#include "app/panels/readouts.h"
#include "app/panels/transport.h"
#include "app/widgets/cards.h"
#include "app/widgets/controls.h"
#include "app/widgets/icons.h"
#include "app/widgets/text.h"

namespace scorescope {
namespace {

void draw_brand(const Style& style, const TopBarPlace& place, ImDrawList* list) {
  const float middle = place.region.centre().y;
  const float x =
      place.compact ? place.region.min.x + style.px(32.0F) : place.region.min.x + style.px(25.0F);
  draw_icon(list, Icon::kLogo, {x, middle}, style.px(23.0F), style.colours.text);
  if (place.compact) return;
  draw_text(list, style.fonts.button, style.colours.text, place.region.min.x + style.px(44.0F),
            middle, "Scorescope");
}

/// Name over number, as at 1600; returns the right edge.
float draw_tall_readout(const Style& style, ImDrawList* list, float x, float middle,
                        const Readout& readout) {
  const Palette& colours = style.colours;
  const float name_end =
      draw_text(list, style.fonts.caption, colours.muted, x, middle - style.px(9.5F), readout.name);
  std::vector<TextRun> runs{{style.fonts.mono_readout, readout.exact ? colours.exact : colours.text,
                             readout.number, 0.0F}};
  if (!readout.rest.empty()) {
    const bool percent = readout.rest.front() == '%';
    runs.push_back({readout.rest_is_number ? style.fonts.mono_caption : style.fonts.caption,
                    colours.muted, readout.rest, percent ? 1.0F : 8.0F});
  }
  return std::max(name_end, draw_runs(style, list, x, middle + style.px(10.5F), runs));
}

/// The compact form keeps four readouts and puts the names into the line.
float draw_flat_readout(const Style& style, ImDrawList* list, float x, float middle,
                        const Readout& readout) {
  const Palette& colours = style.colours;
  const ImU32 number_colour = readout.exact ? colours.exact : colours.text;
  std::vector<TextRun> runs;
  if (readout.name == "Step") {
    runs = {{style.fonts.mono_readout, number_colour, readout.number, 0.0F},
            {style.fonts.label, colours.muted, "steps", 8.0F}};
  } else if (readout.name == "Rate") {
    runs = {{style.fonts.mono_readout, number_colour, readout.number, 0.0F},
            {style.fonts.label, colours.muted, readout.rest, 2.0F}};
  } else {
    std::string name = readout.name;
    if (name == "Loss" || name == "Floor" || name == "Score") {
      name.front() = static_cast<char>(std::tolower(name.front()));
    }
    runs = {{style.fonts.label, colours.muted, name, 0.0F},
            {style.fonts.mono_readout, number_colour, readout.number, 6.0F}};
  }
  return draw_runs(style, list, x, middle, runs);
}

float readout_width(const Style& style, const Readout& readout, bool compact) {
  if (compact) {
    return text_width(style.fonts.label, readout.name + readout.rest) +
           text_width(style.fonts.mono_readout, readout.number) + style.px(8.0F);
  }
  ImFont* rest = readout.rest_is_number ? style.fonts.mono_caption : style.fonts.caption;
  return std::max(text_width(style.fonts.caption, readout.name),
                  text_width(style.fonts.mono_readout, readout.number) +
                      text_width(rest, readout.rest) + style.px(8.0F));
}

/// As many as fit before `right`; the first are the most important.
void draw_readouts(const Style& style, const TopBarPlace& place, ImDrawList* list, float x,
                   float right, const ProgramState& state) {
  const float middle = place.region.centre().y - style.px(0.5F);
  for (const Readout& readout : training_readouts(state)) {
    if (place.compact && readout.name == "Above floor") continue;
    if (x + readout_width(style, readout, place.compact) > right) break;
    x = place.compact ? draw_flat_readout(style, list, x, middle, readout) + style.px(20.0F)
                      : draw_tall_readout(style, list, x, middle, readout) + style.px(23.0F);
  }
}

struct SwitchButton {
  const char* id;
  Icon icon;
  bool on;
  const char* help;
  const char* key;
};

/// Returns true when pressed.
bool draw_switch(const Style& style, float x, float middle, float side, const SwitchButton& what) {
  place_at(x, middle - style.px(side) * 0.5F);
  const bool pressed = icon_button(style, {.id = what.id,
                                           .icon = what.icon,
                                           .side = side,
                                           .icon_size = 18,
                                           .framed = false,
                                           .on = what.on,
                                           .enabled = true});
  simple_tooltip(style, what.id, what.help, what.key);
  return pressed;
}

/// Returns the left edge of the group.
float draw_switches(const Style& style, const TopBarPlace& place, ProgramState& state) {
  ViewSettings& view = state.view;
  const float side = place.compact ? 34.0F : 36.0F;
  const float pitch = style.px(side) + style.px(place.compact ? 3.0F : 4.0F);
  const float middle = place.region.centre().y - style.px(0.5F);
  const float left =
      place.region.max.x - style.px(place.compact ? 10.0F : 12.0F) - 3.0F * pitch - style.px(side);
  if (draw_switch(style, left, middle, side,
                  {"Settings", Icon::kLeftColumn, view.settings_column,
                   "Shows or hides the settings.", "Tab"})) {
    view.settings_column = !view.settings_column;
  }
  if (draw_switch(
          style, left + pitch, middle, side,
          {"Plots", Icon::kRightColumn, view.plots_column, "Shows or hides the plots.", "Tab"})) {
    view.plots_column = !view.plots_column;
  }
  if (draw_switch(style, left + 2.0F * pitch, middle, side,
                  {"Presenter mode", Icon::kPresenter, false,
                   "One view, one plot and the lesson's sentence, for a projector.", "F"})) {
    view.presenter = true;
  }
  if (draw_switch(
          style, left + 3.0F * pitch, middle, side,
          {"Save a picture", Icon::kCamera, false, "The whole window as PNG.", "Ctrl+Shift+S"})) {
    state.ask(action::ExportPicture{"window"});
  }
  return left;
}

TransportOutcome draw_training(const Style& style, const TopBarPlace& place, float x,
                               const ProgramState& state) {
  return draw_transport(style, {.id = "training",
                                .verb = "Train",
                                .what = "training",
                                .key = "T",
                                .step_key = ".",
                                .left = x,
                                .middle_y = place.region.centre().y - style.px(0.5F),
                                .height = place.compact ? 34.0F : 36.0F,
                                .go_width = place.compact ? 108.0F : 116.0F,
                                .call_to_action = true,
                                .running = state.training,
                                .enabled = !training_is_off(state)});
}

void carry_out(const TransportOutcome& pressed, ProgramState& state) {
  if (pressed.reset) state.ask(action::ResetTraining{});
  if (pressed.go) state.ask(action::Train{!state.training});
  if (pressed.step) state.ask(action::StepTraining{});
}

}  // namespace

void draw_top_bar(const Style& style, const TopBarPlace& place, ProgramState& state) {
  const PanelWindow window("top bar", place.region, {.background = style.colours.panel});
  ImDrawList* list = window.list();
  draw_bottom_line(style, list, place.region, style.colours.line);
  draw_brand(style, place, list);
  const float middle = place.region.centre().y;
  const float height = style.px(place.compact ? 34.0F : 36.0F);
  float x = place.left;
  const float picker = lesson_picker_width(style, state, !place.compact);
  const float top = std::round(middle - height * 0.5F);
  draw_lesson_picker(style, {{x, top}, {x + picker, top + height}}, !place.compact, state);
  x += picker + style.px(16.0F);
  if (!place.compact) {
    list->AddRectFilled({x, top + style.px(2.0F)},
                        {x + style.px(1.0F), top + height - style.px(2.0F)}, style.colours.line);
    x = draw_text(list, style.fonts.label, style.colours.muted, x + style.px(17.0F), middle,
                  "Training") +
        style.px(10.0F);
  }
  const TransportOutcome pressed = draw_training(style, place, x, state);
  carry_out(pressed, state);
  const float switches = draw_switches(style, place, state);
  draw_readouts(style, place, list, pressed.right + style.px(17.0F), switches - style.px(12.0F),
                state);
}

}  // namespace scorescope
