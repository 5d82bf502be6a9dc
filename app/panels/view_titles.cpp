#include "app/panels/view_titles.h"

#include "app/panels/sampler_colours.h"
#include "app/panels/view_content.h"
#include "app/plot/number_text.h"

namespace scorescope {
namespace {

const EntryInfo* sampler_entry(const ProgramState& state, int index) {
  if (!state.schema || index >= static_cast<int>(state.draft.samplers.size())) return nullptr;
  for (const EntryInfo& entry : state.schema->samplers) {
    if (entry.id == state.draft.samplers[static_cast<std::size_t>(index)].kind) return &entry;
  }
  return nullptr;
}

std::string sampler_title(const ProgramState& state, int index, bool compact) {
  const CloudFrame* frame = cloud(state, index);
  const EntryInfo* entry = sampler_entry(state, index);
  std::string label = frame && !frame->label.empty() ? frame->label
                      : entry                        ? entry->label
                                                     : "Sampler";
  if (label == "Langevin") label = "Plain Langevin";
  const std::size_t space = label.find(" Langevin");
  if (compact && space != std::string::npos && space > 0) label.resize(space);
  return label;
}

std::string sigma_text(double sigma) { return "σ = " + number_text(sigma); }

void add_sampler_level(const ProgramState& state, int index, ViewTitle& title) {
  const CloudFrame* frame = cloud(state, index);
  const FieldFrame* field =
      state.frames.simulation
          ? state.frames.simulation->fields[static_cast<std::size_t>(index)].get()
          : nullptr;
  if (moves_data(state)) return;
  const bool moving = state.draft.samplers[static_cast<std::size_t>(index)].kind != "langevin";
  title.words = state.view.follow && moving && frame && frame->step > 0 ? "now" : "at";
  if (field) title.number = sigma_text(field->sigma);
}

ViewTitle samplers_title(const Palette& colours, const ProgramState& state, int view,
                         bool compact) {
  ViewTitle title{sampler_title(state, view, compact), "", "",
                  sampler_colours(colours, state, view).mark, true};
  if (view < static_cast<int>(state.draft.samplers.size())) add_sampler_level(state, view, title);
  if (moves_data(state)) {
    const CloudFrame* frame = cloud(state, view);
    if (frame) title.words = frame->update_rule;
  }
  return title;
}

struct Words {
  const char* title;
  const char* sub;  ///< instead of the noise level; empty: the level
  ImU32 colour;
};

Words words_of(const Palette& colours, const ProgramState& state, int view) {
  const bool left = view == 0, error = has(state.view.layers, StageLayer::kError);
  const bool untrained = !has_learned(state);
  const char* learned_sub = untrained ? "not trained yet" : "";
  switch (state.view.pair) {
    case StagePair::kLearnedExact:
      if (left)
        return {"Learned score",
                untrained ? learned_sub
                : error   ? "over its error"
                          : "",
                colours.learned};
      return {"Exact score", error && !untrained ? "over the density" : "", colours.exact};
    case StagePair::kLearnedError:
      if (left) return {"Learned score", learned_sub, colours.learned};
      return {"Error", untrained ? learned_sub : "", colours.learned};
    case StagePair::kRawAveraged:
      return {left ? "Raw weights" : "Averaged weights", learned_sub, colours.learned};
    case StagePair::kRuns:
      return {left ? "Pinned run" : "This run", left ? "" : learned_sub, colours.learned};
    case StagePair::kSamplers:
      break;
  }
  return {"", "", colours.muted};
}

}  // namespace

ViewTitle view_title(const Palette& colours, const ProgramState& state, int view, bool compact) {
  if (state.view.pair == StagePair::kSamplers) {
    return samplers_title(colours, state, view, compact);
  }
  const Words words = words_of(colours, state, view);
  ViewTitle title{words.title, words.sub, "", words.colour, has_learned(state)};
  const auto& frame = state.frames.simulation;
  if (state.view.pair == StagePair::kRuns && view == 0) {
    title.words = frame && frame->pinned_run ? frame->pinned_label : "nothing pinned yet";
    return title;
  }
  if (!title.words.empty() || !frame) return title;
  const FieldFrame* field = frame->fields[static_cast<std::size_t>(view)].get();
  if (!field) return title;
  title.words = "at";
  title.number = sigma_text(field->sigma);
  return title;
}

}  // namespace scorescope
