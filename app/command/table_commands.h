// scorescope probe, floor and fd: numbers as CSV on standard output.
#pragma once

#include <string>

#include "app/command/chosen_experiment.h"
#include "core/run/picture_comparison.h"

namespace scorescope {

struct ProbeArguments {
  ExperimentArguments experiment;
  double sigma = 0.0;
  std::string points;   ///< CSV file; /dev/stdin works
  std::string weights;  ///< safetensors file of a run, or empty
};

/// x,y,log_density,score_x,score_y,denoised_x,denoised_y and with weights learned_x,learned_y, one
/// line per point; what has no value is an empty cell (see ProbeTable). Throws UserError.
std::string probe_csv(const ProbeArguments& arguments);

/// sigma,J,floor per level, highest first: J = E|exact score|^2, floor of 1/2 sigma^2 |.|^2. Where
/// J had to be estimated there is a fourth column J_error, its standard error. Throws UserError.
std::string floor_csv(const ExperimentArguments& arguments);

/// a,b,features,n_a,n_b,fd,fd_floor,fd_floor_spread,kd,kd_se,kd_floor,kd_floor_spread,kd_n_a,kd_n_b,
/// floor_n_a,floor_n_b and one line (see PictureComparison). Throws UserError.
std::string comparison_csv(const ComparisonOptions& options);

}  // namespace scorescope
