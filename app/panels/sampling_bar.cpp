#include "app/panels/sampling_bar.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "app/panels/gallery.h"
#include "app/panels/panel_window.h"
#include "app/panels/plane.h"
#include "app/panels/sampler_colours.h"
#include "app/panels/step_grid.h"
#include "app/panels/step_grid_bar.h"
#include "app/panels/transport.h"
#include "app/panels/view_content.h"
#include "app/plot/number_text.h"
#include "app/widgets/cards.h"
#include "app/widgets/controls.h"
#include "app/widgets/text.h"

namespace scorescope {
namespace {

/// A bar below this width at scale 1 has no room for every word.
constexpr float kNarrow = 700.0F;

/// The slider of the speed runs over factors 1/8 to 8 of the lesson's; its right end is full speed.
constexpr double kSlowest = -3.0, kFastest = 3.0, kFullSpeedFrom = 0.97;

double base_speed(const ProgramState& state) {
  const double lesson = state.lesson_spec.sampling.speed;
  return lesson > 0.0 ? lesson : 60.0;
}

double slider_of_speed(const ProgramState& state) {
  const double speed = state.draft.sampling.speed;
  if (speed <= 0.0) return 1.0;
  const double octaves = std::log2(speed / base_speed(state));
  return std::clamp((octaves - kSlowest) / (kFastest - kSlowest), 0.0, 1.0) * kFullSpeedFrom;
}

double speed_of_slider(const ProgramState& state, double slider) {
  if (slider >= 0.985) return 0.0;
  double octaves = kSlowest + slider / kFullSpeedFrom * (kFastest - kSlowest);
  if (std::abs(octaves) < 0.2) octaves = 0.0;  // the lesson's own speed is easy to find again
  return std::clamp(base_speed(state) * std::exp2(octaves), 0.1, 1e5);
}

std::string speed_text(const ProgramState& state) {
  const double speed = state.draft.sampling.speed;
  if (speed <= 0.0) return "full";
  const double factor = speed / base_speed(state);
  if (std::abs(factor - 1.0) < 0.005) return "1×";
  return fmt::format("{}×", short_number_text(factor, 2));
}

/// `narrow` leaves the word out.
float draw_speed(const Style& style, float x, float middle, bool narrow, ProgramState& state) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  if (!narrow) {
    x = draw_text(list, style.fonts.label, style.colours.muted, x, middle, "Speed") +
        style.px(8.0F);
  }
  double slider = slider_of_speed(state);
  place_at(x, middle - style.px(15.0F));
  const SliderOutcome outcome = slider_track(style, {.id = "speed", .width = 70.0F}, slider);
  simple_tooltip(style, "Speed",
                 "Sampling steps a second, as a multiple of the lesson's. The right end is full "
                 "speed.");
  if (outcome.changed) {
    edit_option(state, "sampling", "speed", Value(speed_of_slider(state, slider)));
  }
  if (outcome.committed) state.history.end_gesture();
  x += style.px(70.0F + 12.0F);
  draw_text(list, style.fonts.mono_medium, style.colours.text, x, middle, speed_text(state));
  return x + text_width(style.fonts.mono_medium, "0.13×") + style.px(10.0F);
}

/// The gallery shows a preview by another, quicker sampler than the one that is chosen.
bool shows_stand_in(const ProgramState& state) {
  const SamplerStatus* shown = shows_gallery(state) ? sampler_status(state, 0) : nullptr;
  return shown && !state.draft.samplers.empty() && shown->sampler != state.draft.samplers[0].kind;
}

/// "Step 743 of 1 000" of the sampler that takes longest; `narrow` leaves the words out.
float draw_steps(const Style& style, float x, float middle, bool narrow,
                 const ProgramState& state) {
  const SamplerStatus* longest = nullptr;
  for (int i = 0; i < 2; ++i) {
    const SamplerStatus* frame = sampler_status(state, i);
    if (frame && (!longest || frame->step_count > longest->step_count)) longest = frame;
  }
  if (!longest) return x;
  std::string rest = "of " + count_text(longest->step_count);
  if (shows_stand_in(state) && !narrow) {
    rest += ", preview";
  } else if (longest->finished && !narrow) {
    rest += ", finished";
  }
  const std::vector<TextRun> runs{
      {style.fonts.label, style.colours.muted, narrow ? "" : "Step", 0.0F},
      {style.fonts.mono_medium, style.colours.text, count_text(longest->step), 4.0F},
      {style.fonts.label, style.colours.muted, rest, 5.0F}};
  return draw_runs(style, ImGui::GetWindowDrawList(), x, middle, runs);
}

/// "x ← x − η ∂DSM/∂x" without what both rules begin with: two of them share the row.
std::string new_place(const std::string& rule) {
  const std::string_view start = "x ← ";
  return rule.starts_with(start) ? rule.substr(start.size()) : rule;
}

/// What stands at the right: a warning, the preview's label, or the rule that is run.
std::vector<TextRun> rule_runs(const Style& style, const ProgramState& state) {
  const Palette& colours = style.colours;
  const auto& frame = state.frames.simulation;
  if (!frame) return {};
  const int count = static_cast<int>(state.draft.samplers.size());
  const SamplerStatus* last = sampler_status(state, shows_gallery(state) ? 0 : count - 1);
  if (!shows_gallery(state) && shows_preview(state) &&
      has(state.view.layers, StageLayer::kParticles)) {
    const auto particles = static_cast<std::int64_t>(frame->preview->positions.size() / 2);
    return {{style.fonts.label, colours.muted,
             "Preview: " + count_text(particles) + " particles, exact score, not recorded", 0.0F}};
  }
  if (!last) return {};
  const SamplerStatus* first = sampler_status(state, 0);
  if (count == 2 && first && moves_data(state)) {
    std::vector<TextRun> runs;
    for (const auto& [letter, sampler] : {std::pair{"A", first}, std::pair{"B", last}}) {
      const int index = sampler == first ? 0 : 1;
      runs.push_back({style.fonts.title, sampler_colours(colours, state, index).text, letter,
                      index == 0 ? 0.0F : 18.0F});
      std::ranges::move(
          formula_runs(style.fonts.label, colours.muted, new_place(sampler->update_rule), 6.0F),
          std::back_inserter(runs));
    }
    return runs;
  }
  std::vector<TextRun> runs = formula_runs(style.fonts.label, colours.muted, last->update_rule);
  if (last->step_size > 0.0) {
    runs.push_back({style.fonts.label, colours.muted, "α =", 18.0F});
    runs.push_back({style.fonts.mono_medium, colours.text, number_text(last->step_size), 5.0F});
  }
  return runs;
}

/// A sampler whose step is too long, or whose particles left the finite numbers.
std::string problem(const ProgramState& state) {
  for (int i = 0; i < 2; ++i) {
    const SamplerStatus* frame = sampler_status(state, i);
    if (!frame) continue;
    if (!frame->failure.empty()) return frame->failure;
    if (!frame->stability_warning.empty()) return frame->stability_warning;
  }
  return {};
}

void draw_problem(const Style& style, float left, float right, float middle,
                  const std::string& text) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  const float room = right - left - style.px(30.0F);
  const std::string fitting = shortened(style.fonts.label, text, room);
  const float x = right - text_width(style.fonts.label, fitting);
  draw_text(list, style.fonts.label, style.colours.text, x, middle, fitting);
  draw_icon(list, Icon::kWarning, {x - style.px(14.0F), middle}, style.px(15.0F),
            style.colours.warning);
  place_at(x, middle - style.px(10.0F));
  ImGui::InvisibleButton("problem", {right - x, style.px(20.0F)});
  simple_tooltip(style, "Too long a step", text.c_str());
}

