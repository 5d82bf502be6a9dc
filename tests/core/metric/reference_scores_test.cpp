// The exact scores that stand beside a network on pictures: of the set itself and of the best
// Gaussian, in any dimension.
#include <gtest/gtest.h>
#include <torch/autograd.h>
#include <torch/types.h>

#include <cmath>

#include "core/distribution/mixture.h"
#include "core/empirical_loss.h"
#include "core/empirical_score.h"
#include "core/gaussian_score.h"
#include "core/tensor_draws.h"

namespace scorescope {
namespace {

constexpr auto kDouble = torch::kFloat64;

torch::Tensor normal(at::IntArrayRef shape, std::uint64_t seed) {
  RandomStream stream(seed, "points");
  return draw_normal(stream, shape, torch::dtype(kDouble));
}

torch::Tensor filled(std::int64_t n, double sigma) { return torch::full({n}, sigma, kDouble); }

/// log of (1/m) sum_j N(x; c_j, sigma^2 I) up to a constant, all pairs at once.
torch::Tensor log_density(const torch::Tensor& x, double sigma, const torch::Tensor& centres) {
  const auto squared = (x.unsqueeze(1) - centres.unsqueeze(0)).square().sum(2);
  return torch::logsumexp(-squared / (2 * sigma * sigma), {1});
}

// 2,500 centres and 1,100 points: more than one block of each.
TEST(EmpiricalScore, OfPicturesIsTheGradientOfTheLogDensity) {
  const auto centres = normal({2500, 12}, 1) + 3;
  const auto points = (normal({1100, 12}, 2) + 3).requires_grad_(true);
  const EmpiricalScore exact(centres);
  EXPECT_EQ(exact.dimension(), 12);
  for (const double sigma : {0.3, 1.0, 5.0}) {
    const auto density = log_density(points, sigma, centres).sum();
    const auto expected = torch::autograd::grad({density}, {points}).front();
    const torch::NoGradGuard no_grad;
    const auto found = exact.score(points, filled(1100, sigma));
    EXPECT_TRUE(torch::allclose(found, expected, 1e-8, 1e-8)) << "sigma " << sigma;
    EXPECT_TRUE(torch::equal(found, exact.score_function()(points, filled(1, sigma))));
  }
}

TEST(EmpiricalScore, IsDifferentiableAcrossBlocks) {
  const auto centres = normal({2100, 3}, 3);
  const auto points = normal({4, 3}, 4).requires_grad_(true);
  const auto direction = normal({4, 3}, 5);
  const auto score = empirical_score(points, filled(4, 0.8), centres);
  const auto found = torch::autograd::grad({(score * direction).sum()}, {points}).front();
  const double h = 1e-5;
  const torch::NoGradGuard no_grad;
  const auto expected = (empirical_score(points + h * direction, filled(4, 0.8), centres) -
                         empirical_score(points - h * direction, filled(4, 0.8), centres)) /
                        (2 * h);  // the Jacobian is symmetric
  EXPECT_TRUE(torch::allclose(found, expected, 1e-6, 1e-7));
}

// 9,000 centres: more than one block, and at the lowest noise only some of them have a weight. The
// first points are centres themselves, as the training pictures are.
TEST(EmpiricalLoss, IsThatOfTheEmpiricalScoreAtEveryLevel) {
  const auto centres = normal({9000, 6}, 6) + 2;
  const auto clean = torch::cat({centres.slice(0, 0, 20), normal({10, 6}, 7) + 2});
  const auto noise = normal({30, 6}, 8);
  const EmpiricalScore exact(centres);
  EmpiricalLoss loss(centres, clean, noise);
  while (loss.prepare()) {
  }
  for (const double sigma : {8.0, 2.0, 0.5, 0.12, 0.09, 0.01}) {
    const auto score = exact.score(clean + sigma * noise, filled(30, sigma));
    const auto expected = (score + noise / sigma).square().sum(1);
    const auto found = torch::cat({loss.at(sigma, 0, 7), loss.at(sigma, 7, 30)});
    // as lengths from the mean to the clean point, which may be 0
    EXPECT_TRUE(
        torch::allclose(sigma * sigma * found.sqrt(), sigma * sigma * expected.sqrt(), 1e-6, 1e-5))
        << "sigma " << sigma;
  }
}

TEST(EmpiricalScore, OfTwoPicturesIsAHyperbolicTangent) {
  const auto m = normal({1, 784}, 6) * 0.5;
  const double sigma = 4.0;
  const auto points = normal({20, 784}, 7) * sigma;
  const auto along = torch::tanh(points.mm(m.t()) / (sigma * sigma));  // [20, 1]
  const auto expected = (along * m - points) / (sigma * sigma);
  const auto centres = torch::cat({m, -m});
  EXPECT_TRUE(torch::allclose(empirical_score(points, filled(20, sigma), centres), expected));
  const auto single =
      empirical_score(points.to(torch::kFloat32), filled(20, sigma), centres.to(torch::kFloat32));
  EXPECT_EQ(single.scalar_type(), torch::kFloat32);
  EXPECT_TRUE(torch::allclose(single.to(kDouble), expected, 1e-4, 1e-5));
}

// A step to sigma = 0 by Tweedie from a little noise lands on the centre itself.
TEST(EmpiricalScore, DenoisesToTheCentreItCameFrom) {
  const auto centres = normal({200, 784}, 8);
  const double sigma = 0.01;
  const auto noisy = centres + sigma * normal({200, 784}, 9);
  const auto back = noisy + sigma * sigma * empirical_score(noisy, filled(200, sigma), centres);
  EXPECT_LT((back - centres).abs().max().item<double>(), 1e-9);
}

TEST(GaussianScore, IsThatOfAGaussianInThePlane) {
  const std::vector<GaussianComponent> components{
      {.weight = 1.0, .mean = {1.0, -2.0}, .covariance = {2.0, 0.7, 0.5}}};
  const Mixture mixture(components);
  const auto covariance = torch::tensor({{2.0, 0.7}, {0.7, 0.5}}, kDouble);
  const GaussianScore exact(torch::tensor({1.0, -2.0}, kDouble), covariance);
  const auto points = normal({100, 2}, 10) * 3;
  for (const double sigma : {0.1, 1.0, 10.0}) {
    const auto expected = mixture.score(points, filled(100, sigma));
    EXPECT_TRUE(torch::allclose(exact.score(points, filled(100, sigma)), expected, 1e-9, 1e-9));
    const auto single = exact.score_function()(points.to(torch::kFloat32), filled(1, sigma));
    EXPECT_EQ(single.scalar_type(), torch::kFloat32);
    EXPECT_TRUE(torch::allclose(single.to(kDouble), expected, 1e-4, 1e-4));
  }
}

TEST(GaussianScore, IsTheGradientOfTheLogDensityAndDifferentiable) {
  const auto root = normal({6, 6}, 11);
  const auto covariance = root.mm(root.t());
  const auto mean = normal({6}, 12);
  const GaussianScore exact(mean, covariance);
  const auto noised = covariance + 0.25 * torch::eye(6, kDouble);
  const auto points = normal({5, 6}, 13).requires_grad_(true);
  const auto difference = points - mean;
  const auto log_density = -0.5 * (difference.mm(noised.inverse()) * difference).sum();
  const auto expected = torch::autograd::grad({log_density}, {points}).front();
  const auto score = exact.score(points, filled(5, 0.5));
  EXPECT_TRUE(torch::allclose(score, expected, 1e-9, 1e-9));
  const auto divergence = torch::autograd::grad({score.sum()}, {points}).front();
  EXPECT_TRUE(torch::allclose(divergence, -noised.inverse().sum(0).expand({5, 6}), 1e-9, 1e-9));
}

double measured_loss(const ScoreFunction& score, const torch::Tensor& clean, double sigma,
                     std::uint64_t seed) {
  const auto noise = normal(clean.sizes(), seed);
  const auto error = score(clean + sigma * noise, filled(clean.size(0), sigma)) + noise / sigma;
  return error.square().sum(1).mean().item<double>();
}

// The law is a set of points on two rings' worth of clusters, far from Gaussian.
TEST(GaussianScore, HasItsClosedLossOnDataThatAreNotGaussian) {
  const auto clusters = torch::cat({normal({500, 3}, 14) * 0.1 + 2, normal({1500, 3}, 15) * 0.3});
  const auto moments = moments_of(clusters);
  const GaussianScore best(moments);
  const auto law = clusters.repeat({100, 1});  // each point with 100 draws of noise
  for (const double sigma : {0.3, 1.0, 4.0}) {
    const double expected = best.denoising_loss(sigma);
    EXPECT_NEAR(measured_loss(best.score_function(), law, sigma, 16) / expected, 1.0, 0.01)
        << "sigma " << sigma;
    // no other linear score does better: neither another mean nor another spread
    const GaussianScore wider(moments.mean, moments.covariance() * 1.5);
    const GaussianScore aside(moments.mean + 0.3, moments.covariance());
    EXPECT_GT(measured_loss(wider.score_function(), law, sigma, 16),
              measured_loss(best.score_function(), law, sigma, 16));
    EXPECT_GT(measured_loss(aside.score_function(), law, sigma, 16),
              measured_loss(best.score_function(), law, sigma, 16));
    EXPECT_LT(
        measured_loss(EmpiricalScore(clusters).score_function(), law.slice(0, 0, 20000), sigma, 16),
        expected);
  }
}

// AT-3 (maths.md section 1): for N(0, s^2 I) the floor 1/2 sigma^2 L is 1/2 d s^2 / (s^2 +
// sigma^2).
TEST(GaussianScore, HasTheFloorOfAnIsotropicGaussian) {
  const double s = 0.6;
  const GaussianScore exact(torch::zeros({784}, kDouble), s * s * torch::eye(784, kDouble));
  for (const double sigma : {0.03, 1.0, 8.0}) {
    EXPECT_NEAR(0.5 * sigma * sigma * exact.denoising_loss(sigma),
                0.5 * 784 * s * s / (s * s + sigma * sigma), 1e-9);
  }
}

}  // namespace
}  // namespace scorescope
