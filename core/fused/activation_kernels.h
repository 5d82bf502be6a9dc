// The activations of a multilayer perceptron with their slopes, on blocks of a layer, for the
// instruction set in use. Internal to core/fused.
#pragma once

#include <cstdint>
#include <string_view>

namespace scorescope {

/// Rows of a layer: z in `value` becomes the activation's value, `slope` its derivative.
struct ActivationBlock {
  float* value;
  float* slope;  ///< null for a kernel without slopes
  std::int64_t stride;
  std::int64_t rows;
  std::int64_t columns;  ///< a multiple of the lanes of a vector, at most 64, at an aligned address
};

using ActivationKernel = void (*)(const ActivationBlock&);

/// Index of an activation of that id (softplus | silu | elu | tanh | relu | gelu), or -1.
int find_activation_kernel(std::string_view id);

/// Its kernel, for as long as the instruction set in use stays the same.
ActivationKernel activation_kernel(int index, bool with_slope);

}  // namespace scorescope
