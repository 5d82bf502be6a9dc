// scorescope probe and floor: exact numbers as CSV on standard output.
#pragma once

#include <string>

#include "app/command/chosen_experiment.h"

namespace scorescope {

struct ProbeArguments {
  ExperimentArguments experiment;
  double sigma = 0.0;
  std::string points;   ///< CSV file; /dev/stdin works
  std::string weights;  ///< safetensors file of a run, or empty
};

/// x,y,log_density,score_x,score_y,denoised_x,denoised_y and with weights learned_x,learned_y, one
/// line per point. Throws UserError.
std::string probe_csv(const ProbeArguments& arguments);

/// sigma,J,floor per level, highest first: J = E|exact score|^2, floor of 1/2 sigma^2 |.|^2. Where
/// J had to be estimated there is a fourth column J_error, its standard error. Throws UserError.
std::string floor_csv(const ExperimentArguments& arguments);

}  // namespace scorescope
