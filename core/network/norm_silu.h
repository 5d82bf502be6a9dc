// SiLU(group norm + shift), the tail of a U-Net's block, as one step of a graph where that is
// enough.
#pragma once

#include <torch/types.h>

#include "core/network/layers.h"

namespace scorescope {

/// How often the result may be asked for gradients.
enum class Gradients {
  kOnce,      ///< once: lets the fast kernels work
  kAnyTimes,  ///< the plain graph
};

/// x [n, channels, h, w], shift [n, channels] or undefined -> [n, channels, h, w]. With kOnce, on
/// the CPU in float32 and with channels last in memory (16, 32, ... channels), one node with our
/// own kernels (core/fused/norm_silu.h); asking it for a second derivative is an InternalError.
/// Without a graph the result may be written over x.
torch::Tensor norm_silu(const torch::Tensor& x, const GroupNorm& norm, const torch::Tensor& shift,
                        Gradients gradients);

}  // namespace scorescope
