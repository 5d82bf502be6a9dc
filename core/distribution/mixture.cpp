#include "core/distribution/mixture.h"

#include <ATen/Parallel.h>
#include <torch/types.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <utility>

#include "core/base/error.h"
#include "core/distribution/mixture_loops.h"
#include "core/distribution/mixture_tensors.h"

namespace scorescope {
namespace {

/// Whether Torch must do it: the loops know neither other devices nor gradients.
bool needs_torch(const torch::Tensor& points, const torch::Tensor& sigma) {
  return !points.is_cpu() ||
         (torch::GradMode::is_enabled() && (points.requires_grad() || sigma.requires_grad()));
}

torch::Tensor by_torch(MixtureQuantity quantity, const torch::Tensor& rows,
                       const torch::Tensor& points, const torch::Tensor& sigma) {
  const auto options = points.options().dtype(torch::kFloat64);
  const torch::Tensor variance =
      sigma.to(options).reshape({-1}).square().expand({points.size(0)});  // [n]
  return evaluate_mixture(quantity, rows.to(points.device()), points.to(torch::kFloat64), variance)
      .to(points.scalar_type());
}

MixtureOutputs output_of(MixtureQuantity quantity, double* to) {
  switch (quantity) {
    case MixtureQuantity::kLogDensity:
      return {.log_density = to};
    case MixtureQuantity::kScore:
      return {.score = to};
    case MixtureQuantity::kJacobian:
      break;
  }
  return {.jacobian = to};
}

std::vector<std::int64_t> shape_of(MixtureQuantity quantity, std::int64_t n) {
  if (quantity == MixtureQuantity::kLogDensity) return {n};
  if (quantity == MixtureQuantity::kScore) return {n, 2};
  return {n, 2, 2};
}

bool all_equal(const double* values, std::int64_t count) {
  return std::all_of(values, values + count, [&](double value) { return value == values[0]; });
}

torch::Tensor by_loops(MixtureQuantity quantity, const ComponentTable& table,
                       const torch::Tensor& points, const torch::Tensor& sigma) {
  const std::int64_t n = points.size(0);
  const torch::Tensor from = points.detach().to(torch::kFloat64).contiguous();
  const torch::Tensor levels = sigma.detach().to(torch::kCPU, torch::kFloat64).contiguous();
  torch::Tensor result = torch::empty(shape_of(quantity, n), torch::kFloat64);
  const auto* x = from.const_data_ptr<double>();
  const auto* s = levels.const_data_ptr<double>();
  auto* out = result.data_ptr<double>();
  const bool one_sigma = all_equal(s, levels.numel());
  const std::int64_t width = n > 0 ? result.numel() / n : 0;
  // Pieces of 200,000 pairs or more take a millisecond: worth a thread of their own.
  const auto grain = std::max<std::int64_t>(64, 200000 / static_cast<std::int64_t>(table.size()));
  at::parallel_for(0, n, grain, [&](std::int64_t first, std::int64_t last) {
    const NoisyPoints batch{x + 2 * first, one_sigma ? s : s + first,
                            static_cast<std::size_t>(last - first), one_sigma};
    evaluate_mixture(table, batch, output_of(quantity, out + width * first));
  });
  return result.to(points.scalar_type());
}

torch::Tensor evaluate(MixtureQuantity quantity, const ComponentTable& table,
                       const torch::Tensor& rows, const torch::Tensor& points,
                       const torch::Tensor& sigma) {
  check(points.dim() == 2 && points.size(1) == 2, "mixture: points must be [n, 2]");
  check(sigma.numel() == 1 || sigma.numel() == points.size(0), "mixture: sigma must be [n] or [1]");
  return needs_torch(points, sigma) ? by_torch(quantity, rows, points, sigma)
                                    : by_loops(quantity, table, points, sigma);
}

/// P(|X| <= limit) for X ~ N(mean, variance); a step if there is no variance.
double mass_within(double limit, double mean, double variance) {
  if (variance <= 0.0) return std::abs(mean) <= limit ? 1.0 : 0.0;
  const double scale = 1.0 / std::sqrt(2.0 * variance);
  return 0.5 * (std::erf((limit - mean) * scale) + std::erf((limit + mean) * scale));
}

double mass_within(double limit, const ComponentTable& table) {
  double mass = 0.0;
  for (std::size_t k = 0; k < table.size(); ++k) {
    mass += table.weight[k] * mass_within(limit, table.mean_x[k], table.var_x[k]) *
            mass_within(limit, table.mean_y[k], table.var_y[k]);
  }
  return mass;
}

}  // namespace

Mixture::Mixture(std::vector<GaussianComponent> components) : components_(std::move(components)) {
  normalise_weights(components_);
  table_ = make_component_table(components_);
  rows_ = component_rows(table_);
}

torch::Tensor Mixture::sample(std::int64_t n, RandomStream& stream) const {
  const auto count = static_cast<std::size_t>(n);
  std::vector<double> chosen(count);
  stream.fill_uniform(std::span<double>(chosen));
  torch::Tensor points = torch::empty({n, 2}, torch::kFloat64);
  auto* xy = points.data_ptr<double>();
  stream.fill_normal(std::span<double>(xy, 2 * count));

  std::vector<double> below(table_.size());  // cumulative weights
  double sum = 0.0;
  for (std::size_t k = 0; k < below.size(); ++k) below[k] = sum += table_.weight[k];
  for (std::size_t i = 0; i < count; ++i) {
    const auto place = std::upper_bound(below.begin(), below.end() - 1, chosen[i]);
    const auto k = static_cast<std::size_t>(place - below.begin());
    const double std_x = std::sqrt(table_.var_x[k]);
    const double slope = std_x > 0.0 ? table_.cov_xy[k] / std_x : 0.0;
    const double rest = std::sqrt(std::max(0.0, table_.var_y[k] - slope * slope));
    const double first = xy[2 * i];
    const double second = xy[2 * i + 1];
    xy[2 * i] = table_.mean_x[k] + std_x * first;
    xy[2 * i + 1] = table_.mean_y[k] + slope * first + rest * second;
  }
  return points;
}

torch::Tensor Mixture::log_density(const torch::Tensor& points, const torch::Tensor& sigma) const {
  return evaluate(MixtureQuantity::kLogDensity, table_, rows_, points, sigma);
}

torch::Tensor Mixture::score(const torch::Tensor& points, const torch::Tensor& sigma) const {
  return evaluate(MixtureQuantity::kScore, table_, rows_, points, sigma);
}

torch::Tensor Mixture::denoised(const torch::Tensor& points, const torch::Tensor& sigma) const {
  // In float64: at large sigma the two terms nearly cancel.
  const torch::Tensor precise = points.to(torch::kFloat64);
  const torch::Tensor variance =
      sigma.to(precise.options()).reshape({-1}).square().unsqueeze(1);  // [n, 1] or [1, 1]
  return (precise + variance * score(precise, sigma)).to(points.scalar_type());
}

torch::Tensor Mixture::score_jacobian(const torch::Tensor& points,
                                      const torch::Tensor& sigma) const {
  return evaluate(MixtureQuantity::kJacobian, table_, rows_, points, sigma);
}

std::array<double, 2> Mixture::mean() const {
  std::array<double, 2> mean{0.0, 0.0};
  for (const auto& component : components_) {
    mean[0] += component.weight * component.mean[0];
    mean[1] += component.weight * component.mean[1];
  }
  return mean;
}

std::array<double, 3> Mixture::covariance() const {
  const auto [mean_x, mean_y] = mean();
  std::array<double, 3> covariance{0.0, 0.0, 0.0};
  for (const auto& [weight, at, own] : components_) {
    const double x = at[0] - mean_x;
    const double y = at[1] - mean_y;
    covariance[0] += weight * (own[0] + x * x);
    covariance[1] += weight * (own[1] + x * y);
    covariance[2] += weight * (own[2] + y * y);
  }
  return covariance;
}

double Mixture::extent() const {
  constexpr double kMass = 0.99;
  double low = 1e-3;
  double high = low;
  while (mass_within(high, table_) < kMass) high *= 2.0;
  for (int step = 0; step < 30; ++step) {
    const double middle = 0.5 * (low + high);
    (mass_within(middle, table_) < kMass ? low : high) = middle;
  }
  return high;
}

ScoreFunction Mixture::score_function() const {
  return [mixture = *this](const torch::Tensor& points, const torch::Tensor& sigma) {
    return mixture.score(points, sigma);
  };
}

}  // namespace scorescope
