#include "core/metric/fisher_information.h"

#include <torch/types.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>

#include "core/base/error.h"
#include "core/base/random_stream.h"
#include "core/tensor_draws.h"

namespace scorescope {
namespace {

/// Score evaluations times components a call may spend; keeps a level near a second.
constexpr std::int64_t kAffordablePairs = std::int64_t{1} << 24;
constexpr std::int64_t kPointsAtOnce = std::int64_t{1} << 14;
constexpr double kAgreement = 1e-6;

/// The noised components as tensors: x = mean + factor z has the component's law for normal z.
struct NoisedComponents {
  torch::Tensor weights;  // [k], sum 1
  torch::Tensor means;    // [k, 2]
  torch::Tensor factors;  // [k, 2, 2], lower triangular
  std::int64_t count = 0;
};

NoisedComponents noised(const std::vector<GaussianComponent>& components, double sigma) {
  std::vector<double> weights, means, factors;
  for (const auto& component : components) {
    if (component.weight <= 0.0) continue;
    const auto& [xx, xy, yy] = component.covariance;
    const double a = std::sqrt(xx + sigma * sigma);
    const double b = a > 0.0 ? xy / a : 0.0;
    const double c = std::sqrt(std::max(0.0, yy + sigma * sigma - b * b));
    weights.push_back(component.weight);
    means.insert(means.end(), component.mean.begin(), component.mean.end());
    factors.insert(factors.end(), {a, 0.0, b, c});
  }
  check(!weights.empty(), "Fisher information needs a component of positive weight");
  const auto k = static_cast<std::int64_t>(weights.size());
  const auto weight = torch::tensor(weights, torch::kFloat64);
  return {weight / weight.sum(), torch::tensor(means, torch::kFloat64).view({k, 2}),
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

/// Nodes and weights of the Gauss-Hermite rule for the standard normal law (Golub & Welsch, 1969:
/// the nodes are eigenvalues of the Jacobi matrix of the recurrence, here with off-diagonal
/// sqrt(i)).
struct NormalRule {
  torch::Tensor nodes;    // [n]
  torch::Tensor weights;  // [n], sum 1
};

NormalRule normal_rule(std::int64_t n) {
  const auto beside = torch::arange(1, n, torch::kFloat64).sqrt();
  const auto jacobi = torch::diag(beside, 1) + torch::diag(beside, -1);
  const auto [nodes, vectors] = torch::linalg_eigh(jacobi);
  return {nodes, vectors[0].square()};
}

double quadrature(const NoisedComponents& law, const ScoreFunction& exact, double sigma,
                  std::int64_t order) {
  const auto rule = normal_rule(order);
  const auto nodes = torch::cartesian_prod({rule.nodes, rule.nodes});  // [order^2, 2]
  const auto node_weights = torch::outer(rule.weights, rule.weights).view({-1});
  const auto points = law.means.unsqueeze(1) + torch::matmul(nodes, law.factors.mT());
  const auto norms = squared_norms(exact, points.reshape({-1, 2}), sigma);  // [k * order^2]
  const auto per_component = torch::mv(norms.view({law.count, -1}), node_weights);
  return torch::dot(per_component, law.weights).item<double>();
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
Estimate sampled(const NoisedComponents& law, const ScoreFunction& exact, double sigma,
                 std::uint64_t seed) {
  RandomStream stream(seed,
                      "fisher_information " + std::to_string(std::bit_cast<std::uint64_t>(sigma)));
  const auto n =
      std::clamp(2 * kAffordablePairs / law.count, std::int64_t{1} << 14, std::int64_t{1} << 17);
  const auto turn = (torch::arange(n, torch::kFloat64) + 0.5) / static_cast<double>(n);
  const auto component = torch::searchsorted(law.weights.cumsum(0), turn).clamp_max(law.count - 1);
  const auto unit = draw_normal(stream, {n, 2, 1}, torch::kFloat64);
  const auto offset = torch::matmul(law.factors.index_select(0, component), unit).squeeze(2);
  const auto norms = squared_norms(exact, law.means.index_select(0, component) + offset, sigma);
  return {norms.mean().item<double>(), stratified_error(norms)};
}

}  // namespace

Estimate fisher_information(const std::vector<GaussianComponent>& components,
                            const ScoreFunction& exact, double sigma, std::uint64_t seed) {
  const torch::NoGradGuard no_grad;
  const auto law = noised(components, sigma);
  double coarser = std::numeric_limits<double>::quiet_NaN();  // agrees with nothing
  for (const std::int64_t order : {12, 24, 48, 96, 144}) {
    if (order * order * law.count * law.count > kAffordablePairs) break;
    const double finer = quadrature(law, exact, sigma, order);
    if (std::abs(finer - coarser) <= kAgreement * finer) return {finer, 0.0};
    coarser = finer;
  }
  return sampled(law, exact, sigma, seed);
}

Estimate denoising_floor(const Estimate& fisher, double sigma) {
  const double half_square = 0.5 * sigma * sigma;
  return {1.0 - half_square * fisher.value, half_square * fisher.standard_error};
}

}  // namespace scorescope
