#include "core/objective/denoising_loss.h"

#include <torch/types.h>

#include <utility>

namespace scorescope {

FieldInfo normalisation_field() {
  return {.key = "normalisation",
          .label = "Normalisation",
          .help =
              "Whether the squared errors of a point's coordinates are added up and halved, or "
              "averaged. Adam steps as far with either; the numbers differ by the factor d/2.",
          .larger = "Half the sum as in NCSN; the mean as in the poster's code for MNIST.",
          .effect = Effect::kLive,
          .choices = {{"half_sum", "½ sum"}, {"mean", "Mean"}}};
}

Denoising::Denoising(DenoisingOptions options, const ObjectiveContext& context)
    : options_(std::move(options)), dimension_(context.dimension) {
  options_.data_std = context.data_std;
}

ObjectiveValue Denoising::evaluate(const ScoreFunction& score, const Batch& batch,
                                   const ScoreFunction&, RandomStream&) const {
  // sigma s + noise is sigma times the error, of order one at every level: no 1/sigma^2 to overflow
  const torch::Tensor scaled =
      torch::addcmul(batch.noise, score(batch.noisy, batch.sigma), batch.sigma.unsqueeze(1));
  const torch::Tensor squares = scaled.square().sum(1).mul(scale());  // [n]
  const torch::Tensor per_point = options_.times_lambda_over_variance(squares, batch.sigma);
  ObjectiveValue value{per_point.mean(), per_point.detach(), {}};
  value.terms.push_back({"loss", value.loss.detach()});
  return value;
}

std::optional<double> Denoising::denoising_factor(double sigma) const {
  return scale() * options_.at(sigma);
}

std::optional<Regression> Denoising::regression() const {
  return Regression{Regression::Target::kAddedNoise, false,
                    [weighting = options_, scale = scale()](double sigma) {
                      return scale * weighting.at(sigma);
                    }};
}

std::optional<double> Denoising::floor(double sigma, double fisher) const {
  return *denoising_factor(sigma) * (static_cast<double>(dimension_) / (sigma * sigma) - fisher);
}

std::string Denoising::error_formula() const {
  const std::string weight = "λ ‖s(x + σε, σ) + ε/σ‖², λ = " + options_.formula();
  return is_mean() ? weight + ", mean over dimensions" : "½ " + weight + ", summed over dimensions";
}

}  // namespace scorescope
