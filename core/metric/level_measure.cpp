#include "core/metric/level_measure.h"

#include <cmath>
#include <limits>

#include "core/base/error.h"

namespace scorescope {
namespace {

torch::Tensor squared_length(const torch::Tensor& vectors) { return vectors.square().sum(1); }

torch::Tensor evaluate(const ScoreFunction& score, const torch::Tensor& points, double sigma) {
  return score(points, torch::full({points.size(0)}, sigma, points.options()));
}

/// Mean of [n] values and its standard error.
Estimate mean_of(const torch::Tensor& values) {
  const auto n = static_cast<double>(values.numel());
  return {values.mean().item<double>(), std::sqrt(values.var(true).item<double>() / n)};
}

void measure_grid(const torch::Tensor& grid, const ScoreFunction& learned,
                  const ScoreFunction& exact, LevelMeasure& measure) {
  measure.error_grid = measure.median_grid = std::numeric_limits<double>::quiet_NaN();
  if (!grid.defined() || grid.size(0) == 0) return;
  const auto error =
      squared_length(evaluate(learned, grid, measure.sigma) - evaluate(exact, grid, measure.sigma));
  measure.error_grid = error.mean().item<double>();
  measure.median_grid = std::sqrt(error.median().item<double>());
}

}  // namespace

double ncsn_weight(double sigma) { return 0.5 * sigma * sigma; }

LevelMeasure measure_level(const LevelProbe& probe, const ScoreFunction& learned,
                           const ScoreFunction& exact, const Estimate& fisher) {
  check(probe.noisy.size(0) > 1, "measuring a level needs at least two points");
  const torch::NoGradGuard no_grad;
  const double variance = probe.sigma * probe.sigma;
  const auto target = (probe.clean - probe.noisy) / variance;      // [n, 2]
  const auto score = evaluate(learned, probe.noisy, probe.sigma);  // [n, 2]
  const auto truth = evaluate(exact, probe.noisy, probe.sigma);    // [n, 2]
  const auto denoising = squared_length(score - target);           // [n]
  const auto error = squared_length(score - truth);                // [n]

  LevelMeasure measure;
  measure.sigma = probe.sigma;
  measure.dsm = mean_of(denoising);
  measure.esm = mean_of(error);
  measure.bias = mean_of(denoising - error);
  measure.bias_exact = static_cast<double>(probe.noisy.size(1)) / variance - fisher.value;
  measure.norm_learned = mean_of(squared_length(score));
  measure.norm_exact = mean_of(squared_length(truth));
  measure.relative_error = std::sqrt(measure.esm.value / measure.norm_exact.value);
  measure.residual = std::abs(measure.bias.value - measure.bias_exact);
  measure_grid(probe.grid_points, learned, exact, measure);
  return measure;
}

double explained_variance(const torch::Tensor& reference, const torch::Tensor& approximation) {
  const torch::NoGradGuard no_grad;
  return 1.0 -
         ((reference - approximation).square().sum() / reference.square().sum()).item<double>();
}

}  // namespace scorescope
