// What NCSNv2 suggests, against the published values and against simulation (AT-12, AT-13).
#include <gtest/gtest.h>
#include <torch/types.h>

#include <cmath>
#include <vector>

#include "core/base/random_stream.h"
#include "core/schedule/suggestions.h"

namespace scorescope {
namespace {

TEST(LadderRatio, MatchesNcsnV2At12) {
  EXPECT_NEAR(ladder_ratio(784).value(), 1.0820, 2e-4);
  EXPECT_NEAR(ladder_ratio(3072).value(), 1.0398, 2e-4);
  EXPECT_NEAR(ladder_ratio(1024).value(), 1.0710, 2e-4);
}

TEST(LadderRatio, IsNotConstrainedUpToFourDimensions) {
  for (const std::int64_t d : {1, 2, 3, 4}) EXPECT_FALSE(ladder_ratio(d)) << d;
  EXPECT_TRUE(ladder_ratio(5));
  EXPECT_FALSE(suggest_ratio(2).value);
  EXPECT_NE(suggest_ratio(2).reason.find("No constraint in 2-D"), std::string::npos);
}

TEST(LevelCount, MatchesPublishedLengths) {
  EXPECT_EQ(suggest_level_count(50, 0.01, 784).value, 109);
  EXPECT_EQ(suggest_level_count(28, 0.01, 784).value, 102);
  EXPECT_EQ(suggest_level_count(50, 0.01, 3072).value, 219);
  EXPECT_FALSE(suggest_level_count(20, 1, 2).value);
}

TEST(LargestLevel, IsTheLargestPairwiseDistance) {
  const auto points = torch::tensor({{0.0, 0.0}, {1.0, 1.0}, {-3.0, 0.0}, {1.0, -3.0}});
  EXPECT_NEAR(suggest_largest_level(points).value.value(), 5.0, 1e-12);
  EXPECT_NEAR(suggest_largest_level(points.to(torch::kFloat32)).value.value(), 5.0, 1e-6);
}

struct Published {
  LangevinPlan plan;
  double epsilon;
  double ratio;
  double tolerance;
};

// maths.md section 6.2, technique 4; the poster's last row is quoted with gamma to four digits
// only.
TEST(VarianceRatio, MatchesPublishedValuesAt13) {
  const double ncsn = std::pow(100.0, 1.0 / 9.0);
  const std::vector<Published> rows{{{ncsn, 100, 0.01}, 2e-5, 1.111, 5e-4},
                                    {{1.0376, 5, 0.01}, 6.2e-6, 1.0555, 5e-4},
                                    {{1.0184, 5, 0.01}, 3.3e-6, 1.0314, 5e-4},
                                    {{std::pow(200.0, 1.0 / 9.0), 100, 0.01}, 5e-6, 1.026, 5e-4},
                                    {{std::pow(5000.0, 1.0 / 199.0), 10, 0.01}, 5e-6, 1.049, 6e-4}};
  for (const auto& row : rows) {
    EXPECT_NEAR(variance_ratio(row.plan, row.epsilon), row.ratio, row.tolerance)
        << "gamma " << row.plan.ratio << ", T " << row.plan.steps;
  }
}

TEST(StepSize, MatchesPublishedBestChoices) {
  const LangevinPlan mnist{std::pow(5000.0, 1.0 / 113.0), 5, 0.01};
  EXPECT_NEAR(suggest_step_size(mnist).value.value(), 1.08e-5, 0.01e-5);
  EXPECT_NEAR(variance_ratio(mnist, *suggest_step_size(mnist).value), 1.091, 5e-4);
  const LangevinPlan toy{std::pow(100.0, 1.0 / 19.0), 50, 0.1};
  EXPECT_NEAR(suggest_step_size(toy).value.value(), 4.7e-4, 0.05e-4);
  EXPECT_NEAR(variance_ratio(toy, *suggest_step_size(toy).value), 1.029, 5e-4);
}

TEST(StepSize, IsTheBestOfAFineGrid) {
  for (const std::int64_t steps : {1, 2, 5, 30, 1000}) {
    for (const double gamma : {1.01, 1.3, 2.0, 10.0}) {
      const LangevinPlan plan{gamma, steps, 0.5};
      const double found = variance_ratio(plan, *suggest_step_size(plan).value);
      double best = found;
      for (int i = 1; i < 4000; ++i) best = std::min(best, variance_ratio(plan, 0.25 * i / 2000.0));
      EXPECT_LE(found, best * (1 + 1e-9)) << "gamma " << gamma << ", T " << steps;
    }
  }
}

// AT-13: T Langevin steps on the score of N(0, sigma^2), started from the level above.
TEST(VarianceRatio, MatchesASimulatedChainAt13) {
  constexpr std::int64_t kChains = 400000;
  const LangevinPlan plan{1.668, 20, 0.01};
  const double sigma = 0.3;
  const double epsilon = 4e-6;
  const double step = epsilon * sigma * sigma / (plan.lowest_level * plan.lowest_level);
  RandomStream stream(3, "chains");
  std::vector<double> x(kChains);
  std::vector<double> z(kChains);
  stream.fill_normal(std::span<double>(x));
  for (double& value : x) value *= plan.ratio * sigma;
  for (std::int64_t t = 0; t < plan.steps; ++t) {
    stream.fill_normal(std::span<double>(z));
    for (std::size_t i = 0; i < x.size(); ++i) {
      x[i] += -step * x[i] / (sigma * sigma) + std::sqrt(2.0 * step) * z[i];
    }
  }
  double square = 0;
  for (const double value : x) square += value * value;
  const double measured = square / kChains / (sigma * sigma);
  // standard error of a variance from 4e5 normal draws: sqrt(2 / n) = 0.22 %
  EXPECT_NEAR(measured / variance_ratio(plan, epsilon), 1.0, 0.01);
}

TEST(StabilityBound, ForbidsTheLadderThatDiverges) {
  // maths.md section 6.1: 10 -> 0.1 with epsilon 0.1 (P) diverges, with 1e-3 it does not; 20 -> 1
  // holds
  const auto deep = largest_stable_epsilon({10.0, 1.0, 0.1}, 1.0);
  EXPECT_LT(deep.convention_p.value.value(), 0.1);
  EXPECT_GT(deep.convention_p.value.value(), 1e-3);
  EXPECT_GT(largest_stable_epsilon({20.0, 1.0}, 1.0).convention_p.value.value(), 0.1);
}

TEST(StabilityBound, IsTwoSigmaSquaredForPointMasses) {
  const auto bound = largest_stable_epsilon({5.0, 0.5, 0.1}, 0.0);
  EXPECT_NEAR(bound.convention_q.value.value(), 2 * 0.01, 1e-12);
  EXPECT_NEAR(bound.convention_p.value.value(), 4 * 0.01, 1e-12);
  // no level binds before the others: rounding must not name one
  EXPECT_NE(bound.convention_p.reason.find("every level alike"), std::string::npos);
}

}  // namespace
}  // namespace scorescope
