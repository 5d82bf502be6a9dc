// The identity DSM = ESM + d / sigma^2 - J for any score (AT-4), and the exact values of simple
// ones.
#include "core/metric/level_measure.h"

#include <gtest/gtest.h>
#include <torch/types.h>

#include <cmath>

#include "core/distribution/mixture.h"
#include "core/empirical_score.h"
#include "core/metric/fisher_information.h"
#include "core/tensor_draws.h"

namespace scorescope {
namespace {

Mixture reference_mixture() {
  return Mixture({isotropic(0.8, 5, 5, 1), isotropic(0.2, -5, -5, 1)});
}

LevelProbe probe_of(const Mixture& mixture, double sigma, std::int64_t n) {
  RandomStream stream(5, "probe");
  const auto clean = mixture.sample(n, stream);
  const auto noise = draw_normal(stream, {n, 2}, torch::kFloat64);
  const auto line = torch::linspace(-8, 8, 33, torch::kFloat64);
  return {sigma, clean, clean + sigma * noise, torch::cartesian_prod({line, line})};
}

/// A random smooth field with nothing to do with the mixture: 2-16-2 with tanh.
ScoreFunction random_network() {
  RandomStream stream(11, "weights");
  const auto first = draw_normal(stream, {3, 16}, torch::kFloat64);
  const auto second = draw_normal(stream, {16, 2}, torch::kFloat64);
  return [first, second](const torch::Tensor& points, const torch::Tensor& sigma) {
    const auto input = torch::cat({0.3 * points, sigma.log().unsqueeze(1)}, 1);
    return torch::matmul(torch::tanh(torch::matmul(input, first)), second) / sigma.unsqueeze(1);
  };
}

// AT-4: within 1 % of d / sigma^2 with 4e5 samples. The paired difference has its own standard
// error, which must cover it too.
TEST(LevelMeasure, SatisfiesTheIdentityForAnyScore) {
  const auto mixture = reference_mixture();
  const auto exact = mixture.score_function();
  const ScoreFunction scores[] = {
      random_network(), exact,
      [&](const torch::Tensor& points, const torch::Tensor& sigma) {
        return 0.5 * mixture.score(points, sigma);
      },
      [](const torch::Tensor& points, const torch::Tensor&) { return torch::zeros_like(points); }};
  for (const double sigma : {0.3, 1.0, 4.0}) {
    const auto probe = probe_of(mixture, sigma, 400000);
    const auto fisher = fisher_information(mixture.components(), exact, sigma);
    for (std::size_t i = 0; i < std::size(scores); ++i) {
      const auto found = measure_level(probe, scores[i], exact, fisher);
      EXPECT_LT(found.residual, 0.01 * 2.0 / (sigma * sigma))
          << "score " << i << ", sigma " << sigma << ": DSM " << found.dsm.value << ", ESM "
          << found.esm.value << ", B " << found.bias_exact;
      EXPECT_LT(found.residual, 4.5 * found.bias.standard_error)
          << "score " << i << ", sigma " << sigma;
    }
  }
}

TEST(LevelMeasure, OfTheExactScoreHasNoErrorAndIsItsOwnFloor) {
  const auto mixture = reference_mixture();
  const auto exact = mixture.score_function();
  const double sigma = 2.5;
  const auto fisher = fisher_information(mixture.components(), exact, sigma);
  const auto found = measure_level(probe_of(mixture, sigma, 100000), exact, exact, fisher);
  EXPECT_EQ(found.esm.value, 0.0);
  EXPECT_EQ(found.error_grid, 0.0);
  EXPECT_EQ(found.median_grid, 0.0);
  EXPECT_EQ(found.relative_error, 0.0);
  const auto loss = ncsn_weight(sigma) * found.dsm;
  EXPECT_NEAR(loss.value, denoising_floor(fisher, sigma).value, 4.5 * loss.standard_error);
  EXPECT_NEAR(found.norm_exact.value, fisher.value, 4.5 * found.norm_exact.standard_error);
  EXPECT_EQ(found.norm_learned.value, found.norm_exact.value);
}

// Learned = exact + (1, 2): every error is known.
TEST(LevelMeasure, SeesAConstantErrorEverywhere) {
  const auto mixture = reference_mixture();
  const auto exact = mixture.score_function();
  const ScoreFunction shifted = [&](const torch::Tensor& points, const torch::Tensor& sigma) {
    return mixture.score(points, sigma) + torch::tensor({1.0, 2.0}, torch::kFloat64);
  };
  const auto found = measure_level(probe_of(mixture, 1.0, 1000), shifted, exact, {1.0, 0.0});
  EXPECT_NEAR(found.esm.value, 5.0, 1e-9);
  EXPECT_NEAR(found.esm.standard_error, 0.0, 1e-9);
  EXPECT_NEAR(found.error_grid, 5.0, 1e-9);
  EXPECT_NEAR(found.median_grid, std::sqrt(5.0), 1e-9);
  EXPECT_NEAR(found.relative_error, std::sqrt(5.0 / found.norm_exact.value), 1e-9);
}

TEST(LevelMeasure, WithoutAGridLeavesItsErrorsUndefined) {
  const auto mixture = reference_mixture();
  auto probe = probe_of(mixture, 1.0, 100);
  probe.grid_points = torch::Tensor();
  const auto exact = mixture.score_function();
  const auto found = measure_level(probe, exact, exact, {1.0, 0.0});
  EXPECT_TRUE(std::isnan(found.error_grid));
  EXPECT_TRUE(std::isnan(found.median_grid));
}

/// Means over the ladder 5 -> 0.5 of DSM and ESM (1/2 sigma^2) of the frozen score on the law of a
/// cloud, whose exact score is the empirical one.
std::pair<double, double> cloud_losses(const torch::Tensor& cloud) {
  const auto frozen = reference_mixture().score_function();
  const ScoreFunction own = [&](const torch::Tensor& points, const torch::Tensor& sigma) {
    return empirical_score(points, sigma, cloud);
  };
  RandomStream stream(7, "probe");
  std::pair<double, double> mean;
  for (int i = 0; i < 10; ++i) {
    const double sigma = 5.0 * std::pow(0.1, i / 9.0);
    const auto clean = cloud.repeat({40, 1});
    const auto noise = draw_normal(stream, clean.sizes(), torch::kFloat64);
    const auto found = measure_level({sigma, clean, clean + sigma * noise, {}}, frozen, own, {});
    mean.first += 0.1 * ncsn_weight(sigma) * found.dsm.value;
    mean.second += 0.1 * ncsn_weight(sigma) * found.esm.value;
  }
  return mean;
}

// mock/bias-dark.png: as 512 particles collapse from data to a width of 0.042, DSM falls from
// 0.3936 to 0.2278 while ESM rises from 0.0070 to 0.1901. Other particles, so 0.02 of room.
TEST(LevelMeasure, ShowsDsmFallingWhileEsmRisesAsACloudCollapses) {
  RandomStream stream(42, "data");
  const auto start = reference_mixture().sample(512, stream);
  const Mixture collapsed({isotropic(0.81, 5, 5, 0.042), isotropic(0.19, -5, -5, 0.042)});
  const auto before = cloud_losses(start);
  const auto after = cloud_losses(collapsed.sample(512, stream));
  EXPECT_NEAR(before.first, 0.3936, 0.02) << "DSM at the start";
  EXPECT_NEAR(before.second, 0.0070, 0.004) << "ESM at the start";
  EXPECT_NEAR(after.first, 0.2278, 0.02) << "DSM of the collapsed cloud";
  EXPECT_NEAR(after.second, 0.1901, 0.02) << "ESM of the collapsed cloud";
}

TEST(ExplainedVariance, IsOneForTheTruthAndKnownForAFraction) {
  const auto truth = reference_mixture().score(
      torch::tensor({{1.0, 2.0}, {-3.0, 0.5}}, torch::kFloat64), torch::ones({1}, torch::kFloat64));
  EXPECT_EQ(explained_variance(truth, truth), 1.0);
  EXPECT_NEAR(explained_variance(truth, 0.9 * truth), 0.99, 1e-12);
  EXPECT_NEAR(explained_variance(truth, torch::zeros_like(truth)), 0.0, 1e-12);
}

// maths.md section 7.1: on the reference mixture the Gaussian with its mean and covariance (3,3), 1
// + 16 (1 1; 1 1) explains 0.996 of the score at sigma = 11.7 and 0.60 at 2.24.
TEST(ExplainedVariance, OfTheGaussianScoreFallsWithTheNoise) {
  const auto mixture = reference_mixture();
  const Mixture gaussian({{1.0, {3.0, 3.0}, {17.0, 16.0, 17.0}}});
  for (const auto& [sigma, expected] : {std::pair{11.7, 0.996}, std::pair{2.24, 0.60}}) {
    const auto probe = probe_of(mixture, sigma, 50000);
    const auto level = torch::full({1}, sigma, torch::kFloat64);
    const double found =
        explained_variance(mixture.score(probe.noisy, level), gaussian.score(probe.noisy, level));
    EXPECT_NEAR(found, expected, sigma > 5 ? 0.002 : 0.02) << "sigma " << sigma;
  }
}

}  // namespace
}  // namespace scorescope
