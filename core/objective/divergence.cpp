#include "core/objective/divergence.h"

#include <torch/autograd.h>
#include <torch/types.h>

#include "core/base/error.h"

namespace scorescope {

TracedScore traced_score(const ScoreFunction& score, const torch::Tensor& points,
                         const torch::Tensor& sigma) {
  const bool trains = torch::GradMode::is_enabled();
  const torch::AutoGradMode with_graph(true);
  const torch::Tensor leaf = points.detach().requires_grad_(true);
  TracedScore traced{leaf, score(leaf, sigma), trains};
  check(traced.score.requires_grad(), "a score's divergence needs a score that records its graph");
  return traced;
}

torch::Tensor TracedScore::times_jacobian(const torch::Tensor& vectors) const {
  const torch::AutoGradMode with_graph(trains);
  return torch::autograd::grad({score}, {points}, {vectors}, /*retain_graph=*/true,
                               /*create_graph=*/trains)
      .front();
}

torch::Tensor TracedScore::trace() const {
  torch::Tensor sum;
  for (std::int64_t i = 0; i < points.size(1); ++i) {
    torch::Tensor axis = torch::zeros_like(score);  // [n, d] unit vector i in each row
    axis.select(1, i).fill_(1.0);
    const torch::Tensor row = times_jacobian(axis).select(1, i);
    sum = i == 0 ? row : sum + row;
  }
  return sum;
}

}  // namespace scorescope
