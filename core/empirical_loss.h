// What a set's own score leaves of the denoising loss, at any noise level of the same noisy points.
#pragma once

#include <torch/types.h>

#include <cstdint>

namespace scorescope {

/// ||s - target||^2 with s the EmpiricalScore of the centres at clean + sigma noise and target
/// -noise / sigma: the least that denoising score matching can reach on these points. The score
/// points to the softmax mean m of the centres (maths.md section 4.1), so that it is
/// ||m - clean||^2 / sigma^4, and the logits are
///
///   -||clean - centre||^2 / (2 sigma^2) - noise.(clean - centre) / sigma
///
/// up to what all centres share. Both products are taken once and serve every level, where
/// EmpiricalScore takes all pairs anew for each; m asks only for the centres that have a weight.
/// Several times as fast for 40 levels, and keeps 8 n m bytes. A logit is known to 1e-7 of itself:
/// meant for points that were centres, whose own logit is 0. Belongs to one thread.
class EmpiricalLoss {
 public:
  /// centres [m, d] of any float dtype; clean [n, d] and unit normal noise [n, d] float64; all on
  /// one device, shared and not to be written to.
  EmpiricalLoss(torch::Tensor centres, torch::Tensor clean, torch::Tensor noise);

  /// One more block of the centres (for 128 points in 784 dimensions about 50 ms); false, and
  /// nothing done, once all are seen.
  bool prepare();

  /// For the points first ... last, sigma > 0, after prepare() is through: [last - first] float64,
  /// summed over the coordinates and not weighted.
  torch::Tensor at(double sigma, std::int64_t first, std::int64_t last) const;

 private:
  torch::Tensor weighted_mean(const torch::Tensor& weights) const;

  torch::Tensor centres_;      // [m, d]
  torch::Tensor clean_;        // [n, d]
  torch::Tensor noise_;        // [n, d]
  torch::Tensor half_square_;  // [n, m] float32, ||clean - centre||^2 / 2
  torch::Tensor along_noise_;  // [n, m] float32, noise.(clean - centre)
  std::int64_t seen_ = 0;      // centres
};

}  // namespace scorescope
