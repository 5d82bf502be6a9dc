// The nearest training rows of each sample, and the share of samples that are copies.
#pragma once

#include <torch/types.h>

#include <cstdint>

#include "core/metric/estimate.h"

namespace scorescope {

/// On the CPU; -1 and infinity where there were fewer than k rows. A sample that is not finite has
/// -1 and NaN.
struct Nearest {
  torch::Tensor index;     ///< [n, k] int64, of the training rows, nearest first
  torch::Tensor distance;  ///< [n, k] float64, L2
};

/// Looks through the training rows batch by batch, so that a job can be cancelled and the rows need
/// not fit in memory. Costs about 2 n m d operations in float64 in all: 64 samples against 60,000
/// digits about 0.3 s.
class NearestRows {
 public:
  /// samples [n, d], any float type and device; k >= 1 rows are kept for each.
  explicit NearestRows(const torch::Tensor& samples, std::int64_t k = 2);

  /// The next rows [m, d], any float type; they count on from those given before.
  void add(const torch::Tensor& rows);

  /// Of all rows so far.
  Nearest nearest() const;

 private:
  void add_slice(const torch::Tensor& rows);

  torch::Tensor samples_;  // [n, d] float64, cpu
  torch::Tensor square_;   // [n] squared norms
  std::int64_t k_;
  torch::Tensor index_;    // [n, k]
  torch::Tensor squared_;  // [n, k] squared distances
  std::int64_t seen_ = 0;
};

/// Memorised: d1 < ratio d2 (maths.md section 9.2; k = 1/3 in Bonnaire et al. 2025).
inline constexpr double kMemorisedRatio = 1.0 / 3.0;

/// Share of samples with d1 < ratio d2 (so k >= 2) and its binomial error. Training rows must be
/// distinct: a row that is there twice has d1 = d2 and is never found. Samples that are not finite
/// count as not memorised; {0, 0} without samples.
Estimate memorised_share(const Nearest& nearest, double ratio = kMemorisedRatio);

/// The share that fresh samples of a locally uniform law of that (intrinsic) dimension reach:
/// ratio^dimension (maths.md section 9.2).
double memorised_null(double dimension, double ratio = kMemorisedRatio);

}  // namespace scorescope
