#include "app/panels/top_bar.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <numeric>
#include <string>
#include <vector>

#include "app/panels/lesson_picker.h"
#include "app/panels/panel_window.h"
#include "app/panels/readouts.h"
#include "app/panels/transport.h"
#include "app/plot/number_text.h"
#include "app/widgets/cards.h"
#include "app/widgets/controls.h"
#include "app/widgets/icons.h"
#include "app/widgets/text.h"

namespace scorescope {
namespace {

constexpr float kTallGap = 23.0F, kFlatGap = 20.0F;  // between readouts
/// The lesson's title is cut before a readout goes, down to this width of its picker: shorter ones
/// are whole.
constexpr float kLeastPicker = 228.0F, kLeastPickerCompact = 184.0F;
constexpr float kAfterPicker = 16.0F, kBeforeReadouts = 17.0F;

void draw_brand(const Style& style, const TopBarPlace& place, ImDrawList* list) {
  const float middle = place.region.centre().y;
  const float x =
      place.compact ? place.region.min.x + style.px(32.0F) : place.region.min.x + style.px(25.0F);
  draw_icon(list, Icon::kLogo, {x, middle}, style.px(23.0F), style.colours.text);
  if (place.compact) return;
  draw_text(list, style.fonts.button, style.colours.text, place.region.min.x + style.px(44.0F),
            middle, "Scorescope");
}

/// The number of a readout and what stands after it, as it is drawn below its name.
std::vector<TextRun> tall_runs(const Style& style, const Readout& readout) {
  const Palette& colours = style.colours;
  std::vector<TextRun> runs{{style.fonts.mono_readout, readout.exact ? colours.exact : colours.text,
                             readout.number, 0.0F}};
  if (!readout.rest.empty()) {
    const bool percent = readout.rest.front() == '%';
    runs.push_back({readout.rest_is_number ? style.fonts.mono_caption : style.fonts.caption,
                    colours.muted, readout.rest, percent ? 1.0F : 8.0F});
  }
  return runs;
}

/// The compact form: name and number in one line.
std::vector<TextRun> flat_runs(const Style& style, const Readout& readout) {
  const Palette& colours = style.colours;
  const ImU32 number_colour = readout.exact ? colours.exact : colours.text;
  if (readout.name == "Step") {
    return {{style.fonts.mono_readout, number_colour, readout.number, 0.0F},
            {style.fonts.label, colours.muted, "steps", 8.0F}};
  }
  if (readout.name == "Rate") {
    return {{style.fonts.mono_readout, number_colour, readout.number, 0.0F},
            {style.fonts.label, colours.muted, readout.rest, 2.0F}};
  }
  std::string name = readout.name;
  if (name == "Loss" || name == "Floor" || name == "Score") {
    name.front() = static_cast<char>(std::tolower(name.front()));
  }
  return {{style.fonts.label, colours.muted, name, 0.0F},
          {style.fonts.mono_readout, number_colour, readout.number, 6.0F}};
}

/// With the space to the next one.
float readout_width(const Style& style, const Readout& readout, bool compact) {
  if (compact) return runs_width(style, flat_runs(style, readout)) + style.px(kFlatGap);
  return std::max(text_width(style.fonts.caption, readout.name),
                  runs_width(style, tall_runs(style, readout))) +
         style.px(kTallGap);
}

/// The readouts up to the floor, with numbers as long as they usually get.
std::vector<Readout> usual_readouts(const ProgramState& state) {
  const std::string last = count_text(state.draft.training.stop_after);
  return {{"Step", last, "of " + last, false, false},
          {"Rate", "1 500", "/s", true, false},
          {"Loss", "0.2103", "± 0.0020", true, false},
          {"Floor", "0.2020", "", false, true}};
}

/// What a readout says in this run at most, so that the next ones stand still while it changes.
std::vector<Readout> longest_readouts(const ProgramState& state) {
  std::vector<Readout> longest = usual_readouts(state);
  longest.push_back({"Step", longest.front().number, "epoch 00", false, false});
  longest.push_back({"Rate", "finished", "", false, false});
  longest.push_back({"Above floor", "+88.8", "% ± 8.8", true, false});
  longest.push_back({"Fréchet distance", "88.8", "", false, false});
  return longest;
}

float slot_width(const Style& style, const Readout& readout, bool compact,
                 const std::vector<Readout>& longest) {
  float width = readout_width(style, readout, compact);
  for (const Readout& other : longest) {
    if (other.name == readout.name) width = std::max(width, readout_width(style, other, compact));
  }
  return width;
}

/// Takes from the row what matters least until it fits: never the loss and its floor.
std::vector<Readout> fitting_readouts(const Style& style, bool compact, float room,
                                      std::vector<Readout> readouts) {
  if (compact) std::erase_if(readouts, [](const Readout& r) { return r.name == "Above floor"; });
  const auto needed = [&] {
    float width = 0.0F;
    for (const Readout& readout : readouts) width += readout_width(style, readout, compact);
    return width;
  };
  for (const char* name : {"Above floor", "Rate", "Step"}) {
    if (needed() <= room) break;
    std::erase_if(readouts, [&](const Readout& readout) { return readout.name == name; });
  }
  while (readouts.size() > 1 && needed() > room) readouts.pop_back();
  return readouts;
}

void draw_readouts(const Style& style, const TopBarPlace& place, ImDrawList* list, float x,
                   float right, const ProgramState& state) {
  const float middle = place.region.centre().y - style.px(0.5F);
  const float room = right - x + style.px(place.compact ? kFlatGap : kTallGap);
  const std::vector<Readout> readouts =
      fitting_readouts(style, place.compact, room, training_readouts(state));
  const std::vector<Readout> longest = longest_readouts(state);
  std::vector<float> widths;
  for (const Readout& readout : readouts) {
    widths.push_back(slot_width(style, readout, place.compact, longest));
  }
  const bool loose = std::accumulate(widths.begin(), widths.end(), 0.0F) <= room;
  for (std::size_t i = 0; i < readouts.size(); ++i) {
    const Readout& readout = readouts[i];
    if (place.compact) {
      draw_runs(style, list, x, middle, flat_runs(style, readout));
    } else {
      draw_text(list, style.fonts.caption, style.colours.muted, x, middle - style.px(9.5F),
                readout.name);
      draw_runs(style, list, x, middle + style.px(10.5F), tall_runs(style, readout));
    }
    x += loose ? widths[i] : readout_width(style, readout, place.compact);
  }
}

/// What the usual readouts take.
float readouts_room(const Style& style, bool compact, const ProgramState& state) {
  float width = -style.px(compact ? kFlatGap : kTallGap);  // none after the last one
  for (const Readout& usual : usual_readouts(state)) {
    width += readout_width(style, usual, compact);
  }
  return width;
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
                   "One view or two, one plot and the lesson's sentence, for a projector.", "F"})) {
    view.presenter = true;
  }
  if (draw_switch(
          style, left + 3.0F * pitch, middle, side,
          {"Save a picture", Icon::kCamera, false, "The whole window as PNG.", "Ctrl+Shift+S"})) {
    state.ask(action::ExportPicture{"window"});
  }
  return left;
}

