// Where the kernels keep a network's numbers. Internal to core/fused.
#pragma once

#include <cstdint>
#include <memory>
#include <new>
#include <span>
#include <vector>

#include "core/fused/mlp_shape.h"

namespace scorescope {

/// Columns that lie side by side in a weight matrix: the lanes of the widest vector used.
inline constexpr std::int64_t kPanelColumns = 16;

/// Floats at an address that is a multiple of 64, zero at first.
class AlignedFloats {
 public:
  explicit AlignedFloats(std::int64_t size = 0);

  float* data() const { return data_.get(); }
  std::int64_t size() const { return size_; }

 private:
  struct Free {
    void operator()(float* data) const;
  };
  std::unique_ptr<float[], Free> data_;
  std::int64_t size_ = 0;
};

/// The weights of a hidden layer [inputs, outputs], input i and output j at
///   offset + (j / 16 * rows + i) * 16 + j % 16,
/// that is, in panels of 16 columns, so that whatever vectors a kernel uses it reads memory in
/// order; row `inputs` holds the bias. Rows and columns beyond that are zero and stay zero.
struct LayerLayout {
  std::int64_t inputs;
  std::int64_t outputs;
  std::int64_t rows;    // of a panel: inputs + 1, then up to an even number of at least 4
  std::int64_t panels;  // of columns
  std::int64_t offset;
  /// Of the transposed weights [outputs, inputs] in a buffer of their own, without the bias, in
  /// panels of `transposed_rows` rows; unused for the first layer.
  std::int64_t transposed_offset;
  std::int64_t transposed_rows;

  std::int64_t panel() const { return rows * kPanelColumns; }
  std::int64_t transposed_panel() const { return transposed_rows * kPanelColumns; }
};

/// One buffer holds all parameters: the hidden layers, then the two output units, each a row of
/// `hidden_stride` weights with the bias at place `width`. Gradient, moments and average have
/// buffers of the same layout.
///
/// Activations are rows of `hidden_stride` floats, one a point: `width` units, a 1 at place `width`
/// (which multiplies the bias), zeros up to the end. The stride is an odd multiple of 16 floats
/// where it matters, so that the rows of a tile fall into different sets of the first-level cache.
/// The first layer's input has the same form with `input_stride`.
struct MlpLayout {
  explicit MlpLayout(const MlpShape& shape);

  std::int64_t width;
  std::int64_t columns;  // of the input
  std::int64_t input_stride;
  std::int64_t hidden_stride;
  std::vector<LayerLayout> hidden;
  std::int64_t output_offset;
  std::int64_t size;             // of a parameter buffer
  std::int64_t transposed_size;  // of the buffer of transposed weights

  /// Copies between the order of PyTorch and a parameter buffer. InternalError if sizes differ.
  void pack(const ParameterValues& from, float* buffer) const;
  void unpack(const float* buffer, const ParameterPlaces& into) const;
};

}  // namespace scorescope
