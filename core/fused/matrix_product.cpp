// Loop order: blocks of the depth, panels of columns (copied so that they lie in the first-level
// cache without conflicts), strips of rows held in registers. This file is compiled once per
// instruction set by foreach_target.h.
#include "core/fused/matrix_product.h"

#if __has_include(<hwy/highway.h>)

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/fused/matrix_product.cpp"
// Vectors of a length unknown when compiling cannot be held in arrays.
#define HWY_DISABLED_TARGETS (HWY_SVE | HWY_SVE2 | HWY_SVE_256 | HWY_SVE2_128 | HWY_RVV)
#include <hwy/foreach_target.h>
// after foreach_target.h
#include <hwy/highway.h>

#include <algorithm>
#include <cstring>

// Arrays of vectors become registers only where the loops over them are unrolled.
#ifndef SCORESCOPE_UNROLL
#define SCORESCOPE_UNROLL _Pragma("GCC unroll 16")
#endif
HWY_BEFORE_NAMESPACE();
namespace scorescope {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

using Tag = hn::ScalableTag<float>;
using Vector = hn::Vec<Tag>;

constexpr int kLanes = static_cast<int>(hn::MaxLanes(Tag()));
// Registers: 16 lanes come with 32 of them, fewer lanes with 16.
constexpr int kStripRows = kLanes >= 8 ? 6 : 4;
constexpr int kPanelVectors = kLanes >= 16 ? 4 : 2;
constexpr int kPanelColumns = kPanelVectors * kLanes;
constexpr int kDepthBlock = 128;
constexpr int kStripStride = 8;

// One strip of rows times one packed panel.
struct Tile {
  int depth;
  const float* a;  // entry (i, k) at a[i * a_row + k * a_depth]
  std::int64_t a_row;
  std::int64_t a_depth;
  const float* b;  // [depth, vectors * kLanes]
  float* c;
  std::int64_t c_row;
  const float* start;  // added to each row; null: what c holds is added, unless `from_zero`
  bool from_zero;
};

template <int kRows, int kVectors>
HWY_INLINE void multiply_tile(const Tile& tile) {
  const Tag tag;
  Vector sum[kRows][kVectors];
  SCORESCOPE_UNROLL
  for (int i = 0; i < kRows; ++i) {
    SCORESCOPE_UNROLL
    for (int j = 0; j < kVectors; ++j) {
      const float* from = tile.start ? tile.start : tile.c + i * tile.c_row;
      sum[i][j] = tile.from_zero ? hn::Zero(tag) : hn::LoadU(tag, from + j * kLanes);
    }
  }
  const float* a = tile.a;
  const float* b = tile.b;
  for (int k = 0; k < tile.depth; ++k, a += tile.a_depth, b += kVectors * kLanes) {
    Vector row[kVectors];
    SCORESCOPE_UNROLL
    for (int j = 0; j < kVectors; ++j) row[j] = hn::LoadU(tag, b + j * kLanes);
    SCORESCOPE_UNROLL
    for (int i = 0; i < kRows; ++i) {
      const Vector x = hn::Set(tag, a[i * tile.a_row]);
      SCORESCOPE_UNROLL
      for (int j = 0; j < kVectors; ++j) sum[i][j] = hn::MulAdd(x, row[j], sum[i][j]);
    }
  }
  SCORESCOPE_UNROLL
  for (int i = 0; i < kRows; ++i) {
    SCORESCOPE_UNROLL
    for (int j = 0; j < kVectors; ++j) {
      hn::StoreU(sum[i][j], tag, tile.c + i * tile.c_row + j * kLanes);
    }
  }
}

template <int kVectors>
HWY_NOINLINE void multiply_rows(int rows, const Tile& tile) {
  switch (rows) {
    case 1:
      return multiply_tile<1, kVectors>(tile);
    case 2:
      return multiply_tile<2, kVectors>(tile);
    case 3:
      return multiply_tile<3, kVectors>(tile);
    case 4:
      return multiply_tile<4, kVectors>(tile);
    case 5:
      return multiply_tile<5, kVectors>(tile);
    default:
      return multiply_tile<kStripRows, kVectors>(tile);
  }
}

void multiply_strip(int rows, int vectors, const Tile& tile) {
  if (vectors == kPanelVectors) return multiply_rows<kPanelVectors>(rows, tile);
  if (vectors == 1) return multiply_rows<1>(rows, tile);
  if constexpr (kPanelVectors == 4) {
    return vectors == 2 ? multiply_rows<2>(rows, tile) : multiply_rows<3>(rows, tile);
  }
}

// b [depth, width] -> row-major without gaps, whatever its steps are.
void pack_panel(const MatrixView& b, int depth, int width, float* HWY_RESTRICT panel) {
  if (b.column_step == 1) {
    for (int k = 0; k < depth; ++k) {
      std::memcpy(panel + k * width, b.data + k * b.row_step, sizeof(float) * width);
    }
    return;
  }
  for (int j = 0; j < width; ++j) {
    for (int k = 0; k < depth; ++k) {
      panel[k * width + j] = b.data[k * b.row_step + j * b.column_step];
    }
  }
}

// A strip of a transposed factor: its rows lie side by side, far from those of the next depth.
void pack_strip(const float* a, std::int64_t depth_step, int depth, int rows,
                float* HWY_RESTRICT strip) {
  if (rows == kStripRows) {
    for (int k = 0; k < depth; ++k) {
      std::memcpy(strip + k * kStripStride, a + k * depth_step, sizeof(float) * kStripRows);
    }
    return;
  }
  for (int k = 0; k < depth; ++k) {
    std::memcpy(strip + k * kStripStride, a + k * depth_step, sizeof(float) * rows);
  }
}

void multiply_panel(const MatrixProduct& p, std::int64_t first_depth, std::int64_t column) {
  alignas(64) float panel[kDepthBlock * kPanelColumns];
  alignas(64) float strip[kDepthBlock * kStripStride];
  const int depth = static_cast<int>(std::min<std::int64_t>(kDepthBlock, p.depth - first_depth));
  const int width = static_cast<int>(std::min<std::int64_t>(kPanelColumns, p.columns - column));
  const bool first = first_depth == 0;
  pack_panel({p.b.data + first_depth * p.b.row_step + column * p.b.column_step, p.b.row_step,
              p.b.column_step},
             depth, width, panel);
  const bool side_by_side = p.a.row_step == 1 && p.a.column_step != 1;
  for (std::int64_t row = 0; row < p.rows; row += kStripRows) {
    const int rows = static_cast<int>(std::min<std::int64_t>(kStripRows, p.rows - row));
    const float* a = p.a.data + row * p.a.row_step + first_depth * p.a.column_step;
    Tile tile{depth,           a,
              p.a.row_step,    p.a.column_step,
              panel,           p.c + row * p.columns + column,
              p.columns,       first && p.bias ? p.bias + column : nullptr,
              first && !p.bias};
    if (side_by_side) {
      pack_strip(a, p.a.column_step, depth, rows, strip);
      tile.a = strip;
      tile.a_depth = kStripStride;
    }
    multiply_strip(rows, width / kLanes, tile);
  }
}

void multiply_all(const MatrixProduct& p) {
  for (std::int64_t k = 0; k < p.depth; k += kDepthBlock) {
    for (std::int64_t j = 0; j < p.columns; j += kPanelColumns) multiply_panel(p, k, j);
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace scorescope
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace scorescope {

HWY_EXPORT(multiply_all);

bool has_matrix_product() { return true; }

void multiply(const MatrixProduct& product) { HWY_DYNAMIC_DISPATCH(multiply_all)(product); }

}  // namespace scorescope
#endif

#else  // without Highway

namespace scorescope {

bool has_matrix_product() { return false; }

void multiply(const MatrixProduct&) {}

}  // namespace scorescope

#endif
