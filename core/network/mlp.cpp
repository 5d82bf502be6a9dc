#include "core/network/mlp.h"

#include <torch/nn/module.h>
#include <torch/types.h>

#include "core/base/error.h"
#include "core/network/layer_chain.h"
#include "core/network/layers.h"

namespace scorescope {

Mlp::Mlp(const MlpOptions& options, double data_std, RandomStream& weights)
    : activation_(find_activation(options.activation)),
      form_(find_output_form(options.output)),
      shape_{.width = options.width,
             .depth = options.depth,
             .activation = options.activation,
             .noise_input = options.kind,
             .frequencies = {},
             .output = options.output,
             .data_std = data_std} {
  check(data_std > 0.0, "a network needs a positive data standard deviation");
  const auto layers = register_module("layers", std::make_shared<torch::nn::Module>());
  noise_input_ = std::make_shared<NoiseInput>(options, weights);
  if (options.kind == "fourier") register_module("fourier", noise_input_);
  shape_.frequencies = noise_input_->frequencies();
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
                                            std::make_shared<Linear>(inputs, outputs, stream));
  tensors_.push_back(layer->weight());
  tensors_.push_back(layer->bias());
}

torch::Tensor Mlp::score(const torch::Tensor& points, const torch::Tensor& sigma) {
  const torch::Tensor column = sigma.unsqueeze(1);  // [n, 1]
  const OutputPlace place{points, column, shape_.data_std};
  const auto [seen, log_level] = network_input(form_, place);
  const torch::Tensor features =
      noise_input_->width() == 0 ? seen : torch::cat({seen, noise_input_->columns(log_level)}, 1);
  return form_.score(layer_chain(features, tensors_, activation_), place);
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
