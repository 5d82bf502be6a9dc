// This file is compiled once per instruction set by foreach_target.h.
#include "core/fused/mlp_kernels.h"

#if __has_include(<hwy/highway.h>)

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/fused/mlp_kernels.cpp"
#include "core/fused/targets.h"
// targets.h goes first
#include <hwy/foreach_target.h>
// after foreach_target.h
#include <hwy/highway.h>

#include <algorithm>
#include <type_traits>

#include "core/fused/activation_kernels.h"
#include "core/fused/matrix_tile-inl.h"
#include "core/fused/vector_functions-inl.h"

HWY_BEFORE_NAMESPACE();
namespace scorescope {
namespace HWY_NAMESPACE {

std::int64_t even_rows(std::int64_t points) {
  return std::max<std::int64_t>(kShortStripRows, (points + 1) / 2 * 2);
}

// Puts back what the activation wrote beyond the layer's units: a 1 for the bias, then zeros.
HWY_NOINLINE void restore_ends(const MlpLayout& layout, std::int64_t rows, float* value,
                               float* slope) {
  const std::int64_t end = (layout.width + kPanelColumns - 1) / kPanelColumns * kPanelColumns;
  for (std::int64_t i = 0; i < rows; ++i) {
    float* const row = value + i * layout.hidden_stride;
    std::fill(row + layout.width, row + end, 0.0f);
    row[layout.width] = 1.0f;
    if (slope == nullptr) continue;
    float* const slopes = slope + i * layout.hidden_stride;
    std::fill(slopes + layout.width, slopes + end, 0.0f);
  }
}

// A tile's matrix [rows, columns], row-major.
struct Rows {
  const float* data;
  std::int64_t stride;
};

// Rows that are activated together, while they are in the first cache: more than a strip, since a
// block begins and ends with chains of operations that wait for each other.
constexpr std::int64_t kActivatedRows = 4 * kStripRows;

HWY_NOINLINE void forward_layer(const MlpView& network, const LayerLayout& layer, std::int64_t rows,
                                const Rows& input, float* value, float* slope) {
  const std::int64_t stride = network.layout.hidden_stride;
  const float* const weights = network.weights + layer.offset;
  const Product product{.rows = rows,
                        .columns = layer.panels * kPanelColumns,
                        .depth = layer.inputs,
                        .a = input.data,
                        .a_row = input.stride,
                        .a_depth = 1,
                        .b = {weights, kPanelColumns, layer.panel()},
                        .c = {value, stride, kPanelColumns}};
  const ActivationKernel activate = activation_kernel(network.activation, slope != nullptr);
  std::int64_t begin = 0;
  multiply<Finish::kStore>(
      product, weights + layer.inputs * kPanelColumns, false,
      [&](std::int64_t row, std::int64_t count, std::int64_t column, std::int64_t columns) {
        const std::int64_t end = row + count;
        if (end < rows && end - begin < kActivatedRows) return;
        const std::int64_t place = begin * stride + column;
        activate({value + place, slope != nullptr ? slope + place : nullptr, stride, end - begin,
                  columns});
        begin = end < rows ? end : 0;
      });
  if (network.layout.width % kPanelColumns != 0) {
    restore_ends(network.layout, rows, value, slope);
  }
}

#if HWY_TARGET != HWY_SCALAR
// The sum of a vector's blocks of four lanes.
template <class D>
HWY_INLINE auto sum_of_blocks(D tag, hn::Vec<D> v) {
  if constexpr (hn::MaxLanes(D()) > 4) {
    const hn::Half<D> half;
    return sum_of_blocks(half, hn::Add(hn::LowerHalf(half, v), hn::UpperHalf(half, v)));
  } else {
    return v;
  }
}
#endif

// Writes the sums over the lanes of four vectors.
HWY_INLINE void store_sums(Vector a, Vector b, Vector c, Vector d, float* to) {
#if HWY_TARGET == HWY_SCALAR
  to[0] = hn::GetLane(a), to[1] = hn::GetLane(b), to[2] = hn::GetLane(c), to[3] = hn::GetLane(d);
#else
  const Tag tag;
  const hn::Repartition<std::uint64_t, Tag> pairs;
  const auto ab = hn::Add(hn::InterleaveLower(tag, a, b), hn::InterleaveUpper(tag, a, b));
  const auto cd = hn::Add(hn::InterleaveLower(tag, c, d), hn::InterleaveUpper(tag, c, d));
  const auto ab_pairs = hn::BitCast(pairs, ab), cd_pairs = hn::BitCast(pairs, cd);
  const auto abcd = hn::Add(hn::BitCast(tag, hn::InterleaveLower(pairs, ab_pairs, cd_pairs)),
                            hn::BitCast(tag, hn::InterleaveUpper(pairs, ab_pairs, cd_pairs)));
  hn::Store(sum_of_blocks(tag, abcd), hn::Full128<float>(), to);
#endif
}

// output [points, 2] = value . weights, the bias being the weight of value's 1.
HWY_NOINLINE void forward_output(const MlpView& network, std::int64_t points, const float* value,
                                 float* output) {
  const Tag tag;
  const std::int64_t stride = network.layout.hidden_stride;
  const float* const first = network.weights + network.layout.output_offset;
  const float* const second = first + stride;
  constexpr int kPoints = 4;
  for (std::int64_t t = 0; t < points; t += kPoints) {
    const float* const rows = value + t * stride;
    Vector sum[2 * kPoints];
#pragma GCC unroll 16
    for (auto& lane_sums : sum) lane_sums = hn::Zero(tag);
    for (std::int64_t i = 0; i < stride; i += kLanes) {
      const Vector w0 = hn::Load(tag, first + i), w1 = hn::Load(tag, second + i);
#pragma GCC unroll 16
      for (int p = 0; p < kPoints; ++p) {
        const Vector y = hn::Load(tag, rows + p * stride + i);
        sum[2 * p] = hn::MulAdd(y, w0, sum[2 * p]);
        sum[2 * p + 1] = hn::MulAdd(y, w1, sum[2 * p + 1]);
      }
    }
    store_sums(sum[0], sum[1], sum[2], sum[3], output + 2 * t);
    store_sums(sum[4], sum[5], sum[6], sum[7], output + 2 * t + 4);
  }
}

// slope *= output_gradient . weights
HWY_NOINLINE void backward_output(const MlpView& network, std::int64_t points,
                                  const float* output_gradient, float* slope) {
  const Tag tag;
  const std::int64_t stride = network.layout.hidden_stride;
  const float* const first = network.weights + network.layout.output_offset;
  for (std::int64_t i = 0; i < stride; i += kLanes) {
    const Vector w0 = hn::Load(tag, first + i), w1 = hn::Load(tag, first + stride + i);
    for (std::int64_t t = 0; t < points; ++t) {
      float* const place = slope + t * stride + i;
      const Vector r0 = hn::Set(tag, output_gradient[2 * t]);
      const Vector r1 = hn::Set(tag, output_gradient[2 * t + 1]);
      const Vector back = hn::MulAdd(r0, w0, hn::Mul(r1, w1));
      hn::Store(hn::Mul(hn::Load(tag, place), back), tag, place);
    }
  }
}

// kVectors vectors of columns: with one, each sum would wait for itself.
template <int kVectors>
HWY_INLINE void gradient_output_columns(std::int64_t points, const float* value,
                                        std::int64_t stride, const float* output_gradient,
                                        bool fresh, float* first, float* second) {
  const Tag tag;
  Vector g0[kVectors], g1[kVectors];
#pragma GCC unroll 8
  for (int v = 0; v < kVectors; ++v) {
    g0[v] = fresh ? hn::Zero(tag) : hn::Load(tag, first + v * kLanes);
    g1[v] = fresh ? hn::Zero(tag) : hn::Load(tag, second + v * kLanes);
  }
  for (std::int64_t t = 0; t < points; ++t, value += stride) {
    const Vector r0 = hn::Set(tag, output_gradient[2 * t]);
    const Vector r1 = hn::Set(tag, output_gradient[2 * t + 1]);
#pragma GCC unroll 8
    for (int v = 0; v < kVectors; ++v) {
      const Vector y = hn::Load(tag, value + v * kLanes);
      g0[v] = hn::MulAdd(r0, y, g0[v]);
      g1[v] = hn::MulAdd(r1, y, g1[v]);
    }
  }
#pragma GCC unroll 8
  for (int v = 0; v < kVectors; ++v) {
    hn::Store(g0[v], tag, first + v * kLanes);
    hn::Store(g1[v], tag, second + v * kLanes);
  }
}

HWY_NOINLINE void gradient_output(const MlpLayout& layout, std::int64_t points, const float* value,
                                  const float* output_gradient, bool fresh, float* gradient) {
  const std::int64_t stride = layout.hidden_stride;
  float* const first = gradient + layout.output_offset;
  float* const second = first + stride;
  std::int64_t i = 0;
  const auto take = [&]<int kVectors>(std::integral_constant<int, kVectors>) HWY_ATTR {
    for (; i + kVectors * kLanes <= stride; i += kVectors * kLanes) {
      gradient_output_columns<kVectors>(points, value + i, stride, output_gradient, fresh,
                                        first + i, second + i);
    }
  };
  take(std::integral_constant<int, 5>());
  take(std::integral_constant<int, 4>());
  take(std::integral_constant<int, 2>());
  take(std::integral_constant<int, 1>());
}

void forward_all(const MlpView& network, const MlpTile& tile) {
  const MlpLayout& layout = network.layout;
  const std::int64_t rows = even_rows(tile.points);
  const std::int64_t size = tile.layer_size(layout);
  Rows input{tile.input, layout.input_stride};
  for (std::size_t l = 0; l < layout.hidden.size(); ++l) {
    const auto kept = static_cast<std::int64_t>(tile.slope != nullptr ? l : l % 2);
    float* const value = tile.hidden + kept * size;
    float* const slope = tile.slope != nullptr ? tile.slope + kept * size : nullptr;
    forward_layer(network, layout.hidden[l], rows, input, value, slope);
    input = {value, layout.hidden_stride};
  }
  forward_output(network, tile.points, input.data, tile.output);
}

void backward_all(const MlpView& network, const MlpTile& tile, const float* output_gradient) {
  const MlpLayout& layout = network.layout;
  const std::int64_t size = tile.layer_size(layout);
  const auto depth = static_cast<std::int64_t>(layout.hidden.size());
  backward_output(network, tile.points, output_gradient, tile.slope + (depth - 1) * size);
  for (std::int64_t l = depth - 1; l > 0; --l) {
    const LayerLayout& layer = layout.hidden[static_cast<std::size_t>(l)];
    const Product product{
        .rows = even_rows(tile.points),
        .columns = layer.transposed_rows,  // as many as inputs, up to whole panels
        .depth = layer.outputs,
        .a = tile.slope + l * size,
        .a_row = layout.hidden_stride,
        .a_depth = 1,
        .b = {network.transposed + layer.transposed_offset, kPanelColumns,
              layer.transposed_panel()},
        .c = {tile.slope + (l - 1) * size, layout.hidden_stride, kPanelColumns}};
    multiply<Finish::kMultiply>(product, nullptr, false,
                                [](std::int64_t, std::int64_t, std::int64_t, std::int64_t) {});
  }
}

void gradient_part(const MlpView& network, const MlpTile& tile, const float* output_gradient,
                   const GradientPart& part, bool fresh, float* gradient) {
  const MlpLayout& layout = network.layout;
  const std::int64_t size = tile.layer_size(layout);
  const auto depth = static_cast<std::int64_t>(layout.hidden.size());
  if (part.layer == depth) {
    return gradient_output(layout, tile.points, tile.hidden + (depth - 1) * size, output_gradient,
                           fresh, gradient);
  }
  const LayerLayout& layer = layout.hidden[static_cast<std::size_t>(part.layer)];
  const bool is_first = part.layer == 0;
  const Product product{.rows = layer.rows,
                        .columns = (part.end_panel - part.begin_panel) * kPanelColumns,
                        .depth = tile.points,
                        .a = is_first ? tile.input : tile.hidden + (part.layer - 1) * size,
                        .a_row = 1,
                        .a_depth = is_first ? layout.input_stride : layout.hidden_stride,
                        .b = {tile.slope + part.layer * size + part.begin_panel * kPanelColumns,
                              layout.hidden_stride, kPanelColumns},
                        .c = {gradient + layer.offset + part.begin_panel * layer.panel(),
                              kPanelColumns, layer.panel()}};
  multiply<Finish::kAccumulate>(product, nullptr, fresh,
                                [](std::int64_t, std::int64_t, std::int64_t, std::int64_t) {});
}

}  // namespace HWY_NAMESPACE
}  // namespace scorescope
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace scorescope {

HWY_EXPORT(forward_all);
HWY_EXPORT(backward_all);
HWY_EXPORT(gradient_part);

void forward_tile(const MlpView& network, const MlpTile& tile) {
  HWY_DYNAMIC_DISPATCH(forward_all)(network, tile);
}

void backward_tile(const MlpView& network, const MlpTile& tile, const float* output_gradient) {
  HWY_DYNAMIC_DISPATCH(backward_all)(network, tile, output_gradient);
}

void gradient_tile(const MlpView& network, const MlpTile& tile, const float* output_gradient,
                   const GradientPart& part, bool fresh, float* gradient) {
  HWY_DYNAMIC_DISPATCH(gradient_part)(network, tile, output_gradient, part, fresh, gradient);
}

}  // namespace scorescope
#endif

#else  // without Highway

namespace scorescope {

void forward_tile(const MlpView&, const MlpTile&) {}

void backward_tile(const MlpView&, const MlpTile&, const float*) {}

void gradient_tile(const MlpView&, const MlpTile&, const float*, const GradientPart&, bool,
                   float*) {}

}  // namespace scorescope

#endif
