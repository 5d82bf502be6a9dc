// Random tensors from our named streams (never from Torch's global generator).
#pragma once

#include <torch/types.h>

#include <cstdint>

#include "core/base/random_stream.h"

namespace scorescope {

/// Standard normal draws of that shape and dtype (float32 or float64), made on the CPU in row-major
/// order, then moved to `options`' device: the same numbers on every device.
torch::Tensor draw_normal(RandomStream& stream, at::IntArrayRef shape,
                          const torch::TensorOptions& options);

/// Uniform draws on (0, 1).
torch::Tensor draw_uniform(RandomStream& stream, at::IntArrayRef shape,
                           const torch::TensorOptions& options);

/// int64 draws from {0, ..., count - 1}.
torch::Tensor draw_index(RandomStream& stream, std::int64_t size, std::int64_t count,
                         torch::Device device);

}  // namespace scorescope
