// The exact score of a set of points (in the plane, or pictures) under Gaussian noise.
#pragma once

#include <torch/types.h>

#include <cstdint>

#include "core/score_function.h"

namespace scorescope {

/// Of pictures from -1 to 1: below it EmpiricalScore is too coarse in float32.
constexpr double kLeastSigmaInFloat = 0.1;

/// grad log of (1/m) sum_j N(x; centre_j, sigma^2 I): (sum_j w_j centre_j - x) / sigma^2 with w the
/// softmax of -||x - centre_j||^2 / (2 sigma^2) (arXiv 2601.19285 section 2; maths.md section 4.1).
/// All pairs, block by block: beside points and scores, temporaries of a few times 16 MiB whatever
/// n and m are (under autograd all blocks' are kept). Of a data set it is the least loss that
/// denoising score matching can reach there, and it generates nothing but the data.
///
/// Computed in the points' dtype about the centres' mean. In float32 a squared distance is known to
/// about 1e-7 of the squared norms: too coarse for pictures below kLeastSigmaInFloat, give float64
/// points there. Immutable, any thread.
class EmpiricalScore {
 public:
  /// centres [m, d], m >= 1, of any float dtype; shared, not copied, and not to be written to.
  explicit EmpiricalScore(torch::Tensor centres);

  /// points [n, d], sigma [n] or [1], > 0 -> [n, d], of the points' dtype and device,
  /// differentiable. In the plane and without a graph: plain loops, some ten times faster.
  torch::Tensor score(const torch::Tensor& points, const torch::Tensor& sigma) const;
  ScoreFunction score_function() const;

  const torch::Tensor& centres() const { return centres_; }
  /// Numbers of centres and coordinates.
  std::int64_t size() const { return centres_.size(0); }
  std::int64_t dimension() const { return centres_.size(1); }

 private:
  torch::Tensor score_by_torch(const torch::Tensor& points, const torch::Tensor& sigma) const;

  torch::Tensor centres_;      // [m, d]
  torch::Tensor middle_;       // [d] float64, mean of the centres
  torch::Tensor half_square_;  // [m] float64, ||centre - middle||^2 / 2
};

/// The same for centres used once.
torch::Tensor empirical_score(const torch::Tensor& points, const torch::Tensor& sigma,
                              const torch::Tensor& centres);

}  // namespace scorescope
