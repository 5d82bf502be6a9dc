#include "core/fused/output_meaning.h"

#include <cmath>
#include <numbers>
#include <utility>

#include "core/base/error.h"

namespace scorescope {
namespace {

LevelFactors raw_score(double sigma, double) { return {1.0, std::log(sigma), 1.0, 0.0}; }

LevelFactors over_sigma(double sigma, double) { return {1.0, std::log(sigma), 1.0 / sigma, 0.0}; }

LevelFactors from_noise(double sigma, double) { return {1.0, std::log(sigma), -1.0 / sigma, 0.0}; }

// (D - x) / sigma^2 with D = c_skip x + c_out F, written out so that nothing cancels at small sigma
// (Karras et al., arXiv 2206.00364, section 5; maths.md section 8).
LevelFactors from_denoiser(double sigma, double data_std) {
  const double total = sigma * sigma + data_std * data_std;  // variance of the noised data
  const double root = std::sqrt(total);
  return {1.0 / root, std::log(sigma) / 4.0, data_std / (sigma * root), -1.0 / total};
}

constexpr std::pair<std::string_view, OutputMeaning> kMeanings[] = {
    {"score", raw_score},
    {"score_over_sigma", over_sigma},
    {"epsilon", from_noise},
    {"denoiser", from_denoiser}};

}  // namespace

OutputMeaning find_output_meaning(std::string_view id) {
  for (const auto& [name, meaning] : kMeanings) {
    if (name == id) return meaning;
  }
  return nullptr;
}

LevelInput level_input(const MlpShape& shape, double sigma) {
  const OutputMeaning meaning = find_output_meaning(shape.output);
  check(meaning != nullptr, "level_input: an output without kernels");
  LevelInput input{meaning(sigma, shape.data_std), {}};
  const auto level = static_cast<float>(input.factors.log_level);
  if (shape.noise_input == "log_sigma") input.columns.push_back(level);
  if (shape.noise_input != "fourier") return input;
  // In float, as the network's own columns are made: the angle's rounding is part of the network.
  constexpr auto kTurn = static_cast<float>(2.0 * std::numbers::pi);
  for (const float f : shape.frequencies) input.columns.push_back(std::cos(level * (kTurn * f)));
  for (const float f : shape.frequencies) input.columns.push_back(std::sin(level * (kTurn * f)));
  return input;
}

}  // namespace scorescope
