// The components of a mixture laid out for loops over points; plain C++, immutable once made.
#pragma once

#include <vector>

#include "core/base/gaussian_component.h"

namespace scorescope {

/// One entry a component in every column. Weights are positive and sum to 1.
struct ComponentTable {
  std::vector<double> weight;
  std::vector<double> mean_x;
  std::vector<double> mean_y;
  std::vector<double> var_x;
  std::vector<double> cov_xy;
  std::vector<double> var_y;
  std::vector<double> determinant;  ///< of the clean covariance, never negative

  std::size_t size() const { return weight.size(); }
};

/// Variance added to that of the noise, so that point masses and lines have a (huge) finite density
/// at sigma = 0; far below rounding wherever a component has a width.
inline constexpr double kLeastVariance = 1e-24;

/// Divides the weights by their sum. Throws UserError unless at least one weight is positive and
/// all values are finite with weights >= 0 and covariances positive semi-definite.
void normalise_weights(std::vector<GaussianComponent>& components);

/// Leaves out components of no weight.
ComponentTable make_component_table(const std::vector<GaussianComponent>& components);

}  // namespace scorescope
