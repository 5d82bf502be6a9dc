// Products of every orientation and awkward size against double precision.
#include <gtest/gtest.h>
#include <torch/types.h>

#include <cmath>

#include "core/fused/matrix_product.h"
#include "core/tensor_draws.h"

namespace scorescope {
namespace {

MatrixView view(const torch::Tensor& matrix) {
  return {matrix.data_ptr<float>(), matrix.stride(0), matrix.stride(1)};
}

TEST(MatrixProduct, MatchesDoublePrecisionForEveryOrientationAndSize) {
  if (!has_matrix_product()) GTEST_SKIP() << "built without Highway";
  RandomStream stream(1, "matrices");
  const auto draw = [&](std::int64_t rows, std::int64_t columns, bool transposed) {
    if (transposed) return draw_normal(stream, {columns, rows}, torch::kFloat32).t();
    return draw_normal(stream, {rows, columns}, torch::kFloat32);
  };
  for (const std::int64_t rows : {1, 2, 5, 6, 7, 64, 131}) {
    for (const std::int64_t columns : {16, 32, 48, 64, 80, 128}) {
      for (const std::int64_t depth : {1, 2, 3, 127, 128, 129, 300}) {
        for (const int orientation : {0, 1, 2, 3}) {
          const auto a = draw(rows, depth, orientation & 1);
          const auto b = draw(depth, columns, orientation & 2);
          const auto bias = draw_normal(stream, {columns}, torch::kFloat32);
          for (const bool with_bias : {false, true}) {
            torch::Tensor c = torch::full({rows, columns}, 1e9F);
            multiply({rows, columns, depth, view(a), view(b),
                      with_bias ? bias.data_ptr<float>() : nullptr, c.data_ptr<float>()});
            torch::Tensor expected = torch::mm(a.to(torch::kFloat64), b.to(torch::kFloat64));
            if (with_bias) expected = expected + bias;
            // rounding of a sum of `depth` products of unit normals, six standard deviations
            const double bound = 6 * 6e-8 * (2 + static_cast<double>(depth));
            ASSERT_LT((c - expected).abs().max().item<double>(), bound)
                << rows << " x " << depth << " x " << columns << ", orientation " << orientation;
          }
        }
      }
    }
  }
}

}  // namespace
}  // namespace scorescope
