// Reverse diffusion, ancestral sampling, predictor-corrector and the probability-flow ODE: closed
// forms on a Gaussian, orders of convergence, and the table of maths.md section 8.
#include <gtest/gtest.h>
#include <torch/types.h>

#include <cmath>
#include <functional>

#include "core/sampler/sigma_grid.h"
#include "tests/core/sampler/clouds.h"

namespace scorescope {
namespace {

using clouds::geometric_ladder;
using clouds::normal_cloud;
using clouds::run;

constexpr double kVariance = 1.5;  // of the clean Gaussian of these tests
const std::vector<double> kLadder = geometric_ladder(10.0, 0.3, 8);

ScoreFunction gaussian_score() {
  return Mixture({isotropic(1.0, 0.0, 0.0, std::sqrt(kVariance))}).score_function();
}

double noised(double sigma) { return kVariance + sigma * sigma; }

/// Variance after all steps on the ladder and to 0, given what one step does to it.
double final_variance(double start, const std::function<double(double, double, double)>& step) {
  double variance = start;
  for (std::size_t i = 0; i < kLadder.size(); ++i) {
    variance = step(variance, kLadder[i], i + 1 < kLadder.size() ? kLadder[i + 1] : 0.0);
  }
  return variance;
}

/// x + (a^2 - b^2) s and noise of that variance.
double predicted_variance(double variance, double a, double b, double noise) {
  const double factor = 1.0 - (a * a - b * b) / noised(a);
  return factor * factor * variance + (b > 0.0 ? noise : 0.0);
}

TEST(ReverseDiffusion, HasTheVarianceOfItsRecursion) {
  const auto plan = make_sampler({"reverse_diffusion", {}}, kLadder);
  const double expected = final_variance(81.0, [](double variance, double a, double b) {
    return predicted_variance(variance, a, b, a * a - b * b);
  });
  clouds::expect_variance(run(*plan, normal_cloud(20000, 0.0, 9.0), gaussian_score()), expected,
                          "reverse diffusion");
}

TEST(Ancestral, HasTheVarianceOfItsRecursion) {
  const auto plan = make_sampler({"ancestral", {}}, kLadder);
  const double expected = final_variance(81.0, [](double variance, double a, double b) {
    return predicted_variance(variance, a, b, b * b * (a * a - b * b) / (a * a));
  });
  clouds::expect_variance(run(*plan, normal_cloud(20000, 0.0, 9.0), gaussian_score()), expected,
                          "ancestral");
}

// With many normal points |z| / |s| is v / std, so the corrector's length is known.
TEST(PredictorCorrector, HasTheVarianceOfItsRecursion) {
  const double r = 0.3;
  const auto plan = make_sampler({"predictor_corrector", {{"snr", r}}}, kLadder);
  const double expected = final_variance(81.0, [&](double variance, double a, double b) {
    const double e = 2.0 * r * r * noised(a) * noised(a) / variance;
    const double factor = 1.0 - e / noised(a);
    return predicted_variance(factor * factor * variance + 2.0 * e, a, b, a * a - b * b);
  });
  clouds::expect_variance(run(*plan, normal_cloud(20000, 0.0, 9.0), gaussian_score()), expected,
                          "predictor-corrector");
}

/// Without noise every point is multiplied by a known factor.
void expect_factor(const std::string& kind, const std::function<double(double, double)>& step) {
  double factor = 1.0;
  for (std::size_t i = 0; i < kLadder.size(); ++i) {
    factor *= step(kLadder[i], i + 1 < kLadder.size() ? kLadder[i + 1] : 0.0);
  }
  const auto start = normal_cloud(20, 0.0, 9.0);
  const auto end = run(*make_sampler({kind, {}}, kLadder), start, gaussian_score());
  EXPECT_TRUE(torch::allclose(end, factor * start, 1e-12, 1e-12)) << kind << " " << factor;
}

TEST(ProbabilityFlow, MultipliesAGaussianByTheKnownFactors) {
  expect_factor("ode_variance", [](double a, double b) {
    return 1.0 - (b > 0.0 ? 0.5 : 1.0) * (a * a - b * b) / noised(a);
  });
  const auto euler = [](double a, double b) { return 1.0 - (a - b) * a / noised(a); };
  expect_factor("euler", euler);
  expect_factor("ddim", euler);
  expect_factor("heun", [&](double a, double b) {
    if (b == 0.0) return euler(a, b);
    return 1.0 - 0.5 * (a - b) * (a / noised(a) + euler(a, b) * b / noised(b));
  });
}

Values grid_options(const std::string& grid, std::int64_t steps, double max, double min) {
  return {{"grid", grid}, {"steps", steps}, {"sigma_max", max}, {"sigma_min", min}};
}

TEST(SigmaGrid, FollowsEquationFiveOfEdm) {
  const auto sigmas = sigma_grid({.grid = "edm"}, {1.0});
  ASSERT_EQ(sigmas.size(), 19U);
  EXPECT_NEAR(sigmas[0], 80.0, 1e-12);
  EXPECT_NEAR(sigmas[17], 0.002, 1e-15);
  EXPECT_EQ(sigmas[18], 0.0);
  const double expected = std::pow(
      std::pow(80.0, 1 / 7.0) + 5.0 / 17.0 * (std::pow(0.002, 1 / 7.0) - std::pow(80.0, 1 / 7.0)),
      7);
  EXPECT_NEAR(sigmas[5], expected, 1e-12);
}

TEST(SigmaGrid, KeepsTheLadderAndEndsWhereTold) {
  EXPECT_EQ(sigma_grid({}, {4.0, 2.0}), (std::vector<double>{4.0, 2.0, 0.0}));
  GridOptions noisy;
  noisy.final_denoise = false;
  EXPECT_EQ(sigma_grid(noisy, {4.0, 2.0}), (std::vector<double>{4.0, 2.0}));
}

/// Root mean square distance from the closed form x(0) = x(sigma) s / sqrt(s^2 + sigma^2).
double flow_error(const std::string& kind, std::int64_t steps) {
  const auto plan = make_sampler({kind, grid_options("edm", steps, 80.0, 0.002)}, {1.0});
  const auto start = normal_cloud(2000, 0.0, 80.0);
  const auto exact = start * std::sqrt(kVariance / noised(80.0));
  return (run(*plan, start, gaussian_score()) - exact).square().mean().sqrt().item<double>();
}

// AT-20
TEST(ProbabilityFlow, ConvergesWithSecondOrderByHeunAndFirstByEuler) {
  const double heun_order = std::log2(flow_error("heun", 40) / flow_error("heun", 80));
  const double euler_order = std::log2(flow_error("euler", 40) / flow_error("euler", 80));
  EXPECT_GE(heun_order, 1.8) << "errors " << flow_error("heun", 40) << ", "
                             << flow_error("heun", 80);
  EXPECT_GE(euler_order, 0.9) << "errors " << flow_error("euler", 40) << ", "
                              << flow_error("euler", 80);
  EXPECT_LE(euler_order, 1.1);
  RecordProperty("heun_order", std::to_string(heun_order));
  RecordProperty("euler_order", std::to_string(euler_order));
}

TEST(Heun, WithoutChurnIsHeunBitForBit) {
  const auto score = clouds::reference_mixture().score_function();
  const auto start = normal_cloud(200, 3.0, 80.0);
  auto options = grid_options("edm", 18, 80.0, 0.002);
  const auto plain = run(*make_sampler({"heun", options}, {1.0}), start, score);
  options["churn"] = 0.0;
  options["churn_noise"] = 1.5;
  options["churn_from"] = 0.1;
  EXPECT_TRUE(torch::equal(plain, run(*make_sampler({"heun", options}, {1.0}), start, score)));
  options["churn"] = 40.0;  // acting nowhere
  options["churn_from"] = 1000.0;
  EXPECT_TRUE(torch::equal(plain, run(*make_sampler({"heun", options}, {1.0}), start, score)));
  options["churn_from"] = 0.0;  // acting everywhere
  EXPECT_FALSE(torch::equal(plain, run(*make_sampler({"heun", options}, {1.0}), start, score)));
}

TEST(Heun, WithChurnKeepsTheLaw) {
  auto options = grid_options("edm", 60, 20.0, 0.01);
  options["churn"] = 30.0;
  const auto plan = make_sampler({"heun", options}, {1.0});
  const auto start = normal_cloud(20000, 0.0, std::sqrt(noised(20.0)));
  const double found = run(*plan, start, gaussian_score()).square().mean().item<double>();
  EXPECT_NEAR(found / kVariance, 1.0, 4.5 * std::sqrt(2.0 / 40000.0) + 0.01)
      << "4.5 standard errors and 1 % for the finite steps";
}

/// Karras et al., 2022, algorithm 2: sigma is raised by gamma = min(S_churn / N, sqrt(2) - 1).
/// Where the score is zero a step adds that noise and nothing else.
TEST(Heun, ChurnRaisesTheNoiseByGamma) {
  const ScoreFunction zero = [](const torch::Tensor& points, const torch::Tensor&) {
    return torch::zeros_like(points);
  };
  for (const auto& [churn, gamma] : {std::pair{6.0, 0.1}, std::pair{30.0, std::sqrt(2.0) - 1.0}}) {
    auto options = grid_options("edm", 60, 20.0, 0.01);
    options["churn"] = churn;
    options["churn_noise"] = 1.5;
    const auto plan = make_sampler({"heun", options}, {1.0});
    ASSERT_EQ(plan->step_count(), 60);
    torch::Tensor points = torch::zeros({20000, 2}, torch::kFloat64);
    RandomStream noise(1, "noise");
    plan->advance(points, 0, {zero, noise});
    const double added = 400.0 * ((1.0 + gamma) * (1.0 + gamma) - 1.0);
    clouds::expect_variance(points, 1.5 * 1.5 * added, "churn");
  }
}

struct TableRow {
  std::string kind;
  std::string grid;
  std::int64_t steps;
  double share, width;  // maths.md section 8
};

class SamplerTable : public testing::TestWithParam<TableRow> {};

// AT-21: sigma 50 -> 0.01 geometric from N((3,3), 50^2 I), or EDM's grid from N(0, 80^2 I). 20,000
// points: a standard error of 0.003 in the share, five of them within the tolerance of 0.015.
TEST_P(SamplerTable, ReproducesSharesAndWidths) {
  const auto& row = GetParam();
  const bool is_edm = row.grid == "edm";
  const double max = is_edm ? 80.0 : 50.0;
  const auto plan = make_sampler(
      {row.kind, grid_options(row.grid, row.steps, max, is_edm ? 0.002 : 0.01)}, {1.0});
  const auto start = normal_cloud(20000, is_edm ? 0.0 : 3.0, max);
  const auto end = clouds::split(run(*plan, start, clouds::reference_mixture().score_function()));
  EXPECT_NEAR(end.share, row.share, 0.015);
  EXPECT_NEAR(end.width, row.width, 0.03);
}

INSTANTIATE_TEST_SUITE_P(
    MathsSection8, SamplerTable,
    testing::Values(TableRow{"reverse_diffusion", "geometric", 200, 0.797, 1.025},
                    TableRow{"ancestral", "geometric", 200, 0.809, 0.982},
                    TableRow{"predictor_corrector", "geometric", 200, 0.796, 1.010},
                    TableRow{"ode_variance", "geometric", 200, 0.795, 1.071},
                    TableRow{"ddim", "geometric", 200, 0.805, 0.996},
                    TableRow{"heun", "edm", 18, 0.786, 1.035},
                    TableRow{"heun", "edm", 40, 0.787, 1.006},
                    TableRow{"euler", "edm", 18, 0.802, 0.94},
                    TableRow{"euler", "edm", 40, 0.793, 0.966}),
    [](const auto& test) { return test.param.kind + std::to_string(test.param.steps); });

TEST(PredictorCorrector, WarnsOfACorrectorThatDiverges) {
  EXPECT_EQ(make_sampler({"predictor_corrector", {}}, kLadder)->stability_warning(1.0), "");
  EXPECT_NE(make_sampler({"predictor_corrector", {{"snr", 1.2}}}, kLadder)->stability_warning(1.0),
            "");
}

}  // namespace
}  // namespace scorescope
