// Both distances between two sets of features, and what they are between real pictures.
// Internal to core/run (it shows Torch types).
#pragma once

#include <torch/types.h>

#include <cstdint>
#include <optional>
#include <vector>

#include "core/base/random_stream.h"
#include "core/metric/estimate.h"
#include "core/metric/kernel_distance.h"
#include "core/moments.h"

namespace scorescope {

/// The kernel distance takes at most so many rows of each side: its cost grows with their square.
inline constexpr std::int64_t kKernelRows = 5000;

/// What samples are held against.
struct FeatureSet {
  Moments moments;
  torch::Tensor kernel_rows;  ///< [<= kKernelRows, k]: evenly spread over the set

  std::int64_t count() const { return moments.count; }
};

/// features [n, k].
FeatureSet make_feature_set(const torch::Tensor& features);

/// n of `rows` evenly spread over them; all if there are no more.
torch::Tensor evenly_spread(const torch::Tensor& rows, std::int64_t n);

/// Both distances of samples to a set, in slices: first the Frechet distance, then the kernel's.
class FeatureDistance {
 public:
  /// samples [n, k]; `set` is copied (its tensors are shared).
  FeatureDistance(const torch::Tensor& samples, const FeatureSet& set);

  /// Some 10 ms; false once both are known.
  bool advance();

  double frechet() const { return frechet_; }  ///< NaN for fewer than two rows on a side
  Estimate kernel() const { return kernel_; }  ///< NaN for fewer than three
  std::int64_t kernel_samples() const { return rows_.size(0); }
  double progress() const { return kernel_left_ ? kernel_left_->progress() : 1.0; }

 private:
  double frechet_;
  Estimate kernel_;
  torch::Tensor rows_;
  std::optional<KernelDistance> kernel_left_;
};

/// Mean of some draws, and the standard deviation of one.
struct FloorValue {
  double mean, spread;
};

/// What both distances are for real pictures at the same counts, measured: draws without
/// replacement from a pool, against a set or against others of the pool.
class FeatureFloor {
 public:
  static constexpr std::int64_t kDraws = 5;

  /// pool [p, k]; each draw is of n of its rows, or all if it has no more.
  FeatureFloor(torch::Tensor pool, FeatureSet against, std::int64_t n, RandomStream stream);

  /// Each draw is of n and `other_n` rows of the pool that have no picture in common; both shrink
  /// in proportion where the pool has too few.
  FeatureFloor(torch::Tensor pool, std::int64_t n, std::int64_t other_n, RandomStream stream);

  /// Some 10 ms; false once all draws are measured.
  bool advance();

  double progress() const;
  /// Of the draws so far; NaN before the first. The spread is NaN where each was of the whole pool.
  FloorValue frechet() const;
  FloorValue kernel() const;
  std::int64_t n() const { return n_; }
  std::int64_t other_n() const { return against_ ? against_->count() : other_n_; }

 private:
  void begin_draw();
  FloorValue of(const std::vector<double>& draws) const;

  torch::Tensor pool_;
  std::optional<FeatureSet> against_;
  std::int64_t n_;
  std::int64_t other_n_ = 0;
  RandomStream stream_;
  std::optional<FeatureDistance> draw_;
  std::vector<double> frechet_, kernel_;
};

}  // namespace scorescope
