// Mean and covariance of rows that come in batches.
#pragma once

#include <torch/types.h>

#include <cstdint>

namespace scorescope {

/// Of `count` rows, in float64 on the CPU.
struct Moments {
  std::int64_t count = 0;
  torch::Tensor mean;     ///< [k]
  torch::Tensor scatter;  ///< [k, k], sum of (row - mean)(row - mean)'

  /// scatter / (count - 1), the unbiased estimate of a law's covariance; count > 1.
  torch::Tensor sample_covariance() const;
  /// scatter / count, the covariance of the rows themselves as a law; count > 0.
  torch::Tensor covariance() const;
};

/// Adds up batch by batch, so that a long job can stop between two; batches are merged by Chan,
/// Golub & LeVeque 1979, which keeps its digits far from 0. The order of batches changes the
/// result in rounding only.
class MomentSum {
 public:
  /// For rows of `size` numbers.
  explicit MomentSum(std::int64_t size);

  /// rows [n, size] of any float type and device, n >= 0. Costs n size^2 multiplications.
  void add(const torch::Tensor& rows);

  std::int64_t count() const { return moments_.count; }
  const Moments& moments() const { return moments_; }

 private:
  Moments moments_;
};

/// Moments of rows [n, k], added in slices whose float64 copies stay below 32 MiB.
Moments moments_of(const torch::Tensor& rows);

}  // namespace scorescope
