// Training batches of a noised mixture in the plane: the one function that draws them, whichever
// engine computes the step. Any thread.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/base/gaussian_component.h"
#include "core/base/random_stream.h"

namespace scorescope {

/// Where a batch is written.
struct PlaneBatch {
  std::int64_t count = 0;
  float* clean = nullptr;         ///< [count, 2]
  std::int64_t* level = nullptr;  ///< [count] index into the ladder
  float* sigma = nullptr;         ///< [count]
  float* noise = nullptr;         ///< [count, 2] unit normal
  float* noisy = nullptr;         ///< [count, 2] = clean + sigma noise, or clean
};

/// Immutable. Draws depend on seed, position and count only: not on threads or instruction set.
class BatchSampler {
 public:
  /// `components`: as Mixture::components(), weights summing to 1. `sigmas`: the ladder.
  /// `used`: the indices into it that points are drawn at; none: clean points, whose level is the
  /// last and whose noise is drawn but not added.
  BatchSampler(std::span<const GaussianComponent> components, std::span<const double> sigmas,
               std::span<const std::int64_t> used);

  /// Clean points come from `data`, levels and noise from `batches`.
  void draw(RandomStream& data, RandomStream& batches, const PlaneBatch& into) const;

 private:
  struct Component {
    double mean_x, mean_y, std_x, slope, rest;
  };

  void draw_clean(RandomStream& data, std::int64_t count, float* clean) const;

  std::vector<Component> components_;
  std::vector<double> below_;           // cumulative weights
  std::vector<std::int32_t> first_at_;  // for u = i / 1024: where to start looking in `below_`
  std::vector<float> sigmas_;
  std::vector<std::int64_t> used_;
};

}  // namespace scorescope
