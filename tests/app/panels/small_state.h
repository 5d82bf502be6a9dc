// A program state on the real schema with a small lesson, for tests of panels.
#pragma once

#include <algorithm>
#include <string>
#include <variant>

#include "app/panels/program_state.h"
#include "core/run/choices.h"
#include "tests/app/canned_frames.h"

namespace scorescope {

inline Lesson small_lesson() {
  Lesson lesson;
  lesson.id = "small";
  lesson.title = "A small lesson";
  lesson.layout.half_width = 10.0;
  LessonCard first{"Quiet.", "Strong.", {}, {}};
  first.layout.pair = "learned|exact";
  LessonCard second{"Then.", "More.", {}, {"training.batch=64"}};
  second.layout.pair = "plain|annealed";
  second.layout.follow = true;
  second.layout.layers = std::vector<std::string>{"exact", "particles"};
  lesson.cards = {first, second};
  return lesson;
}

inline ProgramState small_state() {
  ProgramState state;
  state.schema = &schema();
  state.lessons = {small_lesson()};
  adopt_lesson(state, small_lesson());
  return state;
}

inline void show_canned(ProgramState& state, const CannedScene& scene = {}) {
  state.frames = {canned_training_frame(scene.training_step), canned_simulation_frame(scene)};
}

/// How often an action of that type was asked for.
template <class T>
long asked(const ProgramState& state) {
  return std::count_if(state.actions.begin(), state.actions.end(),
                       [](const Action& one) { return std::holds_alternative<T>(one); });
}

}  // namespace scorescope
