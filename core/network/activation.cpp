#include "core/network/activation.h"

#include <torch/types.h>

#include "core/base/error.h"

namespace scorescope {
namespace {

using torch::Tensor;

}  // namespace

const std::vector<Activation>& activations() {
  static const std::vector<Activation> list{
      {"softplus", "Softplus", [](const Tensor& z) { return at::softplus(z); },
       [](Tensor& out, const Tensor& z) { at::softplus_out(out, z); },
       [](const Tensor& g, const Tensor& z, const Tensor&) {
         return at::softplus_backward(g, z, 1, 20);
       }},
      {"silu", "SiLU", [](const Tensor& z) { return at::silu(z); },
       [](Tensor& out, const Tensor& z) { at::silu_out(out, z); },
       [](const Tensor& g, const Tensor& z, const Tensor&) { return at::silu_backward(g, z); }},
      {"elu", "ELU", [](const Tensor& z) { return at::elu(z); },
       [](Tensor& out, const Tensor& z) { at::elu_out(out, z); },
       [](const Tensor& g, const Tensor&, const Tensor& a) {
         return at::elu_backward(g, 1, 1, 1, /*is_result=*/true, a);
       }},
      {"tanh", "tanh", [](const Tensor& z) { return at::tanh(z); },
       [](Tensor& out, const Tensor& z) { at::tanh_out(out, z); },
       [](const Tensor& g, const Tensor&, const Tensor& a) { return at::tanh_backward(g, a); }},
      {"relu", "ReLU", [](const Tensor& z) { return at::relu(z); },
       [](Tensor& out, const Tensor& z) { at::relu_out(out, z); },
       [](const Tensor& g, const Tensor&, const Tensor& a) {
         return at::threshold_backward(g, a, 0);
       }},
      {"gelu", "GELU", [](const Tensor& z) { return at::gelu(z); },
       [](Tensor& out, const Tensor& z) { at::gelu_out(out, z); },
       [](const Tensor& g, const Tensor& z, const Tensor&) { return at::gelu_backward(g, z); }}};
  return list;
}

const Activation& find_activation(std::string_view id) {
  for (const auto& activation : activations()) {
    if (activation.id == id) return activation;
  }
  throw InternalError("there is no activation \"" + std::string(id) + "\"");
}

std::vector<FieldChoice> activation_choices() {
  std::vector<FieldChoice> choices;
  for (const auto& activation : activations()) choices.push_back({activation.id, activation.label});
  return choices;
}

}  // namespace scorescope
