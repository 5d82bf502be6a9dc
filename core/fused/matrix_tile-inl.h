// Products of a few rows with a few vectors of columns, summed in registers, and matrices made of
// them. To be included by the files that are compiled once per instruction set.
#if defined(SCORESCOPE_FUSED_MATRIX_TILE) == defined(HWY_TARGET_TOGGLE)
#ifdef SCORESCOPE_FUSED_MATRIX_TILE
#undef SCORESCOPE_FUSED_MATRIX_TILE
#else
#define SCORESCOPE_FUSED_MATRIX_TILE
#endif

#include <hwy/highway.h>

#include <cstdint>

#include "core/fused/mlp_layout.h"
#include "core/fused/vector_functions-inl.h"

HWY_BEFORE_NAMESPACE();
namespace scorescope {
namespace HWY_NAMESPACE {

// Strips of kStripRows, where the count of rows leaves others of kShortStripRows: every even count
// from 4 on is a sum of these.
constexpr int kStripRows = 6;
constexpr int kShortStripRows = 4;
// 6 x 4 sums need the 32 registers of AVX-512 and NEON, 6 x 2 the 16 of the others.
constexpr int kMostVectors = kLanes == 16 || HWY_ARCH_ARM ? 4 : 2;

// A matrix whose columns lie in panels of kPanelColumns: entry (i, j) is at
// data[i * row + j / kPanelColumns * panel + j % kPanelColumns]. With panel = kPanelColumns that is
// row-major.
template <class Float>
struct Panels {
  Float* data;
  std::int64_t row;
  std::int64_t panel;

  Float* at(std::int64_t i, std::int64_t j) const {
    return data + i * row + j / kPanelColumns * panel + j % kPanelColumns;
  }
};

// What becomes of a sum of products.
enum class Finish {
  kStore,       // start + sum is stored
  kMultiply,    // what was there is multiplied by the sum
  kAccumulate,  // the sum is added to what was there
};

// c [rows, columns] from a [rows, depth] times b [depth, columns].
struct Product {
  std::int64_t rows;  // even, >= 4
  std::int64_t columns;
  std::int64_t depth;
  const float* a;  // entry (i, k) at a[i * a_row + k * a_depth]
  std::int64_t a_row;
  std::int64_t a_depth;
  Panels<const float> b;
  Panels<float> c;
};

// Where a tile's sums begin: each row of kStore with the same vectors of b's kind, kAccumulate with
// c unless `fresh`.
struct Start {
  const float* row;
  bool fresh;
};

template <Finish kFinish, int kRows, int kVectors>
HWY_INLINE void multiply_tile(const Product& p, std::int64_t first_row, std::int64_t first_column,
                              const Start& start) {
  const Tag tag;
  const auto place = [](std::int64_t panel, int j) {
    return j * kLanes / kPanelColumns * panel + j * kLanes % kPanelColumns;
  };
  Vector sum[kRows][kVectors];
  float* const c = p.c.at(first_row, first_column);
  const std::int64_t c_row = p.c.row, c_panel = p.c.panel;
#pragma GCC unroll 16
  for (int i = 0; i < kRows; ++i) {
#pragma GCC unroll 16
    for (int j = 0; j < kVectors; ++j) {
      if constexpr (kFinish == Finish::kStore) {
        sum[i][j] = hn::Load(tag, start.row + place(p.b.panel, j));
      } else if (kFinish == Finish::kMultiply || start.fresh) {
        sum[i][j] = hn::Zero(tag);
      } else {
        sum[i][j] = hn::Load(tag, c + i * c_row + place(c_panel, j));
      }
    }
  }
  const float* a = p.a + first_row * p.a_row;
  const float* b = p.b.at(0, first_column);
  const std::int64_t a_row = p.a_row, a_depth = p.a_depth, b_row = p.b.row, b_panel = p.b.panel;
  for (std::int64_t k = p.depth; k > 0; --k, a += a_depth, b += b_row) {
    Vector row[kVectors];
#pragma GCC unroll 16
    for (int j = 0; j < kVectors; ++j) row[j] = hn::Load(tag, b + place(b_panel, j));
#pragma GCC unroll 16
    for (int i = 0; i < kRows; ++i) {
      const Vector x = hn::Set(tag, a[i * a_row]);
#pragma GCC unroll 16
      for (int j = 0; j < kVectors; ++j) sum[i][j] = hn::MulAdd(x, row[j], sum[i][j]);
    }
  }
#pragma GCC unroll 16
  for (int i = 0; i < kRows; ++i) {
#pragma GCC unroll 16
    for (int j = 0; j < kVectors; ++j) {
      float* to = c + i * c_row + place(c_panel, j);
      if constexpr (kFinish == Finish::kMultiply) {
        hn::Store(hn::Mul(sum[i][j], hn::Load(tag, to)), tag, to);
      } else {
        hn::Store(sum[i][j], tag, to);
      }
    }
  }
}

// How many rows the next strip of `left` takes.
HWY_INLINE std::int64_t strip_rows(std::int64_t left) {
  return left == kShortStripRows || left == 2 * kShortStripRows ? kShortStripRows : kStripRows;
}

// All rows of kVectors vectors of columns; `after(row, rows)` is called when a strip is stored.
template <Finish kFinish, int kVectors, class After>
HWY_INLINE void multiply_strips(const Product& p, std::int64_t column, const Start& start,
                                const After& after) {
  for (std::int64_t row = 0; row < p.rows;) {
    const std::int64_t rows = strip_rows(p.rows - row);
    if (rows == kStripRows) {
      multiply_tile<kFinish, kStripRows, kVectors>(p, row, column, start);
    } else {
      multiply_tile<kFinish, kShortStripRows, kVectors>(p, row, column, start);
    }
    after(row, rows, column, kVectors * kLanes);
    row += rows;
  }
}

// `start_row`: of kStore, entry (0, 0) of a row laid out as b's. `after(row, rows, column,
// columns)` is called for each block of c while it is in the first cache.
template <Finish kFinish, class After>
HWY_INLINE void multiply(const Product& p, const float* start_row, bool fresh, const After& after) {
  for (std::int64_t column = 0; column < p.columns;) {
    const std::int64_t vectors = (p.columns - column) / kLanes;
    const Start start{kFinish == Finish::kStore
                          ? Panels<const float>{start_row, 0, p.b.panel}.at(0, column)
                          : nullptr,
                      fresh};
    if (kMostVectors == 4 && vectors >= 4) {
      multiply_strips<kFinish, kMostVectors>(p, column, start, after);
      column += 4 * kLanes;
    } else if (vectors >= 2) {
      multiply_strips<kFinish, 2>(p, column, start, after);
      column += 2 * kLanes;
    } else {
      multiply_strips<kFinish, 1>(p, column, start, after);
      column += kLanes;
    }
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace scorescope
HWY_AFTER_NAMESPACE();

#endif  // per target
