#include "core/network/noise_input.h"

#include <torch/types.h>

#include <numbers>

#include "core/tensor_draws.h"

namespace scorescope {

NoiseInput::NoiseInput(const NoiseInputOptions& options, RandomStream& stream) {
  if (options.kind == "none") return;
  width_ = options.kind == "fourier" ? 2 * options.frequencies : 1;
  if (options.kind != "fourier") return;
  const torch::Tensor drawn = draw_normal(stream, {1, options.frequencies}, torch::kFloat32);
  frequencies_ = register_buffer("frequencies", drawn.mul(options.frequency_scale));
}

std::vector<float> NoiseInput::frequencies() const {
  if (!frequencies_.defined()) return {};
  const float* first = frequencies_.const_data_ptr<float>();
  return {first, first + frequencies_.numel()};
}

torch::Tensor NoiseInput::columns(const torch::Tensor& log_level) const {
  if (!frequencies_.defined()) return log_level;
  const torch::Tensor angle = log_level * (2.0 * std::numbers::pi * frequencies_);
  return torch::cat({angle.cos(), angle.sin()}, 1);
}

}  // namespace scorescope
