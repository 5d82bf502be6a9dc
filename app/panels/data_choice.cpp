#include "app/panels/data_choice.h"

#include <utility>

namespace scorescope {

ExperimentSpec with_data(const ProgramState& state, Choice data) {
  ExperimentSpec next = state.draft;
  next.data = std::move(data);
  const bool had = has_pictures(*state.schema, state.draft);
  const bool has = has_pictures(*state.schema, next);
  if (had == has) return next;
  ExperimentSpec base = has ? picture_defaults() : ExperimentSpec{};
  if (has_pictures(*state.schema, state.lesson_spec) == has) base = state.lesson_spec;
  base.data = std::move(next.data);
  base.seeds = state.draft.seeds;
  base.compute = state.draft.compute;
  return base;
}

}  // namespace scorescope
