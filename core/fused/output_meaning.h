// What a network's two outputs F mean: score = gain F + pull x, with both factors known from sigma.
// Internal to core/fused.
#pragma once

#include <string_view>
#include <vector>

#include "core/fused/mlp_shape.h"

namespace scorescope {

/// At one noise level.
struct LevelFactors {
  double input_scale = 1.0;  ///< the layers are given input_scale x ...
  double log_level = 0.0;    ///< ... and this (or its Fourier features)
  double gain = 1.0;
  double pull = 0.0;
};

using OutputMeaning = LevelFactors (*)(double sigma, double data_std);

/// Null if there is no such output.
OutputMeaning find_output_meaning(std::string_view id);

/// Everything about a noise level that the layers and the output need.
struct LevelInput {
  LevelFactors factors;
  std::vector<float>
      columns;  ///< of the noise input: none, log_level, or cos and sin for each frequency
};

/// `shape` must have kernels.
LevelInput level_input(const MlpShape& shape, double sigma);

}  // namespace scorescope
