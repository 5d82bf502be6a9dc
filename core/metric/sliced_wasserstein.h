// Sliced Wasserstein distance between two point sets.
#pragma once

#include <torch/types.h>

#include <cstdint>

#include "core/base/random_stream.h"

namespace scorescope {

/// Unit vectors [count, 2] float64 on the CPU, angles uniform and stratified on a half circle (a
/// direction and its opposite give the same distance). Draw once and keep, so that a curve of
/// distances does not jitter.
torch::Tensor slicing_directions(std::int64_t count, RandomStream& stream);

/// sqrt of the mean over `directions` of the squared 1-D 2-Wasserstein distance between the
/// projected sets (Bonneel et al., Sliced and Radon Wasserstein barycenters, 2015), in units of
/// length. a [n, 2] and b [m, 2] float64, equal or unequal sizes (quantile functions are compared
/// exactly). Two fresh samples of one law are not at 0: measure that floor with two fresh sets of
/// the same sizes.
double sliced_wasserstein(const torch::Tensor& a, const torch::Tensor& b,
                          const torch::Tensor& directions);

}  // namespace scorescope
