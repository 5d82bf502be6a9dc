// The exact score of a cloud of points under Gaussian noise.
#pragma once

#include <torch/types.h>

namespace scorescope {

/// grad log of (1/m) sum_j N(x; centre_j, sigma^2 I) at points [n, 2], sigma [n] > 0, centres [m,
/// 2]
/// -> [n, 2]: (sum_j w_j centre_j - x) / sigma^2 with w the softmax of -||x - centre_j||^2 / (2
/// sigma^2) (arXiv 2601.19285 section 2; maths.md section 4.1). All pairs, in chunks of at most a
/// few million.
torch::Tensor empirical_score(const torch::Tensor& points, const torch::Tensor& sigma,
                              const torch::Tensor& centres);

}  // namespace scorescope
