#include "core/fused/mlp_shape.h"

#include <algorithm>

#include "core/fused/activation_kernels.h"
#include "core/fused/output_meaning.h"

namespace scorescope {
namespace {

bool has_noise_input(const MlpShape& shape) {
  if (shape.noise_input == "fourier") return !shape.frequencies.empty();
  return shape.noise_input == "log_sigma" || shape.noise_input == "none";
}

}  // namespace

bool has_fused_mlp(const MlpShape& shape) {
  return shape.width >= 1 && shape.depth >= 1 && shape.data_std > 0.0 && has_noise_input(shape) &&
         find_output_meaning(shape.output) != nullptr &&
         find_activation_kernel(shape.activation) >= 0;
}

std::int64_t input_columns(const MlpShape& shape) {
  if (shape.noise_input == "none") return 2;
  if (shape.noise_input == "log_sigma") return 3;
  return 2 + 2 * static_cast<std::int64_t>(shape.frequencies.size());
}

std::vector<std::int64_t> parameter_sizes(const MlpShape& shape) {
  std::vector<std::int64_t> sizes;
  std::int64_t inputs = input_columns(shape);
  for (std::int64_t l = 0; l < shape.depth; ++l) {
    sizes.insert(sizes.end(), {inputs * shape.width, shape.width});
    inputs = shape.width;
  }
  sizes.insert(sizes.end(), {2 * inputs, 2});
  return sizes;
}

}  // namespace scorescope
