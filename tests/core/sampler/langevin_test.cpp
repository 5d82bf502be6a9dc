// Langevin dynamics against exact first-order autoregressions, and the two-mode facts of maths.md.
#include <gtest/gtest.h>
#include <torch/types.h>

#include <cmath>

#include "core/sampler/langevin.h"
#include "core/schedule/suggestions.h"
#include "core/tensor_draws.h"
#include "tests/core/sampler/clouds.h"

namespace scorescope {
namespace {

using clouds::expect_variance;
using clouds::geometric_ladder;
using clouds::normal_cloud;
using clouds::run;

/// Score of N(0, v) whatever sigma is.
ScoreFunction gaussian_score(double variance) {
  return
      [variance](const torch::Tensor& points, const torch::Tensor&) { return -points / variance; };
}

/// Score of a point mass at 0 under noise sigma.
ScoreFunction point_score() {
  return [](const torch::Tensor& points, const torch::Tensor& sigma) {
    return -points / sigma.square().unsqueeze(1);
  };
}

Values langevin_options(double epsilon, std::int64_t steps, const std::string& convention) {
  return {{"epsilon", epsilon}, {"steps_per_level", steps}, {"convention", convention}};
}

// x' = (1 - a/(2v)) x + sqrt(a) z settles at variance v / (1 - a/(4v)); convention Q at v / (1 -
// a/(2v)).
TEST(Langevin, SettlesAtTheVarianceOfItsAutoregression) {
  const double v = 2.0;
  const double epsilon = 1.2;
  const auto start = normal_cloud(20000, 0.0, 1.0);
  const auto p = make_sampler({"langevin", langevin_options(epsilon, 60, "P")}, {1.0});
  expect_variance(run(*p, start, gaussian_score(v)), v / (1.0 - epsilon / (4.0 * v)), "P");
  const auto q = make_sampler({"langevin", langevin_options(epsilon, 60, "Q")}, {1.0});
  expect_variance(run(*q, start, gaussian_score(v)), v / (1.0 - epsilon / (2.0 * v)), "Q");
}

TEST(Langevin, ConventionQWithHalfTheStepIsConventionP) {
  const auto start = normal_cloud(100, 0.0, 3.0);
  const auto score = clouds::reference_mixture().score_function();
  const std::vector<double> levels{4.0, 2.0, 1.0};
  for (const std::string kind : {"langevin", "annealed_langevin"}) {
    const auto p = make_sampler({kind, langevin_options(0.2, 20, "P")}, levels);
    const auto q = make_sampler({kind, langevin_options(0.1, 20, "Q")}, levels);
    EXPECT_TRUE(torch::allclose(run(*p, start, score), run(*q, start, score), 0.0, 1e-12)) << kind;
  }
}

TEST(Langevin, TakesAsManyStepsAsTheAnnealedRunBesideIt) {
  const auto levels = geometric_ladder(20.0, 1.0, 10);
  const auto plain = make_sampler({"langevin", {}}, levels);
  const auto annealed = make_sampler({"annealed_langevin", {}}, levels);
  EXPECT_EQ(plain->step_count(), 1000);
  EXPECT_EQ(annealed->step_count(), 1000);
  EXPECT_EQ(plain->position(0).level, 9);
  EXPECT_DOUBLE_EQ(plain->position(500).step_size, 0.1);
  const auto position = annealed->position(743);  // the numbers of the mock
  EXPECT_EQ(position.level, 7);
  EXPECT_NEAR(position.sigma, 1.946, 5e-4);
  EXPECT_NEAR(position.step_size, 0.3786, 5e-5);
}

TEST(Langevin, UsesTheLevelItIsGiven) {
  const auto plan = make_sampler({"langevin", {{"level", std::int64_t{0}}}}, {4.0, 2.0, 1.0});
  EXPECT_DOUBLE_EQ(plan->position(0).sigma, 4.0);
  EXPECT_DOUBLE_EQ(plan->final_sigma(), 4.0);
}

TEST(AnnealedLangevin, LeavesOutTheLastNoiseIfTold) {
  const double v = 2.0;
  auto options = langevin_options(0.5, 1, "P");
  options["last_step_noise"] = false;
  const auto plan = make_sampler({"annealed_langevin", options}, {1.0});
  const auto start = normal_cloud(10, 0.0, 1.0);
  const auto end = run(*plan, start, gaussian_score(v));
  EXPECT_TRUE(torch::allclose(end, start * (1.0 - 0.25 / v), 0.0, 1e-15)) << end;
}

TEST(AnnealedLangevin, FinalDenoisingIsOneTweedieStepMore) {
  const Mixture mixture = clouds::reference_mixture();
  const std::vector<double> levels{2.0, 1.0};
  const auto start = normal_cloud(100, 0.0, 5.0);
  auto options = langevin_options(0.1, 5, "P");
  const auto noisy = make_sampler({"annealed_langevin", options}, levels);
  options["final_denoise"] = true;
  const auto clean = make_sampler({"annealed_langevin", options}, levels);
  EXPECT_EQ(clean->step_count(), noisy->step_count() + 1);
  EXPECT_EQ(clean->position(10).step_size, 0.0);
  EXPECT_EQ(clean->final_sigma(), 0.0);
  const auto end = run(*noisy, start, mixture.score_function());
  const auto expected = mixture.denoised(end, torch::tensor({1.0}, torch::kFloat64));
  EXPECT_TRUE(torch::allclose(run(*clean, start, mixture.score_function()), expected, 0.0, 1e-12));
}

TEST(AnnealedLangevin, ClampsAfterEachLevelIfTold) {
  auto options = langevin_options(0.3, 2, "P");
  options["clamp"] = 1.2;
  const std::vector<double> levels{4.0, 1.0};
  const auto plan = make_sampler({"annealed_langevin", options}, levels);
  auto points = 5.0 * normal_cloud(200, 0.0, 1.0).view({50, 8});  // any dimension
  RandomStream noise(3, "noise");
  const ScoreFunction flat = [](const torch::Tensor& x, const torch::Tensor&) { return 0.0 * x; };
  for (std::int64_t step = 0; step < plan->step_count(); ++step) {
    plan->advance(points, step, {flat, noise});
    const double largest = points.abs().max().item<double>();
    if (step % 2 == 1) {
      EXPECT_EQ(largest, 1.2) << "after step " << step;
    } else {
      EXPECT_GT(largest, 1.2) << "after step " << step;
    }
  }
  EXPECT_NE(plan->update_rule().find("clamp(x, ±1.2)"), std::string::npos) << plan->update_rule();
}

// AT-13: a chain that arrives from the level above with variance gamma^2 sigma^2 ends with variance
// r sigma^2. The second column holds the check values of maths.md section 6.2.
TEST(AnnealedLangevin, EndsALevelWithTheVarianceRatioOfTechniqueFour) {
  struct Case {
    LangevinPlan plan;
    double epsilon, ratio;
  };
  const Case cases[] = {{{1.668, 100, 0.01}, 2e-5, 1.111},
                        {{1.0376, 5, 0.01}, 6.2e-6, 1.0555},
                        {{1.0184, 5, 0.01}, 3.3e-6, 1.0314}};
  for (const auto& [plan, epsilon, ratio] : cases) {
    const double formula = variance_ratio(plan, epsilon);
    EXPECT_NEAR(formula, ratio, 1e-3) << "T = " << plan.steps;
    const auto sampler = make_sampler(
        {"annealed_langevin", langevin_options(epsilon, plan.steps, "Q")}, {plan.lowest_level});
    const auto start = normal_cloud(100000, 0.0, plan.ratio * plan.lowest_level);
    const auto end = run(*sampler, start, point_score());
    const double found =
        end.square().mean().item<double>() / (plan.lowest_level * plan.lowest_level);
    // 1 % is three standard errors of sqrt(2 / 200000) = 0.32 %
    EXPECT_NEAR(found / formula, 1.0, 0.01) << "T = " << plan.steps << ", found " << found;
  }
}

// The recursion of one point's variance against 20,000 chains, with noise on the last step and
// without.
TEST(LangevinNoise, IsWhatChainsOfOnePointHave) {
  const auto levels = geometric_ladder(2.0, 0.01, 10);
  for (const std::string convention : {"P", "Q"}) {
    for (const bool last : {true, false}) {
      Choice choice{"annealed_langevin", langevin_options(5e-5, 7, convention)};
      choice.options["last_step_noise"] = last;
      const LangevinNoise noise = langevin_noise(choice, levels, 3.0);
      const auto sampler = make_sampler(choice, levels);
      const auto cloud = run(*sampler, normal_cloud(20000, 0.0, 3.0), point_score());
      expect_variance(cloud, noise.left * noise.left, convention);
      EXPECT_NEAR(noise.bound,
                  *(convention == "P" ? largest_stable_epsilon(levels, 0.0).convention_p
                                      : largest_stable_epsilon(levels, 0.0).convention_q)
                       .value,
                  1e-12);
    }
  }
  Choice denoised{"annealed_langevin", langevin_options(5e-5, 7, "P")};
  denoised.options["final_denoise"] = true;
  EXPECT_EQ(langevin_noise(denoised, levels, 3.0).left, 0.0);
}

// maths.md section 5.2: a third more variance at 1e-4 (P) and sigma_L = 0.01, none at 1e-3.
TEST(LangevinNoise, InflatesTheVarianceUpToTheBound) {
  const auto inflation = [](double epsilon) {
    return langevin_noise({"annealed_langevin", langevin_options(epsilon, 10, "P")}, {2.0, 0.01},
                          1.0)
        .inflation;
  };
  EXPECT_NEAR(inflation(1e-5), 1.0 / 0.975, 1e-12);
  EXPECT_NEAR(inflation(1e-4), 4.0 / 3.0, 1e-12);
  EXPECT_TRUE(std::isinf(inflation(1e-3)));
}

// The same over a whole ladder of several levels, where alpha_i must scale with sigma_i^2.
TEST(AnnealedLangevin, HasTheSameVarianceRatioAtEveryLevel) {
  const auto levels = geometric_ladder(8.0, 1.0, 4);
  const double epsilon = 0.1;
  const auto sampler =
      make_sampler({"annealed_langevin", langevin_options(epsilon, 20, "P")}, levels);
  double variance = 100.0;
  for (const double sigma : levels) {
    const double square = sigma * sigma;
    for (int step = 0; step < 20; ++step) {
      const double factor = 1.0 - epsilon / 2.0;
      variance = factor * factor * variance + epsilon * square;
    }
  }
  expect_variance(run(*sampler, normal_cloud(20000, 0.0, 10.0), point_score()), variance, "ladder");
}

/// Chains from the uniform square [-8, 8]^2.
torch::Tensor square_start(std::uint64_t seed) {
  RandomStream stream(seed, "start");
  return draw_uniform(stream, {1280, 2}, torch::kFloat64) * 16.0 - 8.0;
}

// AT-14, on the scores of the noised mixture (with the last step's noise, as NCSN): plain 0.519 +-
// 0.010 by maths.md section 5.1, annealed 0.785 +- 0.011 by 6.1.
TEST(AnnealedLangevin, FindsTheSharesThatPlainLangevinMisses) {
  const auto score = clouds::reference_mixture().score_function();
  const auto levels = geometric_ladder(20.0, 1.0, 10);
  const auto plain = make_sampler({"langevin", {}}, levels);
  const auto annealed = make_sampler({"annealed_langevin", {}}, levels);
  for (const std::uint64_t seed : {1, 2, 3}) {
    const auto start = square_start(seed);
    const auto stuck = clouds::split(run(*plain, start, score, seed));
    const auto mixed = clouds::split(run(*annealed, start, score, seed));
    EXPECT_GE(stuck.share, 0.47) << "plain, seed " << seed;
    EXPECT_LE(stuck.share, 0.55) << "plain, seed " << seed;
    EXPECT_GE(mixed.share, 0.75) << "annealed, seed " << seed;
    EXPECT_LE(mixed.share, 0.83) << "annealed, seed " << seed;
    EXPECT_NEAR(stuck.width, 1.43, 0.08) << "plain, seed " << seed;
    EXPECT_NEAR(mixed.width, 1.43, 0.08) << "annealed, seed " << seed;
  }
}

TEST(LangevinStability, WarnsExactlyWhereAChainDiverges) {
  const std::vector<double> levels = geometric_ladder(10.0, 0.1, 10);
  const double limit = 4.0 * (1.0 + 100.0) / 10000.0;  // alpha_1 = 1e4 epsilon < 4 (1 + 10^2)
  const auto at = [&](double epsilon) {
    return make_sampler({"annealed_langevin", langevin_options(epsilon, 100, "P")}, levels);
  };
  const auto warning = at(0.1)->stability_warning(1.0);  // the ladder that diverges in maths.md 6.1
  EXPECT_NE(warning.find("level 1,"), std::string::npos) << warning;
  EXPECT_NE(warning.find("0.0404"), std::string::npos) << warning;
  EXPECT_EQ(at(0.99 * limit)->stability_warning(1.0), "");
  EXPECT_NE(at(1.01 * limit)->stability_warning(1.0), "");

  const Mixture gaussian({isotropic(1.0, 0.0, 0.0, 1.0)});
  const auto furthest = [&](double epsilon) {  // after the hundred steps of the first level
    const auto plan = at(epsilon);
    RandomStream noise(5, "sampler");
    const auto score = gaussian.score_function();
    auto points = normal_cloud(100, 0.0, 10.0);
    for (std::int64_t step = 0; step < 100; ++step) plan->advance(points, step, {score, noise});
    return points.abs().max().item<double>();
  };
  EXPECT_GT(furthest(1.1 * limit), 1e6);
  EXPECT_LT(furthest(0.9 * limit), 1e3);
}

TEST(LangevinStability, AgreesWithTheSuggestedLargestStep) {
  const std::vector<double> levels{3.0, 0.5};
  const auto bound = largest_stable_epsilon(levels, 0.25);
  for (const std::string convention : {"P", "Q"}) {
    const double limit =
        (convention == "P" ? bound.convention_p : bound.convention_q).value.value();
    const auto warns = [&](double epsilon) {
      const Choice choice{"annealed_langevin", langevin_options(epsilon, 10, convention)};
      return !make_sampler(choice, levels)->stability_warning(0.25).empty();
    };
    EXPECT_FALSE(warns(0.999 * limit)) << convention << " " << limit;
    EXPECT_TRUE(warns(1.001 * limit)) << convention << " " << limit;
  }
}

}  // namespace
}  // namespace scorescope
