#include "core/metric/fisher_information.h"

#include <torch/types.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <string>

#include "core/base/error.h"
#include "core/base/random_stream.h"
#include "core/metric/mixture_quadrature.h"
#include "core/tensor_draws.h"

namespace scorescope {
namespace {

/// Score evaluations times components that the estimate may spend, but for its least points.
constexpr std::int64_t kAffordablePairsAtOnce = std::int64_t{1} << 25;
constexpr std::int64_t kPointsAtOnce = std::int64_t{1} << 14;

/// With positive weights that sum to 1, and the noise in the covariances.
std::vector<GaussianComponent> noised(const std::vector<GaussianComponent>& components,
                                      double sigma) {
  std::vector<GaussianComponent> law;
  double total = 0.0;
  for (GaussianComponent component : components) {
    if (component.weight <= 0.0) continue;
    component.covariance[0] += sigma * sigma;
    component.covariance[2] += sigma * sigma;
    total += component.weight;
    law.push_back(component);
  }
  check(!law.empty(), "Fisher information needs a component of positive weight");
  for (auto& component : law) component.weight /= total;
  return law;
}

/// The components as tensors: x = mean + factor z has the component's law for normal z.
struct Sources {
  torch::Tensor weights;  // [k], sum 1
  torch::Tensor means;    // [k, 2]
  torch::Tensor factors;  // [k, 2, 2], lower triangular
  std::int64_t count = 0;
};

Sources sources_of(const std::vector<GaussianComponent>& law) {
  std::vector<double> weights, means, factors;
  for (const auto& component : law) {
    const auto& [xx, xy, yy] = component.covariance;
    const double a = std::sqrt(xx);
    const double b = a > 0.0 ? xy / a : 0.0;
    const double c = std::sqrt(std::max(0.0, yy - b * b));
    weights.push_back(component.weight);
    means.insert(means.end(), component.mean.begin(), component.mean.end());
    factors.insert(factors.end(), {a, 0.0, b, c});
  }
  const auto k = static_cast<std::int64_t>(weights.size());
  return {torch::tensor(weights, torch::kFloat64),
          torch::tensor(means, torch::kFloat64).view({k, 2}),
          torch::tensor(factors, torch::kFloat64).view({k, 2, 2}), k};
}

/// ||score||^2 at points [n, 2], a few thousand at a time.
torch::Tensor squared_norms(const ScoreFunction& exact, const torch::Tensor& points, double sigma) {
  std::vector<torch::Tensor> parts;
  for (const auto& chunk : points.split(kPointsAtOnce)) {
    const auto levels = torch::full({chunk.size(0)}, sigma, torch::kFloat64);
    parts.push_back(exact(chunk, levels).square().sum(1));
  }
  return torch::cat(parts);
}

/// Standard error of the mean of values [n] in stratified order, each from the stratum of its
/// neighbours: half the mean square of successive differences is the variance inside the strata
/// (Wolter, Introduction to Variance Estimation, 2007, section 8.2, v_2). The variance over all
/// points would count the differences between strata too, which do not vary from draw to draw.
double stratified_error(const torch::Tensor& values) {
  const auto half_square = 0.5 * torch::diff(values).square().mean().item<double>();
  return std::sqrt(half_square / static_cast<double>(values.numel()));
}

/// Stratified: components take turns in proportion to their weights, so only the noise inside them
/// is random. Each noise level draws from a stream of its own: errors of levels are independent and
/// add in quadrature.
Estimate sampled(const Sources& law, const ScoreFunction& exact, double sigma, std::uint64_t seed) {
  RandomStream stream(seed,
                      "fisher_information " + std::to_string(std::bit_cast<std::uint64_t>(sigma)));
  const auto n =
      std::clamp(kAffordablePairsAtOnce / law.count, std::int64_t{1} << 14, std::int64_t{1} << 17);
  const auto turn = (torch::arange(n, torch::kFloat64) + 0.5) / static_cast<double>(n);
  const auto component = torch::searchsorted(law.weights.cumsum(0), turn).clamp_max(law.count - 1);
  const auto unit = draw_normal(stream, {n, 2, 1}, torch::kFloat64);
  const auto offset = torch::matmul(law.factors.index_select(0, component), unit).squeeze(2);
  const auto norms = squared_norms(exact, law.means.index_select(0, component) + offset, sigma);
  return {norms.mean().item<double>(), stratified_error(norms)};
}

/// J is at most d / sigma^2, its value where the noise can be told from the data (maths.md section
/// 1, identity 3). Rounding that misses it by less than any quadrature knows would leave the floor
/// a tiny number, and perhaps a negative one, instead of none.
double bounded(double fisher, double sigma) {
  constexpr double kRounding = 1e-9;
  const double most = 2.0 / (sigma * sigma);
  return fisher < (1.0 - kRounding) * most ? fisher : most;
}

}  // namespace

Estimate fisher_information(const std::vector<GaussianComponent>& components,
                            const ScoreFunction& exact, double sigma, std::uint64_t seed) {
  const auto law = noised(components, sigma);
  if (const auto value = mean_squared_score(law)) return {bounded(*value, sigma), 0.0};
  const torch::NoGradGuard no_grad;
  const Estimate found = sampled(sources_of(law), exact, sigma, seed);
  return {bounded(found.value, sigma), found.standard_error};
}

Estimate denoising_floor(const Estimate& fisher, double sigma) {
  const double half_square = 0.5 * sigma * sigma;
  return {half_square * (2.0 / (sigma * sigma) - fisher.value),
          half_square * fisher.standard_error};
}

}  // namespace scorescope
