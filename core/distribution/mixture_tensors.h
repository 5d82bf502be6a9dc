// Log density, score and Jacobian of a noised mixture by Torch operations: for other devices than
// the CPU, and where a gradient is wanted.
#pragma once

#include <torch/types.h>

#include "core/distribution/component_table.h"

namespace scorescope {

/// [k, 6] float64 on the CPU: log weight, mean (x, y), covariance (xx, xy, yy).
torch::Tensor component_rows(const ComponentTable& table);

enum class MixtureQuantity { kLogDensity, kScore, kJacobian };

/// `rows` as above, on the points' device; points [n, 2] and variance [n] float64 (sigma squared).
/// Gives [n], [n, 2] or [n, 2, 2]. Works in pieces of about 8 MiB a temporary; under autograd all
/// pieces' temporaries are kept. Formulas: maths.md section 2.
torch::Tensor evaluate_mixture(MixtureQuantity quantity, const torch::Tensor& rows,
                               const torch::Tensor& points, const torch::Tensor& variance);

}  // namespace scorescope
