// Single-precision matrix products in vector registers, with the instruction set picked at run time
// (Google Highway). For the shapes of small networks: BLAS libraries do not use AVX-512 on every
// processor that has it. Any thread.
#pragma once

#include <cstdint>

namespace scorescope {

/// A matrix in memory: entry (i, j) is at data[i * row_step + j * column_step].
struct MatrixView {
  const float* data = nullptr;
  std::int64_t row_step = 0;
  std::int64_t column_step = 1;
};

/// c = bias + a b, with a [rows, depth], b [depth, columns] and c [rows, columns] row-major without
/// gaps. `columns` is a multiple of kColumnMultiple and depth >= 1; c overlaps neither factor.
struct MatrixProduct {
  std::int64_t rows = 0;
  std::int64_t columns = 0;
  std::int64_t depth = 0;
  MatrixView a;
  MatrixView b;
  const float* bias = nullptr;  ///< [columns], added to each row; may be null
  float* c = nullptr;
};

/// Lanes of the widest vector used.
inline constexpr std::int64_t kColumnMultiple = 16;

/// False in a build without Highway: then multiply() must not be called.
bool has_matrix_product();

/// Runs on the calling thread only, and allocates nothing.
void multiply(const MatrixProduct& product);

}  // namespace scorescope
