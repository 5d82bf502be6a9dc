#include "core/empirical_score.h"

#include <algorithm>
#include <vector>

#include "core/base/error.h"
#include "core/empirical_score_loop.h"

namespace scorescope {
namespace {

/// Pairs of a point and a centre handled at once: 16 MiB a temporary in float64.
constexpr std::int64_t kPairsAtOnce = std::int64_t{1} << 21;

/// Softmax-weighted mean of the centres for a few points: E[x0 | x].
torch::Tensor posterior_mean(const torch::Tensor& points, const torch::Tensor& variance,
                             const torch::Tensor& centres, const torch::Tensor& half_square) {
  // -||x - c||^2 / 2 up to ||x||^2 / 2, which the softmax forgets
  const auto closeness = torch::matmul(points, centres.t()) - half_square;  // [chunk, m]
  return torch::matmul(torch::softmax(closeness / variance, 1), centres);
}

bool is_plain(const torch::Tensor& tensor) {
  return tensor.is_cpu() && tensor.scalar_type() == torch::kFloat64 &&
         !(torch::GradMode::is_enabled() && tensor.requires_grad());
}

torch::Tensor score_by_loop(const torch::Tensor& points, const torch::Tensor& sigma,
                            const torch::Tensor& centres) {
  const auto rows = points.contiguous();
  const auto levels = sigma.expand({points.size(0)}).contiguous();
  const auto held = centres.contiguous();
  auto scores = torch::empty_like(rows);  // [n, 2]
  empirical_score_loop({.points = rows.const_data_ptr<double>(),
                        .sigma = levels.const_data_ptr<double>(),
                        .centres = held.const_data_ptr<double>(),
                        .count = static_cast<std::size_t>(rows.size(0)),
                        .centre_count = static_cast<std::size_t>(held.size(0))},
                       scores.data_ptr<double>());
  return scores;
}

torch::Tensor score_by_torch(const torch::Tensor& points, const torch::Tensor& sigma,
                             const torch::Tensor& centres) {
  const auto middle = centres.mean(0);  // differences of large numbers lose digits: work about it
  const auto shifted_points = points - middle;
  const auto shifted_centres = centres - middle;
  const auto half_square = 0.5 * shifted_centres.square().sum(1);              // [m]
  const auto variance = sigma.square().expand({points.size(0)}).unsqueeze(1);  // [n, 1]
  const auto chunk = std::max<std::int64_t>(1, kPairsAtOnce / centres.size(0));
  std::vector<torch::Tensor> means;
  for (std::int64_t begin = 0; begin < points.size(0); begin += chunk) {
    const auto end = std::min(begin + chunk, points.size(0));
    means.push_back(posterior_mean(shifted_points.slice(0, begin, end),
                                   variance.slice(0, begin, end), shifted_centres, half_square));
  }
  if (means.empty()) return torch::empty_like(points);
  return (torch::cat(means) - shifted_points) / variance;
}

}  // namespace

torch::Tensor empirical_score(const torch::Tensor& points, const torch::Tensor& sigma,
                              const torch::Tensor& centres) {
  check(centres.size(0) > 0, "an empirical score needs at least one centre");
  const bool plain = is_plain(points) && is_plain(sigma) && is_plain(centres);
  return plain ? score_by_loop(points, sigma, centres) : score_by_torch(points, sigma, centres);
}

}  // namespace scorescope
