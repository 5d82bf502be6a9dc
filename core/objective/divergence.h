// Derivatives of a score at points, by vector-Jacobian products, themselves differentiable in the
// parameters.
#pragma once

#include <torch/types.h>

#include "core/score_function.h"

namespace scorescope {

/// A score evaluated so that its Jacobian at the points can be asked for.
struct TracedScore {
  torch::Tensor points;  // [n, d] leaf that requires grad
  torch::Tensor score;   // [n, d]
  bool trains = true;    // whether derivatives get a graph of their own (grad mode of the caller)

  /// v' (grad s) at each point [n, d]. The score must depend on the points through a graph.
  torch::Tensor times_jacobian(const torch::Tensor& vectors) const;
  /// tr(grad s) at each point [n], exact: d vector-Jacobian products.
  torch::Tensor trace() const;
};

/// Works with grad mode off too (the derivatives then have no graph).
TracedScore traced_score(const ScoreFunction& score, const torch::Tensor& points,
                         const torch::Tensor& sigma);

}  // namespace scorescope
