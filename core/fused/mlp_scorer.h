// A network's scores without gradients: for particles, fields, error pictures and metrics.
#pragma once

#include <cstdint>
#include <memory>

#include "core/fused/mlp_shape.h"

namespace scorescope {

/// Points in the plane and the noise level that the network is told at each.
struct NoisyPlanePoints {
  const float* points = nullptr;  ///< [count, 2] without gaps
  const float* sigma = nullptr;   ///< [count], or one value for all if `one_sigma`; > 0
  std::int64_t count = 0;
  bool one_sigma = false;
};

/// Immutable with its own copy of the weights, so it may be shared between threads.
class MlpScorer {
 public:
  /// `shape` must have kernels (has_fused_mlp) and `parameters` fit it: InternalError otherwise.
  /// Copies about 4 width^2 depth bytes.
  MlpScorer(const MlpShape& shape, const ParameterValues& parameters);
  ~MlpScorer();
  MlpScorer(MlpScorer&&) noexcept;
  MlpScorer& operator=(MlpScorer&&) noexcept;

  const MlpShape& shape() const;

  /// scores [count, 2]; may be `at.points` itself. On the calling thread. A point's score does not
  /// depend on the other points. A NaN comes out as a NaN.
  void score(const NoisyPlanePoints& at, float* scores) const;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace scorescope
