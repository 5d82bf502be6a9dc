// The passes of a multilayer perceptron over a tile of points, for the instruction set in use.
// Internal to core/fused.
#pragma once

#include <cstdint>

#include "core/fused/mlp_layout.h"

namespace scorescope {

/// A network as the kernels see it. What the pointers mean: LayerLayout, MlpLayout.
struct MlpView {
  const MlpLayout& layout;
  int activation;  ///< from find_activation_kernel
  const float* weights;
  const float* transposed;  ///< read by backward_tile only
};

/// Points that go through all layers while they are in the cache.
struct MlpTile {
  std::int64_t points;
  std::int64_t capacity;  ///< rows that the buffers have; a multiple of 4
  float* input;           ///< [capacity, input_stride]
  float* hidden;          ///< [layer, capacity, hidden_stride]
  float* slope;           ///< the same: d value / d z, then d loss / d z; null: no gradient wanted
  float* output;          ///< [capacity, 2]

  std::int64_t layer_size(const MlpLayout& layout) const { return capacity * layout.hidden_stride; }
};

/// input -> hidden, slope, output. Without slopes `hidden` needs two layers only. Rows up to the
/// next multiple of 4 are computed too, from whatever they hold.
void forward_tile(const MlpView& network, const MlpTile& tile);

/// Turns slopes into deltas d loss / d z, from d loss / d output [points, 2].
void backward_tile(const MlpView& network, const MlpTile& tile, const float* output_gradient);

/// A part of the gradient: columns [begin, end) of a hidden layer in panels, or, for
/// layer == depth, all of the output layer.
struct GradientPart {
  std::int64_t layer;
  std::int64_t begin_panel;
  std::int64_t end_panel;
};

/// Adds a tile's part to `gradient`, or writes it if `fresh`. Point by point, so that the sum does
/// not depend on how the batch is cut in tiles.
void gradient_tile(const MlpView& network, const MlpTile& tile, const float* output_gradient,
                   const GradientPart& part, bool fresh, float* gradient);

}  // namespace scorescope
