#include "core/objective/denoising_loss.h"

#include <torch/types.h>

namespace scorescope {

ObjectiveValue denoising_loss(const ScoreFunction& score, const Batch& batch,
                              const Weighting& weighting) {
  // sigma s + noise is sigma times the error, of order one at every level: no 1/sigma^2 to overflow
  const torch::Tensor scaled =
      torch::addcmul(batch.noise, score(batch.noisy, batch.sigma), batch.sigma.unsqueeze(1));
  const torch::Tensor half_squares = scaled.square().sum(1).mul(0.5);  // [n]
  const torch::Tensor per_point = times_power(half_squares, batch.sigma, weighting.power() - 2.0);
  ObjectiveValue value{per_point.mean(), per_point.detach(), {}};
  value.terms.push_back({"loss", value.loss.detach()});
  return value;
}

double denoising_floor(const Weighting& weighting, double sigma, double fisher) {
  return 0.5 * weighting.at(sigma) * (2.0 / (sigma * sigma) - fisher);
}

std::string denoising_formula(const Weighting& weighting) {
  return "½ λ ‖s(x + σε, σ) + ε/σ‖², λ = " + weighting.formula();
}

}  // namespace scorescope