/// Steps a second that training is held to, now or by the lesson; 0: by neither.
double most_pace(const ProgramState& state) {
  return std::max(state.draft.training.pace, state.lesson_spec.training.pace);
}

TransportPlace training_place(const Style& style, const TopBarPlace& place, float x,
                              const ProgramState& state) {
  return {.id = "training",
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
          .enabled = !training_is_off(state),
          .has_pace = most_pace(state) > 0.0,
          .full_speed = !(state.draft.training.pace > 0.0)};
}

void carry_out(const TransportOutcome& pressed, ProgramState& state) {
  if (pressed.reset) state.ask(action::ResetTraining{});
  if (pressed.go) state.ask(action::Train{!state.training});
  if (pressed.step) state.ask(action::StepTraining{});
  if (pressed.full_speed) {
    const bool held = state.draft.training.pace > 0.0;
    edit_option(state, "training", "pace", Value(held ? 0.0 : state.lesson_spec.training.pace));
  }
}

/// The picker's width: what the title wants, less where the readouts up to the floor need it.
float picker_width(const Style& style, const TopBarPlace& place, float others,
                   const ProgramState& state) {
  const float wanted = lesson_picker_width(style, state, !place.compact);
  const float least = style.px(place.compact ? kLeastPickerCompact : kLeastPicker);
  const float room = place.region.width() - others - readouts_room(style, place.compact, state);
  return std::max(std::min(wanted, room), std::min(wanted, least));
}

}  // namespace

void draw_top_bar(const Style& style, const TopBarPlace& place, ProgramState& state) {
  const PanelWindow window("top bar", place.region, {.background = style.colours.panel});
  ImDrawList* list = window.list();
  draw_bottom_line(style, list, place.region, style.colours.line);
  draw_brand(style, place, list);
  const float switches = draw_switches(style, place, state);
  const float word = text_width(style.fonts.label, "Training") + style.px(10.0F) +
                     (place.compact ? 0.0F : style.px(17.0F));
  const float others = place.left - place.region.min.x + style.px(kAfterPicker) + word +
                       transport_width(style, training_place(style, place, 0.0F, state)) +
                       style.px(kBeforeReadouts) + place.region.max.x - switches;
  const float picker = picker_width(style, place, others, state);
  const float middle = place.region.centre().y;
  const float height = style.px(place.compact ? 34.0F : 36.0F);
  const float top = std::round(middle - height * 0.5F);
  float x = place.left;
  draw_lesson_picker(style, {{x, top}, {x + picker, top + height}}, !place.compact, state);
  x += picker + style.px(kAfterPicker);
  if (!place.compact) {
    list->AddRectFilled({x, top + style.px(2.0F)},
                        {x + style.px(1.0F), top + height - style.px(2.0F)}, style.colours.line);
  }
  draw_text_right(list, style.fonts.label, style.colours.muted, x + word - style.px(10.0F), middle,
                  "Training");
  const TransportOutcome pressed =
      draw_transport(style, training_place(style, place, x + word, state));
  carry_out(pressed, state);
  draw_readouts(style, place, list, pressed.right + style.px(kBeforeReadouts),
                switches - style.px(12.0F), state);
}

}  // namespace scorescope
