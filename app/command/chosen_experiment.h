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

/// A saved state to go on from.
struct SavedTraining {
  std::string path;
  std::int64_t step = 0;  ///< training steps done
};

/// The state that arguments.name is, if it is one. Throws UserError if its weights are missing, or
/// if the changes made to it (which gave `spec`) would start the training again; the device and its
/// threads may be others.
std::optional<SavedTraining> saved_training(const ExperimentArguments& arguments,
                                            const ExperimentSpec& spec);

/// Opens the experiment, applies the changes, and checks the result. Throws UserError.
Lesson choose_experiment(const ExperimentArguments& arguments);

}  // namespace scorescope
