// A 2-D Gaussian mixture with everything exact about it at any noise level.
#pragma once

#include <torch/types.h>

#include <array>
#include <cstdint>
#include <vector>

#include "core/base/gaussian_component.h"
#include "core/base/random_stream.h"
#include "core/distribution/component_table.h"
#include "core/score_function.h"

namespace scorescope {

/// After noise sigma each component's covariance is its own plus sigma^2 I, so density, score and
/// denoiser stay closed forms (maths.md section 2). Log-sum-exp throughout: finite at 1e4 standard
/// deviations. Points [n, 2] may be float32 or float64 on any device; sigma (>= 0) is [n] or [1];
/// results have the points' dtype and device and are computed in float64. Points on the CPU that
/// need no gradient go through plain loops, all others through Torch, differentiable any number of
/// times. Where nothing has a width (point masses at sigma = 0) density and score are huge but
/// finite. Immutable, so it may be shared between threads.
class Mixture {
 public:
  /// Weights are normalised. Throws UserError unless at least one weight is positive and all values
  /// are finite with weights >= 0 and covariances positive semi-definite.
  explicit Mixture(std::vector<GaussianComponent> components);

  const std::vector<GaussianComponent>& components() const { return components_; }

  /// Clean points [n, 2] in float64 on the CPU.
  torch::Tensor sample(std::int64_t n, RandomStream& stream) const;

  /// log q_sigma [n].
  torch::Tensor log_density(const torch::Tensor& points, const torch::Tensor& sigma) const;

  /// grad log q_sigma [n, 2]: sum_k r_k(x) (Sigma_k + sigma^2 I)^-1 (mu_k - x).
  torch::Tensor score(const torch::Tensor& points, const torch::Tensor& sigma) const;

  /// E[x0 | x] = x + sigma^2 score (Tweedie) [n, 2].
  torch::Tensor denoised(const torch::Tensor& points, const torch::Tensor& sigma) const;

  /// d score_i / d x_j [n, 2, 2], symmetric.
  torch::Tensor score_jacobian(const torch::Tensor& points, const torch::Tensor& sigma) const;

  /// Mean (x, y) and covariance (xx, xy, yy) of the clean mixture.
  std::array<double, 2> mean() const;
  std::array<double, 3> covariance() const;

  /// Half width of a square about the origin that holds 99 % of the clean mass, at least 1e-3 (the
  /// coordinates inside a component are taken as independent). About 4 us a component.
  double extent() const;

  /// score() as a ScoreFunction; holds its own copy of the mixture's tensors.
  ScoreFunction score_function() const;

 private:
  std::vector<GaussianComponent> components_;  // with normalised weights
  ComponentTable table_;                       // for loops on the CPU
  torch::Tensor rows_;  // [k, 6] float64, cpu: for Torch (other devices, autograd)
};

}  // namespace scorescope
