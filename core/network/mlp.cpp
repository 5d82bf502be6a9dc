#include "core/network/mlp.h"

#include <torch/nn/module.h>
#include <torch/types.h>

#include <cmath>

#include "core/base/error.h"
#include "core/network/layer_chain.h"
#include "core/tensor_draws.h"

namespace scorescope {
namespace {

// Uniform on +-1/sqrt(inputs): what torch.nn.Linear starts from.
torch::Tensor initial(at::IntArrayRef shape, std::int64_t inputs, RandomStream& stream) {
  const double bound = 1.0 / std::sqrt(static_cast<double>(inputs));
  return draw_uniform(stream, shape, torch::kFloat32).mul_(2.0 * bound).sub_(bound);
}

}  // namespace

Mlp::Mlp(const MlpOptions& options, double data_std, RandomStream& weights)
    : activation_(find_activation(options.activation)),
      form_(find_output_form(options.output)),
      data_std_(data_std) {
  check(data_std > 0.0, "a network needs a positive data standard deviation");
  const auto layers = register_module("layers", std::make_shared<torch::nn::Module>());
  noise_input_ = std::make_shared<NoiseInput>(options, weights);
  if (options.kind == "fourier") register_module("fourier", noise_input_);
  std::int64_t inputs = 2 + noise_input_->width();
  for (std::int64_t i = 0; i < options.depth; ++i) {
    add_layer(*layers, inputs, options.width, weights);
    inputs = options.width;
  }
  add_layer(*layers, inputs, 2, weights);
}

void Mlp::add_layer(torch::nn::Module& layers, std::int64_t inputs, std::int64_t outputs,
                    RandomStream& stream) {
  // tensors_ holds two a layer, and so do the places of a Sequential: one layer, one activation
  const auto layer = layers.register_module(std::to_string(tensors_.size()),
                                            std::make_shared<torch::nn::Module>());
  const torch::Tensor weight = initial({outputs, inputs}, inputs, stream);
  tensors_.push_back(layer->register_parameter("weight", weight));
  tensors_.push_back(layer->register_parameter("bias", initial({outputs}, inputs, stream)));
}

torch::Tensor Mlp::features(const torch::Tensor& points, const torch::Tensor& sigma) const {
  torch::Tensor seen = points;
  if (form_.scales_input) seen = points / (sigma.square() + data_std_ * data_std_).sqrt();
  if (noise_input_->width() == 0) return seen;
  torch::Tensor log_level = sigma.log();
  if (form_.scales_input) log_level = log_level.div_(4.0);
  return torch::cat({seen, noise_input_->columns(log_level)}, 1);
}

torch::Tensor Mlp::score(const torch::Tensor& points, const torch::Tensor& sigma) {
  const torch::Tensor column = sigma.unsqueeze(1);  // [n, 1]
  const torch::Tensor raw = layer_chain(features(points, column), tensors_, activation_);
  return form_.score(raw, {points, column, data_std_});
}

std::string Mlp::description() const {
  std::string sizes = "MLP " + std::to_string(tensors_.front().size(1));
  for (std::size_t i = 0; i < tensors_.size();) {
    const std::int64_t size = tensors_[i].size(0);
    std::size_t equal = 0;
    for (; i < tensors_.size() && tensors_[i].size(0) == size; i += 2) ++equal;
    const bool many = equal > 2;  // "128×3": deep networks still fit a line
    for (std::size_t n = 0; n < (many ? 1 : equal); ++n) sizes += "–" + std::to_string(size);
    if (many) sizes += "×" + std::to_string(equal);
  }
  return sizes + form_.title;
}

}  // namespace scorescope
