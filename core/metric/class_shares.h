// What a classifier sees in a set of samples: how many of each class, how even, how many of none.
#pragma once

#include <torch/types.h>

#include <cstdint>
#include <vector>

#include "core/metric/estimate.h"

namespace scorescope {

struct ClassShares {
  std::vector<Estimate> shares;  ///< of all samples, per class, binomial errors; with unknown: 1
  Estimate unknown;              ///< largest probability below the threshold, or not finite
  /// -sum p ln p of the classes among the known samples, in nats: ln(classes) if all are equally
  /// frequent, 0 if there is one only. NaN if none is known.
  double entropy = 0.0;
};

/// Below this largest probability a sample is of no known class. It finds strange shapes but is
/// blind to noise (maths.md section 9.4).
inline constexpr double kKnownProbability = 0.8;

/// Of each row of probabilities [n, classes], n >= 1: the class with the largest one, or -1 for
/// unknown.
std::vector<std::int32_t> classes_of(const torch::Tensor& probabilities,
                                     double threshold = kKnownProbability);

ClassShares class_shares(const torch::Tensor& probabilities, double threshold = kKnownProbability);

}  // namespace scorescope
