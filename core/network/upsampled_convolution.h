// A 3x3 convolution of a picture enlarged twofold, without enlarging it.
#pragma once

#include <torch/types.h>

namespace scorescope {

/// conv3x3(nearest_upsample(x)), zeros around it, to rounding. Each of the four pixels that come
/// from one sees 2x2 pixels of x only, with sums of the nine weights: four 2x2 convolutions of x
/// take about half the multiplications.
///
/// x [n, in, h, w] float with channels last in memory, weight [out, in, 3, 3], bias [out]
/// -> [n, out, 2 h, 2 w], channels last. The graph can be asked for gradients once (InternalError
/// for second derivatives).
torch::Tensor upsampled_convolution(const torch::Tensor& x, const torch::Tensor& weight,
                                    const torch::Tensor& bias);

}  // namespace scorescope
