// How far two sets of features are apart, without assuming a shape of their laws and without bias.
#pragma once

#include <torch/types.h>

#include <cstdint>

#include "core/metric/estimate.h"

namespace scorescope {

/// The unbiased estimate of the squared maximum mean discrepancy under the cubic kernel
/// k(x, y) = (x.y / d + 1)^3 (Binkowski et al., arXiv 1801.01401, "KID"; Gretton et al. 2012,
/// lemma 6):
///   sum_{i != j} k(x_i, x_j) / (n (n - 1)) + the same for y - 2 sum_ij k(x_i, y_j) / (n m).
/// Mean 0 for two samples of one law, so it is negative half of the time there. Its error is the
/// delete-one jackknife of both samples, exact and without random subsets; for equal laws, where
/// the estimate is degenerate, the jackknife claims about sqrt(2) too much, never too little.
///
/// The kernel sums are made in slices, so that a job can stop between two.
class KernelDistance {
 public:
  /// x [n, d], y [m, d], n, m >= 3, any float type; copied to float64 on the CPU.
  KernelDistance(const torch::Tensor& x, const torch::Tensor& y);

  /// Adds some 2^20 pairs (a few ms); false once nothing is left.
  bool advance();

  /// Done so far, 0 to 1.
  double progress() const;

  /// InternalError before advance() has returned false. NaN where a feature is not finite.
  Estimate result() const;

 private:
  torch::Tensor x_, y_;     // [n, d], [m, d]
  torch::Tensor within_x_;  // [n], sum_{j != i} k(x_i, x_j)
  torch::Tensor within_y_;  // [m]
  torch::Tensor across_x_;  // [n], sum_j k(x_i, y_j)
  torch::Tensor across_y_;  // [m], sum_i k(x_i, y_j)
  std::int64_t done_ = 0;   // rows of x, then of y
};

/// All slices at once.
Estimate kernel_distance(const torch::Tensor& x, const torch::Tensor& y);

}  // namespace scorescope
