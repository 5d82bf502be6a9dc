#include "app/panels/step_grid_bar.h"

#include <fmt/format.h>

#include <cmath>
#include <string>
#include <vector>

#include "app/panels/panel_window.h"
#include "app/panels/step_grid.h"
#include "app/plot/number_text.h"
#include "app/widgets/cards.h"
#include "app/widgets/controls.h"
#include "app/widgets/text.h"

namespace scorescope {
namespace {

/// What a press will make, the fullest first.
std::vector<std::string> plan_wordings(const ProgramState& state) {
  const StepGridShape shape = drafted_step_grid(state);
  const std::string weights =
      state.draft.sampling.weights == "raw" ? "raw weights" : "averaged weights";
  const std::string steps = count_text(step_grid_cost(state));
  const std::string cells = fmt::format("{} × {} cells of {}", shape.steps_per_level.size(),
                                        shape.epsilon.size(), shape.samples);
  return {fmt::format("{}, {} steps, {}", cells, steps, weights),
          fmt::format("{}, {} steps", cells, steps), steps + " steps"};
}

void draw_plan(const Style& style, float left, float right, float middle,
               const ProgramState& state) {
  for (const std::string& words : plan_wordings(state)) {
    if (right - text_width(style.fonts.label, words) < left) continue;
    draw_text_right(ImGui::GetWindowDrawList(), style.fonts.label, style.colours.muted, right,
                    middle, words);
    return;
  }
}

void draw_progress(const Style& style, float left, float right, float middle,
                   const StepGridFrame& grid) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  const float x =
      draw_runs(
          style, list, left, middle,
          std::vector<TextRun>{
              {style.fonts.label, style.colours.muted, "Step", 0.0F},
              {style.fonts.mono_medium, style.colours.text, count_text(grid.done), 5.0F},
              {style.fonts.label, style.colours.muted, "of " + count_text(grid.total), 5.0F}}) +
      style.px(18.0F);
  const std::vector<TextRun> rest{
      {style.fonts.mono_medium, style.colours.text, duration_text(grid.seconds_left), 0.0F},
      {style.fonts.label, style.colours.muted, "left", 5.0F}};
  const float end = right - runs_width(style, rest);
  draw_runs(style, list, end, middle, rest);
  const float room = end - style.px(18.0F) - x;
  if (room < style.px(60.0F)) return;
  const float share =
      grid.total > 0 ? static_cast<float>(grid.done) / static_cast<float>(grid.total) : 0.0F;
  progress_bar(style, list, {x, std::round(middle - style.px(3.0F))}, {room, style.px(6.0F)}, share,
               style.colours.annealed);
}

}  // namespace

void press_step_grid(ProgramState& state) {
  if (is_making_step_grid(state)) {
    state.ask(action::CancelJob{});
  } else {
    state.ask(action::MakeStepGrid{});
  }
}

void draw_step_grid_progress(const Style& style, float left, float right, float middle,
                             const ProgramState& state) {
  if (is_making_step_grid(state)) {
    draw_progress(style, left, right, middle, *step_grid(state));
  } else {
    draw_plan(style, left, right, middle, state);
  }
}

void draw_step_grid_bar(const Style& style, const SamplingBarPlace& place, ProgramState& state) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  const float middle = std::round(place.region.centre().y - style.px(0.5F));
  const float right = place.region.max.x - style.px(place.padding);
  const float height = place.compact ? 34.0F : 36.0F, width = 132.0F;
  float x = draw_text(list, style.fonts.label, style.colours.muted,
                      place.region.min.x + style.px(place.padding), middle, "Grid") +
            style.px(10.0F);
  const bool running = is_making_step_grid(state);
  place_at(x, middle - style.px(height) * 0.5F);
  const std::string label = std::string(running ? "Cancel" : sampling_verb(state)) + "##grid";
  if (transport_button(style, {.label = label.c_str(),
                               .icon = running ? Icon::kClose : Icon::kPlay,
                               .call_to_action = false,
                               .enabled = state.frames.simulation != nullptr,
                               .width = width,
                               .height = height})) {
    press_step_grid(state);
  }
  simple_tooltip(style, running ? "Cancel" : sampling_verb(state),
                 running ? "Stops within a step and keeps the cells that are finished."
                         : "Runs annealed Langevin once for each T and ε with the weights as they "
                           "are now, while training goes on.",
                 "Space");
  draw_step_grid_progress(style, x + style.px(width + 18.0F), right, middle, state);
}

}  // namespace scorescope