/// Of galleries the moment that is shown follows, of points the level.
void draw_follow_toggle(const Style& style, ProgramState& state) {
  if (!shows_tiles(state)) {
    toggle(style, "follow", state.view.follow);
    return;
  }
  bool follows = follows_sampler(state);
  if (toggle(style, "follow", follows)) follow_sampler(state, follows);
}

void draw_right_side(const Style& style, const SamplingBarPlace& place, float left, float middle,
                     ProgramState& state) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  const float right = place.region.max.x - style.px(place.padding);
  const std::string what_is_wrong = problem(state);
  if (!what_is_wrong.empty()) {
    draw_problem(style, left, right, middle, what_is_wrong);
    return;
  }
  if (!place.compact) {
    const std::vector<TextRun> runs = rule_runs(style, state);
    const float width = runs_width(style, runs);
    if (width > 0.0F && right - width > left) draw_runs(style, list, right - width, middle, runs);
    return;
  }
  if (moves_data(state)) return;
  for (const char* wording : {"Follow sampler", "Follow"}) {
    const float words = text_width(style.fonts.label, wording);
    if (right - words - style.px(38.0F) < left) continue;
    draw_text(list, style.fonts.label, style.colours.text, right - words, middle, wording);
    place_at(right - words - style.px(10.0F + size::kToggleWidth),
             middle - style.px(size::kToggleHeight) * 0.5F);
    draw_follow_toggle(style, state);
    simple_tooltip(style, "Follow sampler",
                   "The views and the handle go down the ladder with the sampler.");
    return;
  }
}

}  // namespace

const char* sampling_verb(const ProgramState& state) {
  if (shows_step_grid(state)) return "Make grid";
  return moves_data(state) ? "Descend" : "Sample";
}

void draw_sampling_bar(const Style& style, const SamplingBarPlace& place, ProgramState& state) {
  const PanelWindow window("sampling", place.region, {.background = style.colours.background});
  draw_top_line(style, window.list(), place.region, style.colours.line);
  if (shows_step_grid(state)) {
    draw_step_grid_bar(style, place, state);
    return;
  }
  const float middle = std::round(place.region.centre().y - style.px(0.5F));
  float x = place.region.min.x + style.px(place.padding);
  const bool narrow = place.region.width() < style.px(kNarrow);
  // always there: two buttons of the window may say "Pause"
  x = draw_text(window.list(), style.fonts.label, style.colours.muted, x, middle,
                moves_data(state) ? "Particles" : "Sampling") +
      style.px(10.0F);
  const TransportOutcome pressed = draw_transport(style, {.id = "sampling",
                                                          .verb = sampling_verb(state),
                                                          .what = "sampling",
                                                          .key = "Space",
                                                          .step_key = ",",
                                                          .left = x,
                                                          .middle_y = middle,
                                                          .height = place.compact ? 34.0F : 36.0F,
                                                          .go_width = narrow          ? 104.0F
                                                                      : place.compact ? 108.0F
                                                                                      : 116.0F,
                                                          .running = state.sampling});
  if (pressed.reset) state.ask(action::ResetSampling{});
  if (pressed.go) state.ask(action::Sample{!state.sampling});
  if (pressed.step) state.ask(action::StepSampling{});
  x = draw_speed(style, pressed.right + style.px(narrow ? 14.0F : 18.0F), middle, narrow, state);
  x = draw_steps(style, x, middle, narrow, state);
  draw_right_side(style, place, x + style.px(16.0F), middle, state);
}

}  // namespace scorescope
