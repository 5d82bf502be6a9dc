// Which mode each particle is in, what share each mode holds, how wide the cloud is inside the
// modes, and how often particles change sides.
#pragma once

#include <torch/types.h>

#include <array>
#include <cstdint>
#include <vector>

#include "core/metric/estimate.h"

namespace scorescope {

using ModeCentres = std::vector<std::array<double, 2>>;

/// Index of the nearest centre for each of points [n, 2]; ties go to the first. Empty for no
/// points; InternalError for no centres. A point that is not finite gets -1 and belongs to no mode.
std::vector<std::int32_t> nearest_modes(const torch::Tensor& points, const ModeCentres& centres);

/// Share of each mode with its binomial standard error sqrt(p (1 - p) / n).
std::vector<Estimate> mode_shares(const std::vector<std::int32_t>& modes, std::size_t mode_count);

/// Standard deviation of a coordinate within the modes: deviations from each mode's own sample
/// mean, pooled over modes and both coordinates, sqrt(sum / (2 n)). The error is that of a normal
/// sample, width / sqrt(4 n). {0, 0} without points.
Estimate width_within_modes(const torch::Tensor& points, const std::vector<std::int32_t>& modes,
                            std::size_t mode_count);

/// Particles whose mode differs between two moments of the same cloud; those in no mode do not
/// count.
std::int64_t count_crossings(const std::vector<std::int32_t>& before,
                             const std::vector<std::int32_t>& after);

}  // namespace scorescope
