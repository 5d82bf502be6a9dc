#include "core/schedule/suggestions.h"

#include <fmt/format.h>
#include <torch/types.h>

#include <algorithm>
#include <cmath>

#include "core/base/error.h"

namespace scorescope {
namespace {

double normal_cdf(double x) { return 0.5 * std::erfc(-x / std::sqrt(2.0)); }

// The share of a level's noise shell that its neighbour covers, 3-sigma rule (NCSNv2, equation 4).
double shell_overlap(double gamma, double sqrt_2d) {
  const double shift = sqrt_2d * (gamma - 1.0);
  return normal_cdf(shift + 3.0 * gamma) - normal_cdf(shift - 3.0 * gamma);
}

// The least of a function with one valley in [low, high], by golden sections.
template <class Function>
double golden_minimum(Function f, double low, double high) {
  const double golden = 0.5 * (std::sqrt(5.0) - 1.0);
  for (int i = 0; i < 80; ++i) {
    const double left = high - golden * (high - low);
    const double right = low + golden * (high - low);
    if (f(left) < f(right)) {
      high = right;
    } else {
      low = left;
    }
  }
  return 0.5 * (low + high);
}

}  // namespace

Suggestion suggest_largest_level(const torch::Tensor& points) {
  check(points.dim() == 2 && points.size(0) >= 2, "technique 1 needs at least two points");
  const torch::NoGradGuard no_grad;
  const torch::Tensor used = points.slice(0, 0, 10000).to(torch::kFloat64);
  double largest = 0.0;
  for (std::int64_t first = 0; first < used.size(0); first += 500) {
    const torch::Tensor distances = torch::cdist(used.slice(0, first, first + 500), used);
    largest = std::max(largest, distances.max().item<double>());
  }
  return {largest,
          fmt::format("Of {} points of the data the two farthest apart are {:.3g} apart: with σ₁ "
                      "no smaller, samples can cross between any two modes (NCSNv2, technique 1).",
                      used.size(0), largest)};
}

std::optional<double> ladder_ratio(std::int64_t dimension) {
  check(dimension >= 1, "a dimension is at least 1");
  const double sqrt_2d = std::sqrt(2.0 * static_cast<double>(dimension));
  if (sqrt_2d <= 3.0) return std::nullopt;
  double low = 1.0;
  double high = 2.0 * sqrt_2d / (sqrt_2d - 3.0);  // there the overlap is below 1 - Phi(3)
  for (int i = 0; i < 200; ++i) {
    const double middle = 0.5 * (low + high);
    (shell_overlap(middle, sqrt_2d) > 0.5 ? low : high) = middle;
  }
  return 0.5 * (low + high);
}

Suggestion suggest_ratio(std::int64_t dimension) {
  const auto ratio = ladder_ratio(dimension);
  if (!ratio) {
    return {std::nullopt, fmt::format("No constraint in {}-D: neighbouring noise levels always "
                                      "overlap (NCSNv2, technique 2 binds from 5 dimensions on).",
                                      dimension)};
  }
  return {ratio, fmt::format("In {} dimensions levels in the ratio {:.4f} overlap by one half "
                             "(NCSNv2, technique 2).",
                             dimension, *ratio)};
}

Suggestion suggest_level_count(double max, double min, std::int64_t dimension) {
  check(max > min && min > 0, "a ladder runs from max down to min > 0");
  const auto ratio = ladder_ratio(dimension);
  if (!ratio) {
    return {std::nullopt, fmt::format("No constraint in {}-D: any number of levels overlaps enough "
                                      "(NCSNv2, technique 2); 10 to 20 are usual.",
                                      dimension)};
  }
  const double count = std::round(1.0 + std::log(max / min) / std::log(*ratio));
  return {count,
          fmt::format("{:.0f} levels from {:.4g} to {:.4g} stand in the ratio {:.4f} that {} "
                      "dimensions ask for (NCSNv2, technique 2).",
                      count, max, min, *ratio, dimension)};
}

double variance_ratio(const LangevinPlan& plan, double epsilon) {
  const double q = epsilon / (plan.lowest_level * plan.lowest_level);
  const double limit = 2.0 / (2.0 - q);  // 2q / (1 - (1 - q)^2)
  const double kept = std::pow(1.0 - q, 2.0 * static_cast<double>(plan.steps));
  return kept * (plan.ratio * plan.ratio - limit) + limit;
}

Suggestion suggest_step_size(const LangevinPlan& plan) {
  check(plan.ratio > 1.0 && plan.steps >= 1 && plan.lowest_level > 0.0,
        "technique 4 needs a ratio above 1, at least one step and a positive level");
  const double square = plan.lowest_level * plan.lowest_level;
  // The ratio is above 1 everywhere (see the header's formula) and beyond epsilon = sigma_L^2 it
  // only grows, so its one valley over ln(epsilon) is the answer.
  const double best = std::exp(golden_minimum(
      [&](double log_epsilon) { return variance_ratio(plan, std::exp(log_epsilon)); },
      std::log(1e-7 * square), std::log(square)));
  return {best,
          fmt::format("ε = {:.3g} (x + α s + √(2α) z; twice that for x + ½ α s + √α z) leaves "
                      "{:.3f} times the right variance after {} steps a level, the closest to "
                      "1 (NCSNv2, technique 4).",
                      best, variance_ratio(plan, best), plan.steps)};
}

StabilityBound largest_stable_epsilon(const std::vector<double>& levels, double smallest_variance) {
  check(!levels.empty() && smallest_variance >= 0.0, "stability needs levels and a variance >= 0");
  const double lowest = levels.back() * levels.back();
  double binding = levels.front();
  double largest_q = 0.0;
  for (const double sigma : levels) {
    const double limit = 2.0 * lowest * (smallest_variance + sigma * sigma) / (sigma * sigma);
    if (largest_q > 0.0 && limit >= largest_q) continue;
    largest_q = limit;
    binding = sigma;
  }
  // of a point the bound is the same at every level, and rounding would choose one
  const std::string where =
      smallest_variance > 0.0
          ? fmt::format("at σ = {:.4g}, where the density's least variance is {:.4g}", binding,
                        smallest_variance + binding * binding)
          : "at every level alike, for data as thin as a single point";
  return {
      {2.0 * largest_q, fmt::format("A step x + ½ α s + √α z is stable while α < 4 v; that binds "
                                    "{}: ε must stay below {:.4g}.",
                                    where, 2.0 * largest_q)},
      {largest_q, fmt::format("A step x + α s + √(2α) z is stable while α < 2 v; that binds {}: "
                              "ε must stay below {:.4g}.",
                              where, largest_q)}};
}

}  // namespace scorescope
