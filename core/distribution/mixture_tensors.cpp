#include "core/distribution/mixture_tensors.h"

#include <torch/types.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

namespace scorescope {
namespace {

constexpr std::int64_t kPairsAtOnce = std::int64_t{1} << 20;

/// What every quantity needs about each pair of point and component; each [n, k].
struct Pairs {
  torch::Tensor a, b, c;         // inverse covariance (a b; b c) of the noised component
  torch::Tensor pull_x, pull_y;  // inverse covariance times (mean - point)
  torch::Tensor log_parts;       // log(weight * density) without the constant -log(2 pi)
};

Pairs make_pairs(const torch::Tensor& rows, const torch::Tensor& points,
                 const torch::Tensor& variance) {
  const auto column = [&](std::int64_t i) { return rows.select(1, i).unsqueeze(0); };  // [1, k]
  const torch::Tensor v = (variance + kLeastVariance).unsqueeze(1);                    // [n, 1]
  const torch::Tensor xx = column(3), xy = column(4), yy = column(5);
  // Expanded as in mixture_loops.cpp, for the same digits.
  const torch::Tensor determinant =
      (xx * yy - xy * xy).clamp_min(0.0) + v * (xx + yy) + v * v;  // [n, k]
  const torch::Tensor inverse = determinant.reciprocal();
  const torch::Tensor dx = column(1) - points.select(1, 0).unsqueeze(1);  // [n, k]
  const torch::Tensor dy = column(2) - points.select(1, 1).unsqueeze(1);
  Pairs pairs{(yy + v) * inverse, -xy * inverse, (xx + v) * inverse, {}, {}, {}};
  pairs.pull_x = pairs.a * dx + pairs.b * dy;
  pairs.pull_y = pairs.b * dx + pairs.c * dy;
  pairs.log_parts = column(0) - 0.5 * (determinant.log() + dx * pairs.pull_x + dy * pairs.pull_y);
  return pairs;
}

torch::Tensor jacobian_of(const Pairs& pairs, const torch::Tensor& shares) {
  const auto average = [&](const torch::Tensor& values) { return (shares * values).sum(1); };
  // Centred before squaring: far away both squares are huge and their difference is not.
  const torch::Tensor x = pairs.pull_x - average(pairs.pull_x).unsqueeze(1);
  const torch::Tensor y = pairs.pull_y - average(pairs.pull_y).unsqueeze(1);
  const torch::Tensor xx = average(x * x - pairs.a);
  const torch::Tensor xy = average(x * y - pairs.b);
  const torch::Tensor yy = average(y * y - pairs.c);
  return torch::stack({xx, xy, xy, yy}, 1).view({-1, 2, 2});
}

torch::Tensor quantity_of(MixtureQuantity quantity, const Pairs& pairs) {
  if (quantity == MixtureQuantity::kLogDensity) {
    return pairs.log_parts.logsumexp(1) - std::log(2.0 * std::numbers::pi);
  }
  const torch::Tensor shares = pairs.log_parts.softmax(1);  // [n, k] responsibilities
  if (quantity == MixtureQuantity::kJacobian) return jacobian_of(pairs, shares);
  return torch::stack({(shares * pairs.pull_x).sum(1), (shares * pairs.pull_y).sum(1)}, 1);
}

}  // namespace

torch::Tensor component_rows(const ComponentTable& table) {
  const auto k = static_cast<std::int64_t>(table.size());
  torch::Tensor rows = torch::empty({k, 6}, torch::kFloat64);
  auto values = rows.accessor<double, 2>();
  for (std::int64_t i = 0; i < k; ++i) {
    const auto j = static_cast<std::size_t>(i);
    values[i][0] = std::log(table.weight[j]);
    values[i][1] = table.mean_x[j];
    values[i][2] = table.mean_y[j];
    values[i][3] = table.var_x[j];
    values[i][4] = table.cov_xy[j];
    values[i][5] = table.var_y[j];
  }
  return rows;
}

torch::Tensor evaluate_mixture(MixtureQuantity quantity, const torch::Tensor& rows,
                               const torch::Tensor& points, const torch::Tensor& variance) {
  const std::int64_t n = points.size(0);
  const std::int64_t piece = std::max<std::int64_t>(1, kPairsAtOnce / rows.size(0));
  if (n <= piece) return quantity_of(quantity, make_pairs(rows, points, variance));
  std::vector<torch::Tensor> pieces;
  for (std::int64_t first = 0; first < n; first += piece) {
    const std::int64_t count = std::min(piece, n - first);
    pieces.push_back(quantity_of(quantity, make_pairs(rows, points.narrow(0, first, count),
                                                      variance.narrow(0, first, count))));
  }
  return torch::cat(pieces);
}

}  // namespace scorescope
