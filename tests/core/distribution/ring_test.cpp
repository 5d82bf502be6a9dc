#include "core/distribution/ring.h"

#include <gtest/gtest.h>
#include <torch/types.h>

#include <cmath>
#include <numbers>

#include "core/distribution/bessel.h"
#include "core/distribution/mixture.h"
#include "tests/core/distribution/closeness.h"

namespace scorescope {
namespace {

constexpr Ring kRing{5.0, 0.1};

TEST(Bessel, AgreesWithItsIntegral) {
  for (const double z : {0.0, 0.3, 2.0, 10.0, 29.9, 30.1, 200.0, 5000.0}) {
    // I_n(z) = (1/pi) int_0^pi exp(z cos t) cos(n t) dt; the trapezoid rule converges
    // exponentially.
    constexpr int kSteps = 2000;
    double zeroth = 0.0, first = 0.0;
    for (int i = 0; i < kSteps; ++i) {
      const double t = std::numbers::pi * (i + 0.5) / kSteps;
      const double value = std::exp(z * (std::cos(t) - 1.0)) / kSteps;
      zeroth += value;
      first += value * std::cos(t);
    }
    const auto [i0, ratio] = scaled_bessel(z);
    // The bounds are the rounding of the sum of 2000 terms.
    EXPECT_NEAR(i0, zeroth, 2e-13 * zeroth) << z;
    EXPECT_NEAR(ratio, first / zeroth, 2e-13) << z;
  }
}

// maths.md section 2: R = 5, w = 0.1, sigma = 1.
TEST(Ring, MatchesThePrintedNumbers) {
  EXPECT_NEAR(ring_score_at(kRing, 0.5, 1.0).score, 3.28, 0.005);
  EXPECT_NEAR(radial_ring_score_at(kRing, 0.5, 1.0).score, 4.46, 0.005);
  EXPECT_NEAR(ring_score_at(kRing, 0.01, 1.0).score, 0.11, 0.006);
  EXPECT_NEAR(radial_ring_score_at(kRing, 0.01, 1.0).score, 4.94, 0.005);
  EXPECT_NEAR(ring_score_at(kRing, 5.0, 1.0).score, -0.102, 0.0005);
  EXPECT_EQ(radial_ring_score_at(kRing, 5.0, 1.0).score, 0.0);
}

/// Noised ring by brute force: an average over angle and radius of the clean point.
double brute_force_score(const Ring& ring, double r, double sigma) {
  double total = 0.0, pull = 0.0;
  const double least = 1.0 / (sigma * sigma);
  double best = 0.0;
  const auto squared = [&](double rho, double t) {
    const double dx = rho * std::cos(t) - r, dy = rho * std::sin(t);
    return dx * dx + dy * dy;
  };
  best = squared(std::clamp(r, ring.radius - 6.0 * ring.std, ring.radius + 6.0 * ring.std), 0.0);
  for (int i = 0; i < 400; ++i) {
    const double h = -8.0 + 16.0 * (i + 0.5) / 400;
    const double rho = ring.radius + ring.std * h;
    for (int j = 0; j < 4000; ++j) {
      const double t = 2.0 * std::numbers::pi * (j + 0.5) / 4000;
      const double weight = std::exp(-0.5 * h * h - 0.5 * least * (squared(rho, t) - best));
      total += weight;
      pull += weight * (rho * std::cos(t) - r) * least;
    }
  }
  return pull / total;
}

TEST(Ring, MatchesBruteForceAtLargeAndSmallNoise) {
  for (const double sigma : {0.05, 0.1, 0.5, 1.0, 5.0}) {
    for (const double r : {4.8, 5.0, 5.3}) {
      const double expected = brute_force_score(kRing, r, sigma);
      EXPECT_NEAR(ring_score_at(kRing, r, sigma).score, expected, 1e-6 * (1.0 + std::abs(expected)))
          << "r " << r << ", sigma " << sigma;
    }
  }
  EXPECT_NEAR(ring_score_at(kRing, 0.7, 1.0).score, brute_force_score(kRing, 0.7, 1.0), 1e-6);
}

TEST(Ring, MatchesAKernelEstimate) {
  RandomStream stream(67, "kernel");
  constexpr std::int64_t kCount = 400000;
  const torch::Tensor radius = 5.0 + 0.1 * draw_normal(stream, {kCount}, torch::kFloat64);
  const torch::Tensor angle =
      2.0 * std::numbers::pi * draw_uniform(stream, {kCount}, torch::kFloat64);
  const torch::Tensor x0 = torch::stack({radius * angle.cos(), radius * angle.sin()}, 1);
  for (const double r : {2.0, 4.0, 6.0}) {
    const torch::Tensor from = x0 - torch::tensor({r, 0.0}, torch::kFloat64);
    const torch::Tensor weight = (from.square().sum(1) * -0.5).exp();
    const torch::Tensor pull = from.select(1, 0);
    const double estimate = ((weight * pull).sum() / weight.sum()).item<double>();
    const double se =
        ((weight * (pull - estimate)).square().sum().sqrt() / weight.sum()).item<double>();
    EXPECT_NEAR(ring_score_at(kRing, r, 1.0).score, estimate, 4.0 * se) << "r " << r;
  }
}

TEST(Ring, TendsToTheCleanRingWithoutNoise) {
  for (const double r : {4.8, 5.0, 5.2}) {
    const RadialScore clean = clean_ring_score_at(kRing, r);
    const RadialScore noisy = ring_score_at(kRing, r, 1e-3);
    EXPECT_NEAR(noisy.score, clean.score, 2e-4 * (1.0 + std::abs(clean.score))) << r;
    EXPECT_NEAR(noisy.slope, clean.slope, 1e-3 * std::abs(clean.slope)) << r;
  }
}

TEST(Ring, SlopeMatchesFiniteDifferences) {
  for (const double sigma : {0.05, 0.5, 2.0}) {
    for (const double r : {1e-3, 0.8, 3.0, 5.1, 9.0}) {
      const double step = 1e-5;
      const double expected = (ring_score_at(kRing, r + step, sigma).score -
                               ring_score_at(kRing, r - step, sigma).score) /
                              (2.0 * step);
      EXPECT_NEAR(ring_score_at(kRing, r, sigma).slope, expected, 1e-4 * (1.0 + std::abs(expected)))
          << "r " << r << ", sigma " << sigma;
    }
  }
}

TEST(Ring, IsFiniteFarAwayAndAtTheCentre) {
  const torch::Tensor points =
      torch::tensor({{0.0, 0.0}, {1e-9, 0.0}, {5e4, 0.0}, {-1e5, 1e5}}, torch::kFloat64);
  for (const double sigma : {0.0, 0.01, 1.0, 50.0}) {
    for (const auto& score :
         {ring_score_function(5.0, 0.1), radial_ring_score_function(5.0, 0.1)}) {
      const torch::Tensor values = score(points, sigma_of(sigma));
      EXPECT_TRUE(values.isfinite().all().item<bool>()) << sigma << "\n" << values;
      EXPECT_EQ(values[0].abs().max().item<double>(), 0.0);
    }
  }
}

TEST(Ring, TheCirclesMixtureIsTheThinRingWithAllWidthAsNoise) {
  const Mixture mixture(make_distribution({"circle", {}}).components);
  const Ring line{5.0, 0.0};
  for (const double sigma : {0.1, 0.5, 2.0}) {
    for (const double angle : {0.0, 0.0123, 1.0}) {
      for (const double r : {3.0, 4.9, 5.0, 5.2, 7.0}) {
        const torch::Tensor point =
            torch::tensor({{r * std::cos(angle), r * std::sin(angle)}}, torch::kFloat64);
        const double found =
            (mixture.score(point, sigma_of(sigma)) * point).sum().item<double>() / r;
        const double expected = ring_score_at(line, r, std::hypot(sigma, 0.1)).score;
        EXPECT_NEAR(found, expected, 2e-4 * (1.0 + std::abs(expected))) << r << " at " << sigma;
      }
    }
  }
}

TEST(Ring, TheCirclesMixtureComesCloseToTheTrueRing) {
  const Mixture mixture(make_distribution({"circle", {}}).components);
  const ScoreFunction ring = ring_score_function(5.0, 0.1);
  RandomStream stream(71, "close");
  for (const double sigma : {0.3, 1.0, 3.0}) {
    const torch::Tensor points =
        mixture.sample(2000, stream) + sigma * draw_normal(stream, {2000, 2}, torch::kFloat64);
    const torch::Tensor found = mixture.score(points, sigma_of(sigma));
    const torch::Tensor expected = ring(points, sigma_of(sigma));
    const double error = (found - expected).norm().item<double>() / expected.norm().item<double>();
    EXPECT_LT(error, 0.01) << "sigma " << sigma;
  }
}

TEST(Ring, FunctionsGiveTheDerivativeUnderAutograd) {
  const ScoreFunction score = ring_score_function(5.0, 0.1);
  torch::Tensor points = square_points(30, 7.0, "ring").requires_grad_(true);
  const torch::Tensor values = score(points, sigma_of(0.8));
  expect_close(values, score(points.detach(), sigma_of(0.8)), 1e-14, "value under autograd");
  const torch::Tensor slope = gradient(values.select(1, 0), points).select(1, 1);
  torch::Tensor step = torch::tensor({0.0, 1e-5}, torch::kFloat64);
  const torch::Tensor expected =
      (score(points.detach() + step, sigma_of(0.8)) - score(points.detach() - step, sigma_of(0.8)))
          .select(1, 0) /
      2e-5;
  expect_close(slope, expected, 1e-6, "d score_x / d y");
}

TEST(Ring, FunctionsKeepTheDtypeAndTakeASigmaForEachPoint) {
  const torch::Tensor points = square_points(64, 7.0, "dtype").to(torch::kFloat32);
  const torch::Tensor sigma = torch::linspace(0.1, 5.0, 64, torch::kFloat64);
  const torch::Tensor values = ring_score_function(5.0, 0.1)(points, sigma);
  EXPECT_EQ(values.scalar_type(), torch::kFloat32);
  const torch::Tensor last =
      ring_score_function(5.0, 0.1)(points.narrow(0, 63, 1), sigma.narrow(0, 63, 1));
  EXPECT_TRUE(values.narrow(0, 63, 1).equal(last));
}

TEST(Ring, TheCirclesOptionNamesTheReference) {
  const auto reference = [](const std::string& which) {
    return make_distribution({"circle", {{"reference", which}}}).reference;
  };
  EXPECT_FALSE(reference("mixture").has_value());
  EXPECT_EQ(reference("ring"), (RingReference{5.0, 0.1, RingReference::Kind::kBessel}));
  EXPECT_EQ(reference("radial"), (RingReference{5.0, 0.1, RingReference::Kind::kRadial}));
  const torch::Tensor point = torch::tensor({{0.5, 0.0}}, torch::kFloat64);
  EXPECT_NEAR(
      reference_score_function(*reference("radial"))(point, sigma_of(1.0))[0][0].item<double>(),
      4.5 / 1.01, 1e-12);
}

}  // namespace
}  // namespace scorescope
