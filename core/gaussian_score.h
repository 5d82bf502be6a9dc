// The best score that is linear in the points: that of a Gaussian with the data's mean and
// covariance. An upper reference for what a network must beat. Immutable, any thread.
#pragma once

#include <torch/types.h>

#include "core/moments.h"
#include "core/score_function.h"

namespace scorescope {

/// score(x, sigma) = -(C + sigma^2 I)^-1 (x - m) by C's eigenvectors (maths.md sections 2 and 7.1;
/// Wang & Vastola, arXiv 2412.09726). Computed in float64.
class GaussianScore {
 public:
  /// mean [d], covariance [d, d] symmetric; eigenvalues below 0 (rounding) count as 0. Costs one
  /// eigendecomposition: about 0.2 s for d = 784.
  GaussianScore(const torch::Tensor& mean, const torch::Tensor& covariance);

  /// With the rows' own covariance (division by their count): then denoising_loss is that of the
  /// rows as a law.
  explicit GaussianScore(const Moments& moments)
      : GaussianScore(moments.mean, moments.covariance()) {}

  /// points [n, d], sigma [n] or [1], > 0 (or 0 where C has full rank) -> [n, d], of the points'
  /// dtype and device, differentiable any number of times.
  torch::Tensor score(const torch::Tensor& points, const torch::Tensor& sigma) const;
  ScoreFunction score_function() const;

  /// E||score - target||^2 under noise sigma > 0, summed over the coordinates and not weighted:
  /// sum_i lambda_i / (sigma^2 (lambda_i + sigma^2)). Exact for *any* data of this mean and
  /// covariance, Gaussian or not, and the least that a score linear in x can reach: Wiener's
  /// filter leaves the mean squared error sum_i sigma^2 lambda_i / (lambda_i + sigma^2), and the
  /// loss is that over sigma^4 (maths.md section 1, identity 3).
  double denoising_loss(double sigma) const;

  /// [d], rising, >= 0.
  const torch::Tensor& eigenvalues() const { return eigenvalues_; }

 private:
  torch::Tensor mean_;          // [d]
  torch::Tensor eigenvalues_;   // [d]
  torch::Tensor eigenvectors_;  // [d, d], columns
};

}  // namespace scorescope
