// The one interface that objectives, samplers and metrics share: a score, learned or exact.
#pragma once

#include <torch/types.h>

#include <functional>

namespace scorescope {

/// The score grad_x log q_sigma(x) at noisy points.
/// points [n, d], sigma [n] (noise standard deviation, > 0, or 0 where the density itself is
/// smooth)
/// -> scores [n, d], of the points' dtype and device, differentiable with respect to the points.
using ScoreFunction =
    std::function<torch::Tensor(const torch::Tensor& points, const torch::Tensor& sigma)>;

}  // namespace scorescope
