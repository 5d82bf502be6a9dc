// The multilayer perceptrons that the fused kernels know, described by the same ids as the
// network's options. Plain values.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace scorescope {

/// A score network from a point (x, y) and sigma: columns x, y and those of the noise input,
/// `depth` layers of `width` units with the activation, two outputs, and what the outputs mean.
struct MlpShape {
  std::int64_t width = 128;  ///< units in each hidden layer, >= 1
  std::int64_t depth = 2;    ///< hidden layers, >= 1
  std::string activation = "softplus";
  std::string noise_input = "log_sigma";  ///< log_sigma | fourier | none
  std::vector<float> frequencies;         ///< of "fourier", periods per unit of its argument
  std::string output = "score_over_sigma";
  double data_std = 1.0;  ///< of the clean data, used by the output "denoiser"

  bool operator==(const MlpShape&) const = default;
};

/// Whether there are kernels for it: false for an activation, noise input or output not known here,
/// and always in a build without Highway.
bool has_fused_mlp(const MlpShape& shape);

/// Columns of the first layer's input, 2 to 130.
std::int64_t input_columns(const MlpShape& shape);

/// Numbers in each parameter, in the order of ParameterValues.
std::vector<std::int64_t> parameter_sizes(const MlpShape& shape);

/// One tensor after the other as PyTorch keeps those of Linear layers: weight [out, in] row-major
/// without gaps, bias [out], then the next layer's; 2 (depth + 1) tensors.
using ParameterValues = std::vector<std::span<const float>>;
using ParameterPlaces = std::vector<std::span<float>>;

}  // namespace scorescope
