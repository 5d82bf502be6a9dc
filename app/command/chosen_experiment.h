// What every command that takes an experiment shares: a name, and changes to it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/experiment/lesson.h"

namespace scorescope {

struct ExperimentArguments {
  std::string name;              ///< lesson, preset or file
  std::vector<std::string> set;  ///< "section.key=value", in order
  std::optional<std::int64_t> seed;
  std::string device;  ///< empty: as the experiment says
  std::optional<std::int64_t> threads;
};

/// Opens the experiment, applies the changes, and checks the result. Throws UserError.
Lesson choose_experiment(const ExperimentArguments& arguments);

}  // namespace scorescope
