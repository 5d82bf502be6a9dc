// scorescope run: train, sample, measure, and write everything to a folder; or only one figure.
#pragma once

#include <string>

#include "app/command/chosen_experiment.h"
#include "app/command/picture_writer.h"

namespace scorescope {

struct RunArguments {
  ExperimentArguments experiment;
  std::string out;  ///< folder, or the picture's file with `plot`; empty: runs/<lesson>-NN
  bool pictures = true;
  std::string plot;         ///< write only this figure
  std::string features;     ///< see HeadlessOptions
  bool from_start = false;  ///< train a saved state's experiment from step 0, not from its weights
};

/// Returns an ExitStatus. Throws UserError.
int run_command(const RunArguments& arguments, const PictureWriter& pictures);

}  // namespace scorescope
