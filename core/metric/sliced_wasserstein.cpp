#include "core/metric/sliced_wasserstein.h"

#include <cmath>
#include <numbers>
#include <numeric>

#include "core/base/error.h"
#include "core/tensor_draws.h"

namespace scorescope {
namespace {

/// Sorted projections [directions, n].
torch::Tensor sorted_projections(const torch::Tensor& points, const torch::Tensor& directions) {
  return std::get<0>(torch::matmul(directions, points.t()).sort(1));
}

/// {1/n, 2/n, ..., 1}: where the quantile function of n points steps.
torch::Tensor quantile_steps(std::int64_t n, const torch::TensorOptions& options) {
  return torch::arange(1, n + 1, options) / static_cast<double>(n);
}

torch::Tensor squared_distances(const torch::Tensor& a, const torch::Tensor& b) {
  if (a.size(1) == b.size(1)) return (a - b).square().mean(1);
  const auto options = a.options();
  const auto steps = std::get<0>(
      torch::cat({quantile_steps(a.size(1), options), quantile_steps(b.size(1), options)}).sort());
  const auto lengths = torch::diff(steps, 1, -1, torch::zeros({1}, options));  // [n + m], sum 1
  const auto middles = steps - 0.5 * lengths;
  const auto at = [&](const torch::Tensor& sorted) {
    const auto n = sorted.size(1);
    const auto index = (middles * static_cast<double>(n)).to(torch::kInt64).clamp(0, n - 1);
    return sorted.index_select(1, index);
  };
  return ((at(a) - at(b)).square() * lengths).sum(1);
}

}  // namespace

torch::Tensor slicing_directions(std::int64_t count, RandomStream& stream) {
  const auto within = draw_uniform(stream, {count}, torch::kFloat64);
  const auto angle = (torch::arange(count, torch::kFloat64) + within) *
                     (std::numbers::pi / static_cast<double>(count));
  return torch::stack({angle.cos(), angle.sin()}, 1);  // [count, 2]
}

double sliced_wasserstein(const torch::Tensor& a, const torch::Tensor& b,
                          const torch::Tensor& directions) {
  check(a.size(0) > 0 && b.size(0) > 0, "a Wasserstein distance needs points in both sets");
  const torch::NoGradGuard no_grad;
  const auto along = directions.to(a.options());
  const auto squared =
      squared_distances(sorted_projections(a, along), sorted_projections(b, along));
  return std::sqrt(squared.mean().item<double>());
}

void DistanceFloor::add_pair() {
  const torch::Tensor one = fresh_(stream_);
  const torch::Tensor other = fresh_(stream_);
  distances_.push_back(sliced_wasserstein(one, other, directions_));
}

double DistanceFloor::mean() const {
  check(distances_.size() > 1, "a distance floor needs at least two pairs");
  return std::accumulate(distances_.begin(), distances_.end(), 0.0) /
         static_cast<double>(distances_.size());
}

double DistanceFloor::spread() const {
  const double centre = mean();
  double squares = 0.0;
  for (const double distance : distances_) squares += (distance - centre) * (distance - centre);
  return std::sqrt(squares / static_cast<double>(distances_.size() - 1));
}

}  // namespace scorescope
