// The activations a network can use, with the derivative the fast training path needs.
#pragma once

#include <torch/types.h>

#include <string>
#include <string_view>
#include <vector>

#include "core/base/field.h"

namespace scorescope {

struct Activation {
  std::string id;     ///< as in JSON
  std::string label;  ///< as on screen
  torch::Tensor (*apply)(const torch::Tensor& z);
  /// Same value into `out`, no graph.
  void (*apply_into)(torch::Tensor& out, const torch::Tensor& z);
  /// gradient * f'(z), given z and a = f(z); no graph.
  torch::Tensor (*backward)(const torch::Tensor& gradient, const torch::Tensor& z,
                            const torch::Tensor& a);
};

const std::vector<Activation>& activations();

/// InternalError if there is no such activation (field tables have checked it before).
const Activation& find_activation(std::string_view id);

std::vector<FieldChoice> activation_choices();

}  // namespace scorescope
