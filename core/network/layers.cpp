#include "core/network/layers.h"

#include <torch/types.h>

#include <cmath>
#include <memory>
#include <numeric>

#include "core/tensor_draws.h"

namespace scorescope {

torch::Tensor initial_parameter(at::IntArrayRef shape, std::int64_t fan_in, RandomStream& stream) {
  const double bound = 1.0 / std::sqrt(static_cast<double>(fan_in));
  return draw_uniform(stream, shape, torch::kFloat32).mul_(2.0 * bound).sub_(bound);
}

Linear::Linear(std::int64_t inputs, std::int64_t outputs, RandomStream& stream) {
  weight_ = register_parameter("weight", initial_parameter({outputs, inputs}, inputs, stream));
  bias_ = register_parameter("bias", initial_parameter({outputs}, inputs, stream));
}

torch::Tensor Linear::apply(const torch::Tensor& x) const { return at::linear(x, weight_, bias_); }

Convolution::Convolution(const Shape& shape, RandomStream& stream) : padding_(shape.padding) {
  const auto& [inputs, outputs, kernel, padding] = shape;
  const std::int64_t fan_in = inputs * kernel * kernel;
  weight_ = register_parameter(
      "weight", initial_parameter({outputs, inputs, kernel, kernel}, fan_in, stream));
  bias_ = register_parameter("bias", initial_parameter({outputs}, fan_in, stream));
}

torch::Tensor Convolution::apply(const torch::Tensor& x) const {
  return at::conv2d(x, weight_, bias_, /*stride=*/1, padding_);
}

GroupNorm::GroupNorm(std::int64_t channels) : groups_(std::gcd(std::int64_t{8}, channels)) {
  weight_ = register_parameter("weight", torch::ones({channels}));
  bias_ = register_parameter("bias", torch::zeros({channels}));
}

torch::Tensor GroupNorm::apply(const torch::Tensor& x) const {
  return at::group_norm(x, groups_, weight_, bias_);
}

NoiseEmbedding::NoiseEmbedding(RandomStream& stream)
    : first_(register_module("0", std::make_shared<Linear>(1, kWidth, stream))),
      second_(register_module("2", std::make_shared<Linear>(kWidth, kWidth, stream))) {}

torch::Tensor NoiseEmbedding::apply(const torch::Tensor& log_level) const {
  return second_->apply(at::silu(first_->apply(log_level)));
}

torch::Tensor as_pictures(const torch::Tensor& points, std::int64_t side) {
  const std::int64_t n = points.size(0);
  if (!points.is_cpu()) return points.view({n, 1, side, side});
  return points.view({n, side, side, 1}).permute({0, 3, 1, 2});
}

}  // namespace scorescope
