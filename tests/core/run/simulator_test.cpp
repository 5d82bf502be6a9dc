// What the simulator measures of its clouds, against closed forms and independent estimates.
#include "core/run/detail/simulator.h"

#include <gtest/gtest.h>
#include <torch/types.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <string_view>

#include "core/metric/level_measure.h"
#include "core/run/choices.h"
#include "core/run/detail/trainer.h"
#include "core/tensor_draws.h"
#include "tests/core/run/small_spec.h"

namespace scorescope {
namespace {

constexpr double kWidth = 1.5;  // of the one Gaussian that the movers' data is

ExperimentSpec mover_spec() {
  ExperimentSpec spec = small_spec();
  spec.data = {"gaussian", {{"std_x", kWidth}, {"std_y", kWidth}}};
  spec.noise.options = {{"max", 3.0}, {"min", 0.5}, {"levels", std::int64_t{3}}};
  spec.samplers = {{"dsm_descent", {}}};
  spec.sampling.start = "data";
  spec.sampling.particles = 1024;
  return spec;
}

/// 1/2 sigma^2 E|s(x + sigma eps) + eps / sigma|^2 over the points, from draws of its own.
Estimate dsm_of(const torch::Tensor& points, const ScoreFunction& score, double sigma) {
  const torch::NoGradGuard no_grad;
  RandomStream stream(77, "test");
  const torch::Tensor clean = points.repeat({16, 1});
  const torch::Tensor eps = draw_normal(stream, clean.sizes(), torch::kFloat64);
  const torch::Tensor residual =
      score(clean + sigma * eps, torch::full({clean.size(0)}, sigma, torch::kFloat64)) +
      eps / sigma;
  const torch::Tensor values = ncsn_weight(sigma) * residual.square().sum(1);
  const auto n = static_cast<double>(values.numel());
  return {values.mean().item<double>(), std::sqrt(values.var().item<double>() / n)};
}

double variance_of(const torch::Tensor& points, std::int64_t axis) {
  return points.select(1, axis).var().item<double>();
}

const Advice& advice_on(const SimulationFrame& frame, std::string_view option) {
  return *std::ranges::find(frame.suggestions, option, &Advice::option);
}

TEST(Simulator, StepAdviceIsForTheSamplersOwnStepsAndConvention) {
  ExperimentSpec spec = small_spec();  // maths.md section 6.2: T = 50 gives 4.68e-4 and 1.029
  spec.noise = {"geometric", {{"max", 10.0}, {"min", 0.1}, {"levels", std::int64_t{20}}}};
  spec.samplers = {{"langevin", {}},
                   {"annealed_langevin", {{"steps_per_level", std::int64_t{50}}}}};
  Simulator simulator(spec, 1);
  const std::string first = advice_on(*simulator.frame(), "samplers.epsilon").reason;
  EXPECT_NE(first.find("ε = 0.000468"), std::string::npos) << first;
  EXPECT_NE(first.find("1.029"), std::string::npos) << first;
  EXPECT_NE(first.find("α < 4 v"), std::string::npos) << first;
  spec.samplers[1].options["convention"] = std::string("Q");
  simulator.set_sampling(spec);
  const std::string then = advice_on(*simulator.frame(), "samplers.epsilon").reason;
  EXPECT_NE(then.find("α < 2 v"), std::string::npos) << then;
  EXPECT_EQ(then.find("α < 4 v"), std::string::npos) << then;
}

TEST(Simulator, TermsOfMovedDataAreThoseOfTheExactScoreThatMovesIt) {
  ExperimentSpec spec = mover_spec();
  spec.sampling.score = "exact";
  Simulator simulator(spec, 1);
  simulator.measure_clouds_now();
  const auto frame = simulator.frame();
  const CloudTable& table = *frame->cloud_tables.front();
  EXPECT_FALSE(table.learned_score);
  const double v = variance_of(simulator.clouds().front()->points(), 0) / 2.0 +
                   variance_of(simulator.clouds().front()->points(), 1) / 2.0;
  for (std::size_t i = 0; i < table.sigma.size(); ++i) {
    // LAB A3 of maths.md 3.4, prior N(0, s^2), cloud of variance v: 1/2 sigma^2 |.|^2.
    const double n = table.sigma[i] * table.sigma[i];
    const double sum = kWidth * kWidth + n;
    const double closed = n * (v / (sum * sum) + std::pow(kWidth, 4) / (n * sum * sum));
    EXPECT_NEAR(table.dsm[i] / closed, 1.0, 0.03) << "sigma " << table.sigma[i];
  }
}

TEST(Simulator, TermsOfMovedDataAreThoseOfTheLearnedScoreThatMovesIt) {
  ExperimentSpec spec = mover_spec();
  spec.sampling.score = "learned";
  spec.sampling.weights = "raw";
  const Trainer trainer(spec);  // untrained: as far from the exact score as can be
  LoadedNetwork network;
  network.load(trainer.freeze());
  Simulator simulator(spec, 1);
  simulator.adopt(trainer.freeze());
  simulator.advance_sampling();
  simulator.measure_clouds_now();
  const auto frame = simulator.frame();
  const CloudTable& table = *frame->cloud_tables.front();
  EXPECT_TRUE(table.learned_score);
  for (std::size_t i = 0; i < table.sigma.size(); ++i) {
    const double sigma = table.sigma[i];
    const Cloud& cloud = *simulator.clouds().front();
    const Estimate now = dsm_of(cloud.points(), network.score(false), sigma);
    // the table has half as many draws; its antithetic pairs only help
    EXPECT_NEAR(table.dsm[i], now.value, 4.5 * std::sqrt(3.0) * now.standard_error) << sigma;
    const Estimate before = dsm_of(cloud.starting_points(), network.score(false), sigma);
    EXPECT_NEAR(table.dsm_start[i], before.value, 4.5 * std::sqrt(3.0) * before.standard_error)
        << sigma;
    const Estimate exact = dsm_of(cloud.points(), simulator.parts().exact, sigma);
    EXPECT_GT(std::abs(now.value - exact.value), 10.0 * now.standard_error)
        << "an untrained score must be told from the exact one";
    EXPECT_NEAR(table.dsm[i] - table.esm[i] - table.bias[i], 0.0, 0.05 * table.dsm[i]) << sigma;
  }
}

TEST(Simulator, AnotherScoreIsMeasuredBeforeItsFirstStep) {
  ExperimentSpec spec = mover_spec();
  spec.sampling.score = "exact";
  Simulator simulator(spec, 1);
  simulator.adopt(Trainer(spec).freeze());
  simulator.measure_clouds_now();
  const auto exact = simulator.frame()->cloud_tables.front();
  spec.sampling.score = "learned";
  simulator.set_sampling(spec);
  simulator.measure_clouds_now();
  const auto learned = simulator.frame()->cloud_tables.front();
  EXPECT_TRUE(learned->learned_score);
  EXPECT_NE(learned->dsm, exact->dsm);
  EXPECT_NE(learned->dsm_start, exact->dsm_start);
  EXPECT_EQ(learned->norm, exact->norm) << "the points are the same, and so is their own score";
}

// N(mean, Cov + sigma_1^2 I): of two Gaussians at +-(5, 5), variance 1 each, Cov = 1 + 4 p (1 - p)
// 25 on the diagonal and 16 beside it for p = 0.8.
TEST(Simulator, MatchedStartHasTheFirstNoiseLevelOfItsOwnSampler) {
  ExperimentSpec spec = small_spec();
  spec.sampling.start = "matched";
  spec.sampling.particles = 20000;
  const Values grid{{"grid", std::string("geometric")}, {"sigma_max", 3.0}};
  spec.samplers = {{"heun", grid}, {"dsm_descent", {}}};
  Simulator own_grid(spec, 1);
  spec.samplers = {{"heun", {}}, {"annealed_langevin", {}}};
  Simulator ladder(spec, 1);
  struct Case {
    const Cloud& cloud;
    double sigma;
  };
  for (const auto& [cloud, sigma] :
       {Case{*own_grid.clouds()[0], 3.0}, Case{*own_grid.clouds()[1], 0.0},
        Case{*ladder.clouds()[0], 20.0}, Case{*ladder.clouds()[1], 20.0}}) {
    const double expected = 1.0 + 16.0 + sigma * sigma;
    const double error = expected * std::sqrt(2.0 / 20000.0);
    const torch::Tensor points = cloud.points();
    for (const std::int64_t axis : {0, 1}) {
      EXPECT_NEAR(variance_of(points, axis), expected, 4.5 * error) << "sigma_1 = " << sigma;
      EXPECT_NEAR(points.select(1, axis).mean().item<double>(), 3.0,
                  4.5 * std::sqrt(expected / 20000.0));
    }
    const double mixed =
        ((points.select(1, 0) - 3.0) * (points.select(1, 1) - 3.0)).mean().item<double>();
    EXPECT_NEAR(mixed, 16.0, 4.5 * std::sqrt((expected * expected + 256.0) / 20000.0));
  }
}

// Against the measured width of draws of that very law.
TEST(Simulator, TrueWidthIsThatOfTheLawTheSamplerEndsAt) {
  ExperimentSpec spec = small_spec();
  spec.data = {"mixture",
               {{"components", std::vector<GaussianComponent>{isotropic(0.7, 20, 0, 0.5),
                                                              isotropic(0.3, -20, 0, 2.0)}}}};
  spec.samplers = {{"annealed_langevin", {}}, {"annealed_langevin", {{"final_denoise", true}}}};
  Simulator simulator(spec, 1);
  const auto frame = simulator.frame();
  ModeCentres centres;
  for (const auto& mode : simulator.parts().data.modes) centres.push_back(mode.centre);
  const double final_sigma[] = {1.0, 0.0};
  for (std::size_t i = 0; i < 2; ++i) {
    RandomStream stream(5, "test");
    const torch::Tensor clean = simulator.parts().mixture->sample(40000, stream);
    const torch::Tensor points =
        clean + final_sigma[i] * draw_normal(stream, clean.sizes(), torch::kFloat64);
    const Estimate measured =
        width_within_modes(points, nearest_modes(points, centres), centres.size());
    ASSERT_TRUE(frame->clouds[i]->true_width.has_value());
    // the widths differ between modes, which widens the error of a normal sample
    EXPECT_NEAR(*frame->clouds[i]->true_width, measured.value, 8.0 * measured.standard_error);
    const double closed = std::sqrt(0.7 * 0.25 + 0.3 * 4.0 + final_sigma[i] * final_sigma[i]);
    EXPECT_NEAR(*frame->clouds[i]->true_width, closed, 1e-12);
  }
}

TEST(Simulator, TheDistanceFloorIsOneForBothCloudsWithItsSpread) {
  ExperimentSpec spec = small_spec();
  spec.samplers[1].options["final_denoise"] = true;
  Simulator simulator(spec, 1);
  simulator.advance_sampling();
  simulator.measure_clouds_now();
  const auto frame = simulator.frame();
  for (const auto& cloud : frame->clouds) {
    ASSERT_TRUE(cloud->sliced_wasserstein_floor.has_value());
    EXPECT_GT(*cloud->sliced_wasserstein_floor_spread, 0.0);
    EXPECT_LT(*cloud->sliced_wasserstein_floor_spread, *cloud->sliced_wasserstein_floor);
    EXPECT_GT(*cloud->sliced_wasserstein, 2.0 * *cloud->sliced_wasserstein_floor)
        << "after one step from a square";
  }
  // 64 points of two far modes: the floor is which share of them fell into which mode, whatever the
  // noise; one draw of it may be anything.
  EXPECT_NEAR(
      *frame->clouds[0]->sliced_wasserstein_floor / *frame->clouds[1]->sliced_wasserstein_floor,
      1.0, 0.3);
}

TEST(Simulator, AnotherProbeSeedMeasuresAnewAtOnceAndLeavesTheParticles) {
  ExperimentSpec spec = small_spec();
  const auto network = Trainer(spec).freeze();
  const auto measured = [&](Simulator& simulator) {
    // as the worker does it: slice by slice, until nothing is due
    for (int i = 0; i < 200; ++i) simulator.measure_slice(Simulator::Clock::now());
    return simulator.frame();
  };
  auto trained = std::make_shared<FrozenNetwork>(*network);
  trained->step = 1;  // one that was never trained is not measured
  Simulator changed(spec, 1);
  changed.adopt(trained);
  changed.advance_sampling();
  const auto before = measured(changed);
  ASSERT_TRUE(before->table && before->table->learned);
  const ExperimentSpec old = spec;
  spec.seeds.probe = 7;
  EXPECT_EQ(effect_of_change(schema(), old, spec), Effect::kLive);
  changed.set_sampling(spec);
  const auto after = measured(changed);
  EXPECT_EQ(after->clouds[0]->step, 1) << "the particles stay";
  EXPECT_EQ(after->clouds[0]->positions, before->clouds[0]->positions);
  EXPECT_NE(after->table->dsm, before->table->dsm);
  EXPECT_EQ(after->table->fisher, before->table->fisher);

  Simulator fresh(spec, 1);
  fresh.adopt(trained);
  fresh.advance_sampling();
  const auto expected = measured(fresh);
  EXPECT_EQ(after->table->dsm, expected->table->dsm) << "as of a run begun with that seed";
  EXPECT_EQ(after->data_points, expected->data_points);
  EXPECT_EQ(*after->clouds[0]->sliced_wasserstein, *expected->clouds[0]->sliced_wasserstein);
  EXPECT_EQ(*after->clouds[0]->sliced_wasserstein_floor,
            *expected->clouds[0]->sliced_wasserstein_floor);
}

TEST(Simulator, FloorsAndTheIdentityKeepToTheTrueScoreBesideAnApproximateReference) {
  ExperimentSpec spec = small_spec();
  spec.data = {"circle", {{"reference", std::string("ring")}}};
  spec.noise = {"list", {{"levels", std::vector<double>{5.0, 1.0}}}};
  const auto table_of = [](const ExperimentSpec& experiment) {
    Trainer trainer(experiment);
    for (int i = 0; i < 50; ++i) trainer.step();
    Simulator simulator(experiment, 1);
    simulator.adopt(trainer.freeze());
    simulator.measure_network_now();
    return *simulator.measurer().table();
  };
  const LevelTable truth = table_of(spec);
  spec.data.options["reference"] = std::string("radial");
  const LevelTable formula = table_of(spec);
  EXPECT_EQ(formula.floor, truth.floor);
  EXPECT_EQ(formula.esm, truth.esm);
  for (const double residual : formula.residual) EXPECT_LT(residual, 0.05);
  // ... and the error shown is the distance from what the formula says.
  EXPECT_GT(std::abs(formula.error_data[0] - truth.error_data[0]), 0.01 * truth.error_data[0]);
}

/// What is compared with is no part of the run: the same network, measured against the other score.
TEST(Simulator, AnotherReferenceIsMeasuredAnewInTheSameRun) {
  ExperimentSpec spec = small_spec();
  spec.data = {"circle", {{"reference", std::string("ring")}}};
  spec.noise = {"list", {{"levels", std::vector<double>{5.0, 1.0}}}};
  ExperimentSpec other = spec;
  other.data.options["reference"] = std::string("radial");
  EXPECT_EQ(effect_of_change(schema(), spec, other), Effect::kResample);
  Trainer trainer(spec);
  for (int i = 0; i < 50; ++i) trainer.step();
  Simulator changed(spec, 1), fresh(other, 2);
  for (Simulator* simulator : {&changed, &fresh}) simulator->adopt(trainer.freeze());
  for (Simulator* simulator : {&changed, &fresh}) simulator->measure_network_now();
  changed.set_sampling(other);
  EXPECT_FALSE(changed.measurer().table()->learned);
  EXPECT_EQ(changed.measurer().table()->floor, fresh.measurer().table()->floor);
  for (Simulator* simulator : {&changed, &fresh}) simulator->measure_network_now();
  EXPECT_EQ(changed.measurer().table()->relative, fresh.measurer().table()->relative);
  EXPECT_EQ(changed.frame()->fields[0]->exact.vectors, fresh.frame()->fields[0]->exact.vectors);
  EXPECT_EQ(changed.frame()->data_points, fresh.frame()->data_points);
}

}  // namespace
}  // namespace scorescope
