// Opening the experiment of a command and applying --set, --seed, --device, --threads.
#include "app/command/chosen_experiment.h"

#include "build_config.h"
#include "core/experiment/lesson_library.h"
#include "core/experiment/spec_json.h"
#include "core/run/choices.h"

namespace scorescope {

Lesson choose_experiment(const ExperimentArguments& arguments) {
  Lesson lesson = open_lesson(schema(), assets_directory(), arguments.name);
  ExperimentSpec& spec = lesson.spec;
  for (const auto& assignment : arguments.set) set_option(schema(), spec, assignment);
  if (arguments.seed) set_value(schema(), spec, "seeds", "main", *arguments.seed);
  if (!arguments.device.empty()) set_value(schema(), spec, "compute", "device", arguments.device);
  if (arguments.threads) set_value(schema(), spec, "compute", "threads", *arguments.threads);
  validate(schema(), spec);
  return lesson;
}

}  // namespace scorescope
