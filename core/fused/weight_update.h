// What happens to the weights once the gradient is known. Internal to core/fused.
#pragma once

#include <cstdint>

#include "core/fused/mlp_layout.h"

namespace scorescope {

/// Factors of one update, the same for all weights; Kingma & Ba 2015, algorithm 1, and Loshchilov &
/// Hutter 2019, algorithm 2, in the form with the corrections of the biases taken out:
///   g' = gradient_scale g + decay w;  m += (1 - beta1) (g' - m);  v = beta2 v + (1 - beta2) g'^2;
///   w = shrink w - rate m / (root_scale sqrt(v) + epsilon);  average += renewed (w - average).
struct UpdateFactors {
  float gradient_scale, decay, shrink;
  float renewed_first;  // 1 - beta1
  float kept_second, renewed_second;
  float rate, root_scale, epsilon;
  float renewed;
};

/// Buffers of one layout.
struct UpdateBuffers {
  const float* gradient;
  float* weights;
  float* first;
  float* second;
  float* averaged;
};

/// Numbers begin ... end - 1, both multiples of 16.
void update_weights(const UpdateFactors& factors, const UpdateBuffers& buffers, std::int64_t begin,
                    std::int64_t end);

/// Sum of squares of numbers begin ... end - 1; not finite if one of them is not.
double sum_of_squares(const float* numbers, std::int64_t begin, std::int64_t end);

/// Renews the transposed weights of hidden layer `layer` >= 1.
void transpose_weights(const MlpLayout& layout, std::int64_t layer, const float* weights,
                       float* transposed);

}  // namespace scorescope
