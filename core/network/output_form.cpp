#include "core/network/output_form.h"

#include <torch/types.h>

#include "core/base/error.h"

namespace scorescope {
namespace {

torch::Tensor raw_score(const torch::Tensor& raw, const OutputPlace&) { return raw; }

torch::Tensor over_sigma(const torch::Tensor& raw, const OutputPlace& place) {
  return raw / place.sigma;
}

torch::Tensor from_noise(const torch::Tensor& raw, const OutputPlace& place) {
  return raw / place.sigma.neg();
}

// (D - x) / sigma^2 with D = c_skip x + c_out F, written out so that nothing cancels at small
// sigma: -x / (sigma^2 + sd^2) + F sd / (sigma sqrt(sigma^2 + sd^2)).
torch::Tensor from_denoiser(const torch::Tensor& raw, const OutputPlace& place) {
  const double sd = place.data_std;
  const torch::Tensor total = place.sigma.square() + sd * sd;  // [n, 1] variance of noised data
  return raw * (sd / (place.sigma * total.sqrt())) - place.points / total;
}

}  // namespace

NetworkInput network_input(const OutputForm& form, const OutputPlace& place) {
  if (!form.scales_input) return {place.points, place.sigma.log()};
  const double sd = place.data_std;
  return {place.points / (place.sigma.square() + sd * sd).sqrt(), place.sigma.log().div_(4.0)};
}

const std::vector<OutputForm>& output_forms() {
  static const std::vector<OutputForm> forms{
      {"score", "Score", ", out = score", raw_score},
      {"score_over_sigma", "Score × σ", ", out ÷ σ", over_sigma},
      {"epsilon", "Noise ε", ", out = ε", from_noise},
      {"denoiser", "Denoiser (EDM)", ", EDM denoiser", from_denoiser, true}};
  return forms;
}

const OutputForm& find_output_form(std::string_view id) {
  for (const auto& form : output_forms()) {
    if (form.id == id) return form;
  }
  throw InternalError("there is no output form \"" + std::string(id) + "\"");
}

std::vector<FieldChoice> output_form_choices() {
  std::vector<FieldChoice> choices;
  for (const auto& form : output_forms()) choices.push_back({form.id, form.label});
  return choices;
}

}  // namespace scorescope
