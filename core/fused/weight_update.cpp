// This file is compiled once per instruction set by foreach_target.h.
#include "core/fused/weight_update.h"

#if __has_include(<hwy/highway.h>)

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/fused/weight_update.cpp"
#include "core/fused/targets.h"
// targets.h goes first
#include <hwy/foreach_target.h>
// after foreach_target.h
#include <hwy/highway.h>

#include <algorithm>

#include "core/fused/vector_functions-inl.h"

HWY_BEFORE_NAMESPACE();
namespace scorescope {
namespace HWY_NAMESPACE {

// kPlain: the gradient is taken as it is, neither scaled nor with the weights' decay.
template <bool kPlain>
HWY_NOINLINE void update_each(const UpdateFactors& f, const UpdateBuffers& at, std::int64_t begin,
                              std::int64_t end) {
  const Tag tag;
  // Copies, as stores to the buffers might otherwise change them.
  const float* const HWY_RESTRICT gradient = at.gradient;
  float* const HWY_RESTRICT weights = at.weights;
  float* const HWY_RESTRICT firsts = at.first;
  float* const HWY_RESTRICT seconds = at.second;
  float* const HWY_RESTRICT averages = at.averaged;
  const Vector gradient_scale = constant(f.gradient_scale), decay = constant(f.decay);
  const Vector renewed_first = constant(f.renewed_first), shrink = constant(f.shrink);
  const Vector kept_second = constant(f.kept_second), renewed_second = constant(f.renewed_second);
  const Vector rate = constant(f.rate), root_scale = constant(f.root_scale);
  const Vector epsilon = constant(f.epsilon), renewed = constant(f.renewed);
  for (std::int64_t i = begin; i < end; i += kLanes) {
    const Vector w = hn::Load(tag, weights + i);
    const Vector m = hn::Load(tag, firsts + i);
    const Vector average = hn::Load(tag, averages + i);
    Vector g = hn::Load(tag, gradient + i);
    if constexpr (!kPlain) g = hn::MulAdd(gradient_scale, g, hn::Mul(decay, w));
    const Vector first = hn::MulAdd(renewed_first, hn::Sub(g, m), m);
    const Vector kept = hn::Mul(kept_second, hn::Load(tag, seconds + i));
    const Vector second = hn::MulAdd(hn::Mul(renewed_second, g), g, kept);
    const Vector root = hn::MulAdd(root_scale, square_root(second), epsilon);
    const Vector step = hn::Mul(hn::Mul(rate, first), reciprocal(root));
    const Vector weight = hn::MulSub(shrink, w, step);
    hn::Store(first, tag, firsts + i);
    hn::Store(second, tag, seconds + i);
    hn::Store(weight, tag, weights + i);
    hn::Store(hn::MulAdd(renewed, hn::Sub(weight, average), average), tag, averages + i);
  }
}

void update_all(const UpdateFactors& f, const UpdateBuffers& at, std::int64_t begin,
                std::int64_t end) {
  if (f.gradient_scale == 1.0f && f.decay == 0.0f) return update_each<true>(f, at, begin, end);
  update_each<false>(f, at, begin, end);
}

// In float over some thousand numbers, then in double: a float's sum over a million loses digits.
double squares(const float* numbers, std::int64_t begin, std::int64_t end) {
  const Tag tag;
  constexpr int kChains = 4;
  constexpr std::int64_t kBlock = 2048;
  double total = 0.0;
  for (std::int64_t block = begin; block < end; block += kBlock) {
    const std::int64_t stop = std::min(end, block + kBlock);
    Vector sum[kChains] = {hn::Zero(tag), hn::Zero(tag), hn::Zero(tag), hn::Zero(tag)};
    std::int64_t i = block;
    for (; i + kChains * kLanes <= stop; i += kChains * kLanes) {
#pragma GCC unroll 4
      for (int chain = 0; chain < kChains; ++chain) {
        const Vector x = hn::Load(tag, numbers + i + chain * kLanes);
        sum[chain] = hn::MulAdd(x, x, sum[chain]);
      }
    }
    for (; i < stop; i += kLanes) {
      const Vector x = hn::Load(tag, numbers + i);
      sum[0] = hn::MulAdd(x, x, sum[0]);
    }
    alignas(64) float lanes[kLanes];
    hn::Store(hn::Add(hn::Add(sum[0], sum[1]), hn::Add(sum[2], sum[3])), tag, lanes);
    for (const float lane : lanes) total += static_cast<double>(lane);
  }
  return total;
}

// to[j][i] = from[i][j] for a block of 4 x 4 in rows of kPanelColumns.
HWY_INLINE void transpose_four(const float* from, float* to) {
#if HWY_TARGET == HWY_SCALAR
  for (int i = 0; i < 4; ++i) {
    for (int j = 0; j < 4; ++j) to[j * kPanelColumns + i] = from[i * kPanelColumns + j];
  }
#else
  const hn::Full128<float> four;
  const hn::Full128<std::uint64_t> pairs;
  const auto a = hn::Load(four, from);
  const auto b = hn::Load(four, from + kPanelColumns);
  const auto c = hn::Load(four, from + 2 * kPanelColumns);
  const auto d = hn::Load(four, from + 3 * kPanelColumns);
  const auto ab_low = hn::BitCast(pairs, hn::InterleaveLower(four, a, b));
  const auto cd_low = hn::BitCast(pairs, hn::InterleaveLower(four, c, d));
  const auto ab_high = hn::BitCast(pairs, hn::InterleaveUpper(four, a, b));
  const auto cd_high = hn::BitCast(pairs, hn::InterleaveUpper(four, c, d));
  const auto store = [&](auto row, float* place)
                         HWY_ATTR { hn::Store(hn::BitCast(four, row), four, place); };
  store(hn::InterleaveLower(pairs, ab_low, cd_low), to);
  store(hn::InterleaveUpper(pairs, ab_low, cd_low), to + kPanelColumns);
  store(hn::InterleaveLower(pairs, ab_high, cd_high), to + 2 * kPanelColumns);
  store(hn::InterleaveUpper(pairs, ab_high, cd_high), to + 3 * kPanelColumns);
#endif
}

void transpose_layer(const LayerLayout& layer, const float* weights, float* transposed) {
  // a panel of the weights is a row of blocks of the transposed ones
  const std::int64_t whole = layer.inputs / 4 * 4;
  for (std::int64_t p = 0; p < layer.panels; ++p) {
    const float* const panel = weights + p * layer.panel();
    float* const rows = transposed + p * kPanelColumns * kPanelColumns;
    const auto place = [&](std::int64_t i) {
      return rows + i / kPanelColumns * layer.transposed_panel() + i % kPanelColumns;
    };
    for (std::int64_t i = 0; i < whole; i += 4) {
      for (std::int64_t j = 0; j < kPanelColumns; j += 4) {
        transpose_four(panel + i * kPanelColumns + j, place(i) + j * kPanelColumns);
      }
    }
    for (std::int64_t i = whole; i < layer.inputs; ++i) {
      for (std::int64_t j = 0; j < kPanelColumns; ++j) {
        place(i)[j * kPanelColumns] = panel[i * kPanelColumns + j];
      }
    }
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace scorescope
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace scorescope {

HWY_EXPORT(update_all);
HWY_EXPORT(squares);
HWY_EXPORT(transpose_layer);

void update_weights(const UpdateFactors& factors, const UpdateBuffers& buffers, std::int64_t begin,
                    std::int64_t end) {
  HWY_DYNAMIC_DISPATCH(update_all)(factors, buffers, begin, end);
}

double sum_of_squares(const float* numbers, std::int64_t begin, std::int64_t end) {
  return HWY_DYNAMIC_DISPATCH(squares)(numbers, begin, end);
}

void transpose_weights(const MlpLayout& layout, std::int64_t layer, const float* weights,
                       float* transposed) {
  const LayerLayout& l = layout.hidden[static_cast<std::size_t>(layer)];
  HWY_DYNAMIC_DISPATCH(transpose_layer)(l, weights + l.offset, transposed + l.transposed_offset);
}

}  // namespace scorescope
#endif

#else  // without Highway

namespace scorescope {

void update_weights(const UpdateFactors&, const UpdateBuffers&, std::int64_t, std::int64_t) {}

double sum_of_squares(const float*, std::int64_t, std::int64_t) { return 0.0; }

void transpose_weights(const MlpLayout&, std::int64_t, const float*, float*) {}

}  // namespace scorescope

#endif
