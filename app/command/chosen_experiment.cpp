// Opening the experiment of a command and applying --set, --seed, --device, --threads.
#include "app/command/chosen_experiment.h"

#include <fmt/format.h>

#include "build_config.h"
#include "core/base/error.h"
#include "core/experiment/lesson_library.h"
#include "core/experiment/spec_json.h"
#include "core/record/state_file.h"
#include "core/run/choices.h"

namespace scorescope {

Lesson choose_experiment(const ExperimentArguments& arguments) {
  Lesson lesson = open_lesson(schema(), assets_directory(), arguments.name);
  ExperimentSpec& spec = lesson.spec;
  for (const auto& assignment : arguments.set) set_option(schema(), spec, assignment);
  find_data_file(spec, {});  // what was set; a run can then be repeated from any folder
  if (arguments.seed) set_value(schema(), spec, "seeds", "main", *arguments.seed);
  if (!arguments.device.empty()) set_value(schema(), spec, "compute", "device", arguments.device);
  if (arguments.threads) set_value(schema(), spec, "compute", "threads", *arguments.threads);
  validate(schema(), spec);
  return lesson;
}

namespace {

/// Of the options given, the first with which a run of `saved` would start again. Where it runs may
/// change.
std::string restarting_option(const ExperimentArguments& arguments, const ExperimentSpec& saved) {
  ExperimentSpec changed = saved;
  for (const auto& assignment : arguments.set) {
    set_option(schema(), changed, assignment);
    changed.compute = saved.compute;
    if (effect_of_change(schema(), saved, changed) == Effect::kRestarts)
      return "--set " + assignment;
  }
  return arguments.seed ? fmt::format("--seed {}", *arguments.seed) : "one of the options";
}

}  // namespace

std::optional<SavedTraining> saved_training(const ExperimentArguments& arguments,
                                            const ExperimentSpec& spec) {
  const Lesson saved = open_lesson(schema(), assets_directory(), arguments.name);
  // A lesson of that name comes first, as in open_lesson; its id is then no path.
  if (saved.id == arguments.name || !is_state_file(arguments.name)) return std::nullopt;
  ExperimentSpec same_place = saved.spec;
  same_place.compute = spec.compute;
  if (same_place.data.kind == spec.data.kind) {  // moved files: restoring finds out if they changed
    for (const char* key : kDataPathKeys) {
      const auto given = spec.data.options.find(key);
      if (given != spec.data.options.end()) same_place.data.options[key] = given->second;
    }
  }
  if (effect_of_change(schema(), same_place, spec) == Effect::kRestarts) {
    throw UserError(fmt::format(
        "{} holds a training in progress, which {} would start again; leave that out, or add "
        "--from-start.",
        arguments.name, restarting_option(arguments, saved.spec)));
  }
  return SavedTraining{arguments.name, read_state_file(arguments.name).step};
}

}  // namespace scorescope
