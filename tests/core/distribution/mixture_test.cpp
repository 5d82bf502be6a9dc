#include "core/distribution/mixture.h"

#include <gtest/gtest.h>
#include <torch/types.h>

#include <cmath>

#include "core/base/error.h"
#include "core/distribution/mixture_tensors.h"
#include "tests/core/distribution/closeness.h"

namespace scorescope {
namespace {

/// Full covariances of several sizes and very unequal weights.
Mixture uneven_mixture() {
  return Mixture({{0.5, {5.0, 5.0}, {1.0, 0.3, 0.5}},
                  {0.2, {-5.0, -4.0}, {0.09, -0.05, 0.2}},
                  {0.299, {0.0, 1.0}, {4.0, 1.5, 1.0}},
                  {0.001, {6.0, -6.0}, {0.01, 0.0, 0.01}}});
}

Mixture reference_mixture() {
  return Mixture({isotropic(0.8, 5.0, 5.0, 1.0), isotropic(0.2, -5.0, -5.0, 1.0)});
}

/// A chain of `count` narrow components, as curves have.
Mixture long_chain(int count) {
  std::vector<GaussianComponent> components;
  for (int i = 0; i < count; ++i) {
    components.push_back(
        isotropic(1.0 + i % 3, 5.0 * std::cos(0.01 * i), 5.0 * std::sin(0.01 * i), 0.1));
  }
  return Mixture(std::move(components));
}

/// The same quantity through Torch's operations whatever the points ask for.
torch::Tensor by_torch(const Mixture& mixture, MixtureQuantity quantity,
                       const torch::Tensor& points, const torch::Tensor& sigma) {
  auto components = mixture.components();
  return evaluate_mixture(quantity, component_rows(make_component_table(components)), points,
                          sigma.square().expand({points.size(0)}));
}

torch::Tensor by_loops(const Mixture& mixture, MixtureQuantity quantity,
                       const torch::Tensor& points, const torch::Tensor& sigma) {
  if (quantity == MixtureQuantity::kLogDensity) return mixture.log_density(points, sigma);
  if (quantity == MixtureQuantity::kScore) return mixture.score(points, sigma);
  return mixture.score_jacobian(points, sigma);
}

constexpr std::array kQuantities{MixtureQuantity::kLogDensity, MixtureQuantity::kScore,
                                 MixtureQuantity::kJacobian};

class MixtureAtNoise : public testing::TestWithParam<double> {};

TEST_P(MixtureAtNoise, ScoreMatchesAutogradOfLogDensity) {
  const Mixture mixture = uneven_mixture();
  const torch::Tensor sigma = sigma_of(GetParam());
  torch::Tensor points = square_points(500, 8.0, "score").requires_grad_(true);
  const torch::Tensor expected = gradient(mixture.log_density(points, sigma), points);
  expect_close(mixture.score(points.detach(), sigma), expected, 1e-11, "score by loops");
  expect_close(mixture.score(points, sigma), expected, 1e-11, "score by Torch");
}

TEST_P(MixtureAtNoise, JacobianMatchesAutogradOfScore) {
  const Mixture mixture = uneven_mixture();
  const torch::Tensor sigma = sigma_of(GetParam());
  torch::Tensor points = square_points(500, 8.0, "jacobian").requires_grad_(true);
  const torch::Tensor score = mixture.score(points, sigma);
  const torch::Tensor expected =
      torch::stack({gradient(score.select(1, 0), points), gradient(score.select(1, 1), points)}, 1);
  expect_close(mixture.score_jacobian(points.detach(), sigma), expected, 1e-9, "Jacobian");
}

TEST_P(MixtureAtNoise, JacobianMatchesFiniteDifferencesOfScore) {
  const Mixture mixture = uneven_mixture();
  const torch::Tensor sigma = sigma_of(GetParam());
  const torch::Tensor points = square_points(200, 8.0, "differences");
  constexpr double kStep = 1e-5;
  std::vector<torch::Tensor> columns;
  for (int j = 0; j < 2; ++j) {
    torch::Tensor step = torch::zeros({2}, torch::kFloat64);
    step[j] = kStep;
    columns.push_back((mixture.score(points + step, sigma) - mixture.score(points - step, sigma)) /
                      (2.0 * kStep));
  }
  expect_close(mixture.score_jacobian(points, sigma), torch::stack(columns, 2), 2e-5, "Jacobian");
}

TEST_P(MixtureAtNoise, LoopsAgreeWithTorch) {
  const torch::Tensor points = square_points(333, 9.0, "agree");
  for (const Mixture& mixture : {uneven_mixture(), reference_mixture(), long_chain(300)}) {
    for (const auto quantity : kQuantities) {
      const torch::Tensor expected = by_torch(mixture, quantity, points, sigma_of(GetParam()));
      // A Jacobian of size 1/variance^2 has lost that many digits by either way.
      expect_close(by_loops(mixture, quantity, points, sigma_of(GetParam())), expected,
                   quantity == MixtureQuantity::kJacobian ? 1e-10 : 1e-12, "shared sigma");
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Levels, MixtureAtNoise, testing::Values(0.0, 0.3, 1.0, 10.0));

TEST(Mixture, EachPointMayHaveItsOwnSigma) {
  const Mixture mixture = uneven_mixture();
  const torch::Tensor points = square_points(130, 8.0, "own");
  const torch::Tensor sigma = torch::logspace(-2.0, 1.5, 130, 10.0, torch::kFloat64);
  for (const auto quantity : kQuantities) {
    const torch::Tensor together = by_loops(mixture, quantity, points, sigma);
    for (std::int64_t i = 0; i < points.size(0); i += 7) {
      const torch::Tensor alone =
          by_loops(mixture, quantity, points.narrow(0, i, 1), sigma.narrow(0, i, 1));
      expect_close(together.narrow(0, i, 1), alone, 1e-12, "point " + std::to_string(i));
    }
    expect_close(together, by_torch(mixture, quantity, points, sigma), 1e-10, "own sigma");
  }
}

TEST(Mixture, LargeBatchesOfManyComponentsComeInPieces) {
  const Mixture mixture = long_chain(3000);
  const torch::Tensor points = square_points(1000, 6.0, "pieces");
  const torch::Tensor sigma = sigma_of(0.2);
  for (const auto quantity : kQuantities) {
    expect_close(by_torch(mixture, quantity, points, sigma),
                 by_loops(mixture, quantity, points, sigma), 1e-9, "3000 x 1000");
  }
}

TEST(Mixture, StaysFiniteAtTenThousandStandardDeviations) {
  const Mixture mixture = reference_mixture();
  const torch::Tensor far = torch::tensor({{1e4, 0.0}, {-1e4, 3e3}, {2e4, 2e4}}, torch::kFloat64);
  const torch::Tensor sigma = sigma_of(0.0);
  // So far out only one mode counts, or both pull alike: -(x - mu) / 1 for the nearer mode.
  const torch::Tensor nearer =
      torch::tensor({{5.0, 5.0}, {-5.0, -5.0}, {5.0, 5.0}}, torch::kFloat64);
  for (const auto dtype : {torch::kFloat64, torch::kFloat32}) {
    const double bound = dtype == torch::kFloat64 ? 1e-12 : 1e-6;
    for (const bool grad : {false, true}) {
      const torch::Tensor points = far.detach().clone().to(dtype).requires_grad_(grad);
      const torch::Tensor score = mixture.score(points, sigma);
      EXPECT_EQ(score.scalar_type(), dtype);
      expect_close(score, nearer - far, bound, "score far away");
      expect_close(mixture.score_jacobian(points, sigma),
                   -torch::eye(2, torch::kFloat64).expand({3, 2, 2}), bound, "Jacobian far away");
      EXPECT_TRUE(mixture.log_density(points, sigma).isfinite().all().item<bool>());
      EXPECT_TRUE(mixture.denoised(points, sigma).isfinite().all().item<bool>());
    }
  }
}

TEST(Mixture, StaysFiniteAbsurdlyFarAway) {
  const Mixture mixture = uneven_mixture();
  const torch::Tensor far = torch::tensor({{1e12, -1e12}, {-3e9, 1e3}}, torch::kFloat64);
  for (const double sigma : {0.0, 1e-6, 1.0}) {
    EXPECT_TRUE(mixture.score(far, sigma_of(sigma)).isfinite().all().item<bool>()) << sigma;
    EXPECT_TRUE(mixture.log_density(far, sigma_of(sigma)).isfinite().all().item<bool>()) << sigma;
  }
}

TEST(Mixture, PointMassesAndLinesAreFiniteWithoutNoise) {
  const Mixture mixture({{0.5, {1.0, 1.0}, {0.0, 0.0, 0.0}}, {0.5, {-1.0, 0.0}, {1.0, 1.0, 1.0}}});
  const torch::Tensor points = square_points(50, 3.0, "masses");
  EXPECT_TRUE(mixture.score(points, sigma_of(0.0)).isfinite().all().item<bool>());
  EXPECT_TRUE(mixture.log_density(points, sigma_of(0.0)).isfinite().all().item<bool>());
}

TEST(Mixture, PointMassesWithNoiseGiveTheEmpiricalScore) {
  const Mixture mixture({isotropic(1.0, 1.0, 0.0, 0.0), isotropic(1.0, -1.0, 0.0, 0.0)});
  const double sigma = 0.5;
  const torch::Tensor points = square_points(100, 2.0, "empirical");
  // maths.md section 7.4: two points at +-1 have the posterior mean tanh(x / sigma^2) in x.
  const torch::Tensor x = points.select(1, 0);
  const torch::Tensor expected = torch::stack({((x / (sigma * sigma)).tanh() - x) / (sigma * sigma),
                                               -points.select(1, 1) / (sigma * sigma)},
                                              1);
  expect_close(mixture.score(points, sigma_of(sigma)), expected, 1e-12, "empirical score");
}

TEST(Mixture, ScoreIsDifferentiableTwice) {
  const Mixture mixture = uneven_mixture();
  torch::Tensor points = square_points(20, 5.0, "twice").requires_grad_(true);
  const torch::Tensor score = mixture.score_function()(points, sigma_of(1.0));
  const torch::Tensor once = gradient(score.select(1, 0), points);
  const torch::Tensor twice = gradient(once.select(1, 0), points);
  EXPECT_GT(twice.abs().max().item<double>(), 1e-3);
}

TEST(Mixture, SamplesHaveTheMomentsOfTheMixture) {
  const Mixture mixture = uneven_mixture();
  RandomStream stream(17, "sample");
  constexpr std::int64_t kCount = 400000;
  const torch::Tensor x = mixture.sample(kCount, stream);
  const auto [mean_x, mean_y] = mixture.mean();
  const torch::Tensor centred = x - torch::tensor({mean_x, mean_y}, torch::kFloat64);
  const auto [xx, xy, yy] = mixture.covariance();
  const torch::Tensor a = centred.select(1, 0), b = centred.select(1, 1);
  const auto expect_mean = [&](const torch::Tensor& values, double expected, const char* what) {
    const double se = values.std().item<double>() / std::sqrt(static_cast<double>(kCount));
    EXPECT_NEAR(values.mean().item<double>(), expected, 4.0 * se) << what << ", s.e. " << se;
  };
  expect_mean(a, 0.0, "mean x");
  expect_mean(b, 0.0, "mean y");
  expect_mean(a * a, xx, "variance x");
  expect_mean(a * b, xy, "covariance");
  expect_mean(b * b, yy, "variance y");
  // The component of one in a thousand, 0.1 wide, apart from all others.
  const torch::Tensor rare = (x - torch::tensor({6.0, -6.0}, torch::kFloat64)).norm(2, 1).lt(0.5);
  expect_mean(rare.to(torch::kFloat64), 0.001, "share of the rare component");
}

TEST(Mixture, DenoiserMatchesSelfNormalisedMonteCarlo) {
  const Mixture mixture = uneven_mixture();
  RandomStream stream(23, "denoise");
  const torch::Tensor x0 = mixture.sample(400000, stream);
  for (const double sigma : {0.5, 2.0, 6.0}) {
    for (const auto& [x, y] : {std::pair{4.0, 4.0}, {-4.0, -3.0}, {0.0, 0.0}, {5.5, -5.0}}) {
      const torch::Tensor point = torch::tensor({{x, y}}, torch::kFloat64);
      const torch::Tensor weight =
          ((x0 - point).square().sum(1) / (-2.0 * sigma * sigma)).exp().unsqueeze(1);
      const torch::Tensor total = weight.sum();
      const torch::Tensor estimate = (weight * x0).sum(0) / total;
      // Delta method for a ratio of means.
      const torch::Tensor se = (weight * (x0 - estimate)).square().sum(0).sqrt() / total;
      const torch::Tensor error =
          (mixture.denoised(point, sigma_of(sigma))[0] - estimate).abs() / se;
      EXPECT_LT(error.max().item<double>(), 4.5)
          << "at (" << x << ", " << y << "), sigma " << sigma << ", found "
          << mixture.denoised(point, sigma_of(sigma)) << " expected " << estimate;
    }
  }
}

// maths.md section 1.7, J of the reference mixture, given to three or four digits.
TEST(Mixture, FisherInformationOfTheReferenceMixtureMatchesTheTable) {
  const Mixture mixture = reference_mixture();
  RandomStream stream(29, "fisher");
  const torch::Tensor x0 = mixture.sample(400000, stream);
  const torch::Tensor eps = draw_normal(stream, x0.sizes(), torch::kFloat64);
  const std::array<std::pair<double, double>, 5> table{
      {{0.5, 1.597}, {1.0, 0.999}, {2.5, 0.265}, {5.0, 0.0635}, {20.0, 0.0048}}};
  for (const auto& [sigma, expected] : table) {
    const torch::Tensor squares = mixture.score(x0 + sigma * eps, sigma_of(sigma)).square().sum(1);
    const double se = squares.std().item<double>() / std::sqrt(400000.0);
    EXPECT_NEAR(squares.mean().item<double>(), expected, 4.0 * se + 0.012 * expected) << sigma;
  }
}

TEST(Mixture, ExtentHoldsNinetyNinePercent) {
  EXPECT_NEAR(Mixture({isotropic(1.0, 0.0, 0.0, 1.0)}).extent(), 2.8062, 1e-3);
  EXPECT_NEAR(Mixture({isotropic(1.0, 3.0, -2.0, 0.0)}).extent(), 3.0, 1e-6);
  const Mixture mixture = uneven_mixture();
  RandomStream stream(37, "extent");
  const torch::Tensor x = mixture.sample(200000, stream);
  const double inside =
      x.abs().amax(1).le(mixture.extent()).to(torch::kFloat64).mean().item<double>();
  EXPECT_NEAR(inside, 0.99, 0.002);
}

TEST(Mixture, RefusesWhatIsNoMixture) {
  EXPECT_THROW(Mixture({}), UserError);
  EXPECT_THROW(Mixture({isotropic(0.0, 0.0, 0.0, 1.0)}), UserError);
  EXPECT_THROW(Mixture({isotropic(-1.0, 0.0, 0.0, 1.0), isotropic(2.0, 0.0, 0.0, 1.0)}), UserError);
  EXPECT_THROW(Mixture({{1.0, {0.0, 0.0}, {1.0, 2.0, 1.0}}}), UserError);
  EXPECT_THROW(Mixture({{1.0, {0.0, 0.0}, {-1.0, 0.0, 1.0}}}), UserError);
  EXPECT_THROW(Mixture({{1.0, {std::nan(""), 0.0}, {1.0, 0.0, 1.0}}}), UserError);
  EXPECT_THROW(Mixture({{HUGE_VAL, {0.0, 0.0}, {1.0, 0.0, 1.0}}}), UserError);
}

TEST(Mixture, TakesNoPoints) {
  const torch::Tensor none = torch::empty({0, 2}, torch::kFloat64);
  EXPECT_EQ(reference_mixture().score(none, sigma_of(1.0)).size(0), 0);
}

}  // namespace
}  // namespace scorescope
