#include "app/panels/view_titles.h"

#include <algorithm>
#include <cctype>
#include <string_view>
#include <variant>

#include "app/panels/sampler_colours.h"
#include "app/panels/view_content.h"
#include "app/plot/number_text.h"
#include "core/experiment/spec_json.h"

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

/// If the network saw one level only, at which, beside the one that is shown.
void add_trained_level(const ProgramState& state, const FieldFrame& field, ViewTitle& title) {
  const auto level = trained_level(state);
  if (!level) return;
  const double sigma = shown_levels(state)[static_cast<std::size_t>(*level)];
  title.words = field.level == *level ? "trained and shown at"
                                      : "trained at " + short_number_text(sigma) + ", shown at";
}

struct Words {
  std::string title;
  std::string sub;  ///< instead of the noise level; empty: the level
  ImU32 colour;
};

Words exact_words(const Palette& colours, const ProgramState& state, const char* sub) {
  const std::string reference = reference_name(state);
  return {reference.empty() ? "Exact score" : "Score of the " + reference, sub, colours.exact};
}

Words error_words(const Palette& colours, const ProgramState& state, const char* sub) {
  const std::string reference = reference_name(state);
  return {reference.empty() ? "Error" : "Error against " + reference, sub, colours.learned};
}

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
      return exact_words(colours, state, error && !untrained ? "over the density" : "");
    case StagePair::kLearnedError:
      if (left) return {"Learned score", learned_sub, colours.learned};
      return error_words(colours, state, learned_sub);
    case StagePair::kRawAveraged:
      return {left ? "Raw weights" : "Averaged weights", learned_sub, colours.learned};
    case StagePair::kRuns:
      return {left ? "Pinned run" : "This run", left ? "" : learned_sub, colours.learned};
    case StagePair::kPlane:
      if (left) return {"Learned score", learned_sub, colours.learned};
      return {"Score of the training set", "", colours.exact};
    case StagePair::kSamplers:
    case StagePair::kSingle:
    case StagePair::kStepGrid:
      break;
  }
  return {"", "", colours.muted};
}

/// "Learned score" to "Learned", "Raw weights" to "Raw", "Score of the true ring" to "True ring".
std::string without_noun(const std::string& title) {
  constexpr std::string_view kBefore = "Score of the ";
  if (title.starts_with(kBefore)) {
    std::string name = title.substr(kBefore.size());
    name.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(name.front())));
    return name;
  }
  const std::size_t space = title.find(' ');
  const bool noun = title.ends_with(" score") || title.ends_with(" weights");
  return noun ? title.substr(0, space) : std::string();
}

}  // namespace

std::string reference_name(const ProgramState& state) {
  const auto& frame = state.frames.simulation;
  const ExperimentSpec& spec = frame && frame->spec ? *frame->spec : state.draft;
  const FieldList& fields = section_fields(*state.schema, spec, "data");
  const FieldInfo* field = find_field(fields, "reference");
  if (field == nullptr) return {};
  const Value chosen = value_or_default(fields, spec.data.options, field->key);
  if (chosen == field->initial) return {};
  const auto& id = std::get<std::string>(chosen);
  std::string name = std::ranges::find(field->choices, id, &FieldChoice::id)->label;
  name.front() = static_cast<char>(std::tolower(static_cast<unsigned char>(name.front())));
  return name;
}

std::optional<int> trained_level(const ProgramState& state) {
  const Choice& objective = state.draft.objective;
  const auto& levels = shown_levels(state);
  if (objective.kind != "denoising_one_level" || levels.empty() || !state.schema) return {};
  const FieldList& fields = section_fields(*state.schema, state.draft, "objective");
  if (find_field(fields, "level") == nullptr) return {};
  const Value value = value_or_default(fields, objective.options, "level");
  const auto level = std::get<std::int64_t>(value);
  const auto last = static_cast<std::int64_t>(levels.size()) - 1;
  return static_cast<int>(level < 0 ? last : std::min(level, last));
}

ViewTitle view_title(const Palette& colours, const ProgramState& state, int view, bool compact) {
  if (state.view.pair == StagePair::kSamplers) {
    return samplers_title(colours, state, view, compact);
  }
  const Words words = words_of(colours, state, view);
  ViewTitle title{words.title,  words.sub,          "",
                  words.colour, has_learned(state), without_noun(words.title)};
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
  if (words.colour == colours.learned && view == 0) add_trained_level(state, *field, title);
  return title;
}

}  // namespace scorescope
