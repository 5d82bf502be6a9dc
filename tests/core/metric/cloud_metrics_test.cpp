// Shares, widths, crossings, mixing times and Wasserstein distances against closed forms.
#include <gtest/gtest.h>
#include <torch/types.h>

#include <cmath>
#include <limits>

#include "core/empirical_score.h"
#include "core/metric/mixing.h"
#include "core/metric/mode_shares.h"
#include "core/metric/sliced_wasserstein.h"
#include "core/tensor_draws.h"

namespace scorescope {
namespace {

const ModeCentres kCentres{{5.0, 5.0}, {-5.0, -5.0}};

torch::Tensor normal(std::int64_t n, std::uint64_t seed) {
  RandomStream stream(seed, "points");
  return draw_normal(stream, {n, 2}, torch::kFloat64);
}

TEST(ModeShares, CountNearestModesAndSkipLostParticles) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const auto points = torch::tensor({{4.0, 9.0}, {-1.0, -1.0}, {nan, 1.0}, {0.1, 0.1}, {6.0, 5.0}},
                                    torch::kFloat64);
  const auto modes = nearest_modes(points, kCentres);
  EXPECT_EQ(modes, (std::vector<std::int32_t>{0, 1, -1, 0, 0}));
  const auto shares = mode_shares(modes, 2);
  EXPECT_DOUBLE_EQ(shares[0].value, 0.6);
  EXPECT_DOUBLE_EQ(shares[1].value, 0.2);
  EXPECT_TRUE(mode_shares({}, 2)[0].value == 0.0);
  EXPECT_TRUE(nearest_modes(torch::empty({0, 2}, torch::kFloat64), kCentres).empty());
}

// maths.md section 9.3: 1,280 chains have a standard error of 0.011 at 0.8 and 0.014 at 0.5.
TEST(ModeShares, HaveTheBinomialErrorThatRepetitionShows) {
  std::vector<std::int32_t> modes(1280, 1);
  std::fill_n(modes.begin(), 1024, 0);
  EXPECT_NEAR(mode_shares(modes, 2)[0].standard_error, 0.011, 5e-4);
  RandomStream stream(1, "points");
  double square = 0.0;
  const int repeats = 400;
  for (int repeat = 0; repeat < repeats; ++repeat) {
    const auto heavy = draw_uniform(stream, {1280}, torch::kFloat64) < 0.8;
    const auto sides = torch::where(heavy, 5.0, -5.0).unsqueeze(1).expand({1280, 2});
    const double share = mode_shares(nearest_modes(sides, kCentres), 2)[0].value;
    square += (share - 0.8) * (share - 0.8) / repeats;
  }
  const double claimed = mode_shares(modes, 2)[0].standard_error;
  EXPECT_NEAR(std::sqrt(square) / claimed, 1.0, 4.5 / std::sqrt(2.0 * repeats));
}

TEST(ModeWidth, IsTheSpreadAboutEachModesOwnMean) {
  auto points = 0.7 * normal(20000, 3);
  points.slice(0, 0, 5000).add_(6.0);  // neither cloud sits on its centre
  points.slice(0, 5000).sub_(4.0);
  const auto width = width_within_modes(points, nearest_modes(points, kCentres), 2);
  EXPECT_NEAR(width.value, 0.7, 4.5 * width.standard_error);
  EXPECT_NEAR(width.standard_error, 0.7 / std::sqrt(2.0 * 40000), 1e-5);
  const auto narrow = 1e4 + 1e-6 * normal(1000, 4);
  const auto tiny = width_within_modes(narrow, std::vector<std::int32_t>(1000, 0), 1);
  EXPECT_NEAR(tiny.value / 1e-6, 1.0, 0.1) << "digits survive far from 0";
}

TEST(Crossings, CountParticlesThatChangedSides) {
  EXPECT_EQ(count_crossings({0, 1, 1, -1, 0}, {1, 1, 0, 0, -1}), 2);
}

/// x' = phi x + sqrt(1 - phi^2) z.
std::vector<double> autoregression(double phi, std::size_t n, std::uint64_t seed) {
  std::vector<double> series(n);
  RandomStream stream(seed, "series");
  stream.fill_normal(series);
  for (std::size_t i = 1; i < n; ++i) {
    series[i] = phi * series[i - 1] + std::sqrt(1.0 - phi * phi) * series[i];
  }
  return series;
}

// tau = (1 + phi) / (1 - phi); Geyer's estimate has a relative error of about sqrt(4 tau / n) here.
TEST(Mixing, FindsTheAutocorrelationTimeOfAnAutoregression) {
  for (const double phi : {0.0, 0.5, 0.9, 0.97}) {
    const std::size_t n = 200000;
    const double expected = (1.0 + phi) / (1.0 - phi);
    const auto found = measure_mixing(autoregression(phi, n, 6));
    const double relative = 4.5 * std::sqrt(4.0 * expected / static_cast<double>(n)) + 0.01;
    EXPECT_NEAR(found.autocorrelation_time / expected, 1.0, relative)
        << "phi " << phi << ": " << found.autocorrelation_time << " against " << expected;
    EXPECT_NEAR(found.effective_samples, static_cast<double>(n) / found.autocorrelation_time, 1e-6);
    EXPECT_FALSE(found.is_lower_bound);
  }
}

TEST(Mixing, PoolsManyShortChains) {
  const double phi = 0.8;  // tau = 9
  std::vector<std::vector<double>> chains;
  for (std::uint64_t chain = 0; chain < 300; ++chain) {
    chains.push_back(autoregression(phi, 200, 100 + chain));
  }
  ChainMixing mixing;
  std::vector<float> row(300);
  for (std::size_t step = 0; step < 200; ++step) {
    for (std::size_t chain = 0; chain < 300; ++chain) {
      row[chain] = static_cast<float>(chains[chain][step]);
    }
    mixing.add(row);
  }
  const auto found = mixing.measure();
  EXPECT_NEAR(found.autocorrelation_time / 9.0, 1.0, 4.5 * std::sqrt(4.0 * 9.0 / 60000.0));
  EXPECT_NEAR(found.effective_samples, 60000.0 / found.autocorrelation_time, 1e-6);
}

TEST(Mixing, CallsStuckChainsSlowNotConstant) {
  ChainMixing mixing;
  const std::vector<float> sides{0, 0, 1, 1, 1};
  for (int step = 0; step < 300; ++step) mixing.add(sides);
  const auto found = mixing.measure();
  EXPECT_TRUE(found.is_lower_bound);
  EXPECT_GE(found.autocorrelation_time, 299.0);
  ChainMixing constant;
  for (int step = 0; step < 300; ++step) constant.add(std::vector<float>(5, 1.0F));
  EXPECT_TRUE(constant.measure().is_lower_bound);
}

TEST(Mixing, KeepsItsMemoryBoundedAndItsTimesInSteps) {
  const double phi = 0.97;  // tau = 65.7
  const auto series = autoregression(phi, 400 * 4000, 8);
  ChainMixing mixing;
  std::vector<float> row(400);
  for (std::size_t step = 0; step < 4000; ++step) {
    for (std::size_t chain = 0; chain < 400; ++chain) {
      row[chain] = static_cast<float>(series[chain * 4000 + step]);
    }
    mixing.add(row);
  }
  EXPECT_EQ(mixing.steps(), 4000);
  // thinned to every fourth or eighth step: the trapezoid hides little of a time of 66
  EXPECT_NEAR(mixing.measure().autocorrelation_time / 65.7, 1.0, 0.06);
}

TEST(Mixing, OfNothingIsOneStep) {
  EXPECT_EQ(ChainMixing().measure().autocorrelation_time, 1.0);
  EXPECT_EQ(measure_mixing({}).effective_samples, 0.0);
}

torch::Tensor directions() {
  RandomStream stream(2, "directions");
  return slicing_directions(64, stream);
}

// A shift by delta moves every projection by delta cos(angle): the mean square is |delta|^2 / 2.
TEST(SlicedWasserstein, OfAShiftedSetIsTheShiftOverRootTwo) {
  const auto points = normal(1000, 3);
  const auto shifted = points + torch::tensor({3.0, 4.0}, torch::kFloat64);
  EXPECT_EQ(sliced_wasserstein(points, points, directions()), 0.0);
  EXPECT_NEAR(sliced_wasserstein(points, shifted, directions()), 5.0 / std::sqrt(2.0), 0.05)
      << "64 stratified directions";
}

// Fresh samples of N(0, I) and N((3,4), 4 I): 1-D W2^2 = (projected shift)^2 + (2 - 1)^2.
TEST(SlicedWasserstein, OfTwoGaussiansIsTheClosedForm) {
  const auto a = normal(40000, 4);
  const auto b = 2.0 * normal(30000, 5) + torch::tensor({3.0, 4.0}, torch::kFloat64);
  EXPECT_NEAR(sliced_wasserstein(a, b, directions()), std::sqrt(12.5 + 1.0), 0.06);
}

TEST(SlicedWasserstein, OfUnequalSizesComparesQuantileFunctions) {
  // each point twice is the same law: {0, 1} against {0, 0, 1, 1}, and 0 against {0, 1, 2} by hand
  const auto along_x = torch::tensor({{1.0, 0.0}}, torch::kFloat64);
  const auto line = [](const std::vector<double>& x) {
    const auto first = torch::tensor(x, torch::kFloat64);
    return torch::stack({first, torch::zeros_like(first)}, 1);
  };
  EXPECT_NEAR(sliced_wasserstein(line({0, 1}), line({0, 1, 0, 1}), along_x), 0.0, 1e-12);
  EXPECT_NEAR(sliced_wasserstein(line({0}), line({2, 0, 1}), along_x), std::sqrt(5.0 / 3.0), 1e-12);
  // {0, 3} against {0, 1, 2}: thirds 0-0, then half of 0-1 and 3-1, then 3-2
  const double expected = std::sqrt((0.0 + 0.5 * 1.0 + 0.5 * 4.0 + 1.0) / 3.0);
  EXPECT_NEAR(sliced_wasserstein(line({0, 3}), line({0, 1, 2}), along_x), expected, 1e-12);
}

TEST(SlicingDirections, AreUnitVectorsThatRepeat) {
  EXPECT_TRUE(torch::equal(directions(), directions()));
  EXPECT_TRUE(torch::allclose(directions().norm(2, 1), torch::ones({64}, torch::kFloat64)));
}

// Against a sum over all pairs written out, also far from 0 and across the edge of a chunk.
TEST(EmpiricalScore, IsTheScoreOfTheNoisedCloud) {
  const auto centres = normal(3000, 6) + 1e4;
  const auto points = normal(1000, 7) * 2.0 + 1e4;
  const auto sigma = torch::linspace(0.2, 3.0, 1000, torch::kFloat64);
  const auto variance = sigma.square().unsqueeze(1);
  const auto difference = centres.unsqueeze(0) - points.unsqueeze(1);  // [1000, 3000, 2]
  const auto weights = torch::softmax(-difference.square().sum(2) / (2.0 * variance), 1);
  const auto expected = (weights.unsqueeze(2) * difference).sum(1) / variance;
  const auto found = empirical_score(points, sigma, centres);
  EXPECT_LT((found - expected).abs().max().item<double>(), 1e-7);
  const auto by_torch = empirical_score(points.clone().requires_grad_(true), sigma, centres);
  EXPECT_LT((by_torch - expected).abs().max().item<double>(), 1e-7);
}

TEST(EmpiricalScore, StaysFiniteFarFromEveryPoint) {
  const auto centres = normal(100, 6);
  const auto points = normal(70, 7) * 1e4;
  const auto sigma = torch::full({70}, 0.01, torch::kFloat64);
  const auto found = empirical_score(points, sigma, centres);
  const auto nearest = std::get<0>(torch::cdist(points, centres).min(1));
  EXPECT_TRUE(torch::allclose(found.norm(2, 1), nearest / 1e-4, 1e-6));
}

TEST(EmpiricalScore, OfOnePointIsTheDenoisingTarget) {
  const auto centre = torch::tensor({{1.0, 2.0}}, torch::kFloat64);
  const auto points = normal(10, 8);
  const auto sigma = torch::full({10}, 0.5, torch::kFloat64);
  EXPECT_TRUE(torch::allclose(empirical_score(points, sigma, centre), (centre - points) / 0.25));
}

torch::Tensor uniform_points(std::int64_t n, RandomStream& stream) {
  return draw_uniform(stream, {n, 2}, torch::kFloat64);
}

// Along x, of two samples of U(0, 1): the i-th order statistics are Beta(i, n + 1 - i), so E W2^2
// is twice their mean variance, 1 / (3 (n + 1)).
TEST(DistanceFloor, OfUniformSamplesHasTheMeanSquareOfTheClosedForm) {
  const std::int64_t n = 50;
  const double pairs = 1200.0;
  DistanceFloor floor([](RandomStream& stream) { return uniform_points(n, stream); },
                      torch::tensor({{1.0, 0.0}}, torch::kFloat64), RandomStream(8, "pairs"));
  for (int i = 0; i < static_cast<int>(pairs); ++i) floor.add_pair();
  const double square =
      floor.mean() * floor.mean() + floor.spread() * floor.spread() * (pairs - 1.0) / pairs;
  const double expected = 1.0 / (3.0 * (static_cast<double>(n) + 1.0));
  // W2^2 of a pair scatters by less than its own mean, hence its average by 3 % here.
  EXPECT_NEAR(square / expected, 1.0, 4.0 / std::sqrt(pairs)) << square << " against " << expected;
}

TEST(DistanceFloor, MeansOfOtherDrawsAgreeWithinTheStatedSpread) {
  std::vector<double> means;
  double spread = 0.0;
  const int seeds = 24;
  for (int seed = 0; seed < seeds; ++seed) {
    DistanceFloor floor([](RandomStream& stream) { return uniform_points(200, stream); },
                        directions(), RandomStream(static_cast<std::uint64_t>(seed), "pairs"));
    EXPECT_FALSE(floor.is_known());
    while (!floor.is_known()) floor.add_pair();
    means.push_back(floor.mean());
    spread += floor.spread() / seeds;
  }
  const auto all = torch::tensor(means, torch::kFloat64);
  const double found = all.std().item<double>();
  const double stated = spread / std::sqrt(static_cast<double>(DistanceFloor::kPairs));
  // 24 means: their deviation is known to 15 %.
  EXPECT_NEAR(found / stated, 1.0, 0.5) << "means scatter by " << found << ", stated " << stated;
  EXPECT_GT(spread, 0.15 * all.mean().item<double>()) << "one pair is no floor";
}

}  // namespace
}  // namespace scorescope
