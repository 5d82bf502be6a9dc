#include "core/objective/weighting.h"

#include <fmt/format.h>

#include <cmath>

namespace scorescope {
namespace {

/// `values` times sigma^power; power 0 and 1 cost nothing extra.
torch::Tensor times_power(const torch::Tensor& values, const torch::Tensor& sigma, double power) {
  if (power == 0.0) return values;
  return values * (power == 1.0 ? sigma : sigma.pow(power));
}

}  // namespace

double Weighting::power() const {
  if (weighting == "one") return 0.0;
  if (weighting == "sigma") return 1.0;
  return weighting == "sigma2" ? 2.0 : exponent;
}

double Weighting::at(double sigma) const {
  if (!is_edm()) return std::pow(sigma, power());
  const double variance = data_std * data_std;
  return sigma * sigma * (sigma * sigma + variance) / variance;
}

torch::Tensor Weighting::times_lambda(const torch::Tensor& values,
                                      const torch::Tensor& sigma) const {
  if (!is_edm()) return times_power(values, sigma, power());
  return times_lambda_over_variance(values, sigma) * sigma.square();
}

torch::Tensor Weighting::times_lambda_over_variance(const torch::Tensor& values,
                                                    const torch::Tensor& sigma) const {
  if (!is_edm()) return times_power(values, sigma, power() - 2.0);
  return values * (sigma.square() / (data_std * data_std) + 1.0);
}

std::string Weighting::formula() const {
  if (weighting == "one") return "1";
  if (weighting == "sigma") return "σ";
  if (is_edm()) return fmt::format("σ² (σ² + s²)/s², s = {:.3g}", data_std);
  return weighting == "sigma2" ? "σ²" : fmt::format("σ^{:g}", exponent);
}

std::string DataSetting::formula() const {
  if (is_clean()) return "λ = 1, on clean data";
  return "λ = " + Weighting::formula() + ", mean over batch and levels";
}

FieldInfo weighting_field() {
  return {.key = "weighting",
          .label = "Loss weight",
          .symbol = "λ(σ)",
          .help =
              "How much each noise level counts in the loss. σ² makes all levels count about "
              "equally for denoising (NCSN), because scores grow like 1/σ; EDM's makes every "
              "level's loss about 1 for an untrained preconditioned denoiser of data whose mean "
              "is 0.",
          .larger =
              "A higher power of σ favours the high noise levels; s is the standard "
              "deviation of the data.",
          .primary = true,
          .effect = Effect::kLive,
          .choices = {{"one", "1"},
                      {"sigma", "σ"},
                      {"sigma2", "σ²"},
                      {"custom", "σ^p"},
                      {"edm", "EDM: σ² (σ² + s²)/s²"}}};
}

FieldInfo exponent_field() {
  return {.key = "exponent",
          .label = "Weight exponent",
          .symbol = "p",
          .help = "The power of σ in the loss weight; used when the loss weight is σ^p.",
          .larger = "Larger favours the high noise levels.",
          .minimum = -4.0,
          .maximum = 4.0,
          .effect = Effect::kLive};
}

FieldInfo on_field() {
  return {.key = "on",
          .label = "Match on",
          .help =
              "Which density's score is learned: the noised densities of the ladder, or the "
              "clean data's own (the loss weight is then 1).",
          .larger =
              "Ladder trains every noise level; clean data trains only the lowest noise input, "
              "without noise.",
          .choices = {{"ladder", "Noise ladder"}, {"clean", "Clean data"}}};
}

}  // namespace scorescope
