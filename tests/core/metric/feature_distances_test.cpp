// Frechet and kernel distances against closed forms, another route and repetition.
#include <gtest/gtest.h>
#include <torch/types.h>

#include <cmath>

#include "core/base/error.h"
#include "core/metric/frechet_distance.h"
#include "core/metric/kernel_distance.h"
#include "core/moments.h"
#include "core/tensor_draws.h"

namespace scorescope {
namespace {

constexpr auto kDouble = torch::kFloat64;

torch::Tensor normal(at::IntArrayRef shape, RandomStream& stream) {
  return draw_normal(stream, shape, torch::dtype(kDouble));
}

/// Moments whose sample covariance and mean are just these.
Moments exact_moments(const torch::Tensor& mean, const torch::Tensor& covariance) {
  return {101, mean.to(kDouble), covariance.to(kDouble) * 100};
}

torch::Tensor identity(std::int64_t d) { return torch::eye(d, kDouble); }

TEST(MomentSum, OfBatchesIsThatOfAllRowsAlsoFarFromZero) {
  RandomStream stream(1, "rows");
  const auto rows = normal({1000, 5}, stream).mm(normal({5, 5}, stream)) + 1e6;
  MomentSum sum(5);
  for (const auto& batch : rows.split(130)) sum.add(batch);
  sum.add(rows.slice(0, 0, 0));
  const auto& found = sum.moments();
  const auto centred = rows - rows.mean(0);
  EXPECT_EQ(found.count, 1000);
  EXPECT_LT((found.mean - rows.mean(0)).abs().max().item<double>(), 1e-8);
  const auto expected = centred.t().mm(centred) / 999;
  EXPECT_LT((found.sample_covariance() - expected).abs().max().item<double>(), 1e-8);
  EXPECT_TRUE(torch::allclose(found.covariance(), expected * 0.999, 1e-9, 1e-9));
  const auto whole = moments_of(rows.to(torch::kFloat32));
  EXPECT_LT((whole.mean - rows.to(torch::kFloat32).to(kDouble).mean(0)).abs().max().item<double>(),
            1e-8);
  EXPECT_THROW(MomentSum(5).moments().covariance(), InternalError);
}

// maths.md section 9.1.
TEST(FrechetDistance, HasTheClosedFormsOfGaussians) {
  const auto zero = torch::zeros({3}, kDouble);
  const auto shift = torch::tensor({1.0, 2.0, 2.0}, kDouble);
  const auto unit = exact_moments(zero, identity(3));
  EXPECT_LT(frechet_distance(unit, unit), 1e-8);
  EXPECT_NEAR(frechet_distance(unit, exact_moments(shift, identity(3))), 9.0, 1e-12);
  EXPECT_NEAR(frechet_distance(unit, exact_moments(zero, 4 * identity(3))), 3.0, 1e-12);
  // commuting covariances: sum of (sqrt a - sqrt b)^2
  const auto a = torch::diag(torch::tensor({1.0, 9.0, 0.0}, kDouble));
  const auto b = torch::diag(torch::tensor({4.0, 1.0, 2.25}, kDouble));
  EXPECT_NEAR(frechet_distance(exact_moments(zero, a), exact_moments(zero, b)), 1 + 4 + 2.25,
              1e-12);
}

// Twenty of 64 units dead and the rest strongly correlated, as in a trained classifier.
TEST(FrechetDistance, OfEqualFeaturesIsZeroAlsoWithDeadUnits) {
  RandomStream stream(2, "features");
  auto features = normal({3000, 10}, stream).mm(normal({10, 64}, stream)).clamp_min(0.0) * 5;
  features.slice(1, 40, 60).zero_();
  const auto moments = moments_of(features);
  EXPECT_LT(frechet_distance(moments, moments), 1e-8);
}

// scipy's way: the eigenvalues of the unsymmetric product S1 S2.
TEST(FrechetDistance, AgreesWithTheEigenvaluesOfTheProduct) {
  RandomStream stream(3, "features");
  const auto x = normal({500, 64}, stream).mm(normal({64, 64}, stream)) * 0.3;
  const auto y = normal({700, 64}, stream).mm(normal({64, 64}, stream)) * 0.3 + 0.5;
  const auto a = moments_of(x), b = moments_of(y);
  const auto product = a.sample_covariance().mm(b.sample_covariance());
  const double common =
      torch::real(torch::linalg_eigvals(product)).clamp_min(0.0).sqrt().sum().item<double>();
  const double expected =
      (a.mean - b.mean).square().sum().item<double>() +
      (a.sample_covariance().trace() + b.sample_covariance().trace()).item<double>() - 2 * common;
  EXPECT_NEAR(frechet_distance(a, b) / expected, 1.0, 1e-6) << "expected " << expected;
  EXPECT_NEAR(frechet_distance(b, a) / expected, 1.0, 1e-6);
}

// maths.md section 9.1: identical 64-dimensional unit Gaussians.
TEST(FrechetDistance, HasTheSmallSampleBiasOfTheTable) {
  struct Row {
    std::int64_t real, fake;
    double expected;
  };
  RandomStream stream(4, "features");
  for (const auto& [real, fake, expected] :
       {Row{1000, 16, 72}, Row{1000, 64, 21.8}, Row{1000, 256, 5.5}, Row{1000, 1000, 2.2},
        Row{5000, 5000, 0.44}}) {
    const double found = frechet_distance(moments_of(normal({real, 64}, stream)),
                                          moments_of(normal({fake, 64}, stream)));
    EXPECT_NEAR(found / expected, 1.0, 0.06) << real << " against " << fake;
  }
}

TEST(FrechetDistance, OfFeaturesThatAreNotFiniteIsNotANumber) {
  auto features = torch::ones({5, 3}, kDouble);
  const auto good = moments_of(features);
  features[2][1] = std::nan("");
  EXPECT_TRUE(std::isnan(frechet_distance(good, moments_of(features))));
}

double cubic(const torch::Tensor& x, const torch::Tensor& y) {
  const double product = x.dot(y).item<double>() / static_cast<double>(x.size(0)) + 1;
  return product * product * product;
}

double by_definition(const torch::Tensor& x, const torch::Tensor& y) {
  const auto n = x.size(0), m = y.size(0);
  double xx = 0, yy = 0, xy = 0;
  for (std::int64_t i = 0; i < n; ++i) {
    for (std::int64_t j = 0; j < n; ++j) xx += i == j ? 0.0 : cubic(x[i], x[j]);
    for (std::int64_t j = 0; j < m; ++j) xy += cubic(x[i], y[j]);
  }
  for (std::int64_t i = 0; i < m; ++i) {
    for (std::int64_t j = 0; j < m; ++j) yy += i == j ? 0.0 : cubic(y[i], y[j]);
  }
  const auto a = static_cast<double>(n), b = static_cast<double>(m);
  return xx / (a * (a - 1)) + yy / (b * (b - 1)) - 2 * xy / (a * b);
}

TEST(KernelDistance, IsTheSumOverAllPairsAndItsErrorTheJackknife) {
  RandomStream stream(5, "features");
  const auto x = normal({9, 4}, stream);
  const auto y = normal({7, 4}, stream) * 1.3 + 0.4;
  const auto found = kernel_distance(x, y);
  EXPECT_NEAR(found.value, by_definition(x, y), 1e-11);
  const auto without = [](const torch::Tensor& rows, std::int64_t i) {
    return torch::cat({rows.slice(0, 0, i), rows.slice(0, i + 1)});
  };
  const auto variance = [](const std::vector<double>& values) {
    const auto left_out = torch::tensor(values, kDouble);
    const auto n = static_cast<double>(values.size());
    return (n - 1) / n * (left_out - left_out.mean()).square().sum().item<double>();
  };
  std::vector<double> of_x, of_y;
  for (std::int64_t i = 0; i < 9; ++i) of_x.push_back(by_definition(without(x, i), y));
  for (std::int64_t i = 0; i < 7; ++i) of_y.push_back(by_definition(x, without(y, i)));
  EXPECT_NEAR(found.standard_error, std::sqrt(variance(of_x) + variance(of_y)), 1e-10);
}

TEST(KernelDistance, InSlicesIsTheWhole) {
  RandomStream stream(6, "features");
  const auto x = normal({1500, 8}, stream);
  const auto y = normal({900, 8}, stream) + 0.1;
  KernelDistance distance(x, y);
  EXPECT_THROW((void)distance.result(), InternalError);
  double last = 0.0;
  int slices = 1;
  while (distance.advance()) {
    EXPECT_GT(distance.progress(), last);
    last = distance.progress();
    ++slices;
  }
  EXPECT_GT(slices, 2);
  EXPECT_DOUBLE_EQ(distance.progress(), 1.0);
  const auto kernel = [](const torch::Tensor& a, const torch::Tensor& b) {
    return (a.mm(b.t()) / 8 + 1).pow(3);
  };
  const auto off_diagonal = [&](const torch::Tensor& a) {
    const auto k = kernel(a, a);
    const auto n = static_cast<double>(a.size(0));
    return (k.sum() - k.trace()).item<double>() / (n * (n - 1));
  };
  const double expected =
      off_diagonal(x) + off_diagonal(y) - 2 * kernel(x, y).mean().item<double>();
  EXPECT_NEAR(distance.result().value, expected, 1e-10);
}

struct Repeated {
  double mean, deviation, claimed;
  int times;
};

Repeated repeat(double shift, std::uint64_t seed) {
  RandomStream stream(seed, "features");
  const int times = 300;
  double sum = 0, square = 0, claimed = 0;
  for (int i = 0; i < times; ++i) {
    const auto found = kernel_distance(normal({80, 6}, stream), normal({60, 6}, stream) + shift);
    sum += found.value;
    square += found.value * found.value;
    claimed += found.standard_error;
  }
  const double mean = sum / times;
  return {mean, std::sqrt(square / times - mean * mean), claimed / times, times};
}

TEST(KernelDistance, IsUnbiasedForEqualLaws) {
  const auto [mean, deviation, claimed, times] = repeat(0.0, 7);
  EXPECT_LT(std::abs(mean), 4.5 * deviation / std::sqrt(times));
  EXPECT_GT(claimed, 0.95 * deviation);  // degenerate: the jackknife claims up to sqrt(2) of it
  EXPECT_LT(claimed, 1.6 * deviation);
}

// For x ~ N(0, I) and y ~ N(s, I), u = x.x'/d: E(1 + u)^3 = 1 + 3 E u + 3 E u^2 + E u^3. Within x:
// 1 + 3/d. Within y, with a = |s|^2: E u = a/d, E u^2 = (d + 2a + a^2)/d^2, E u^3 = (a^3 + 3(d +
// 2a) a
// + 6a)/d^3. Across: E u = 0, E u^2 = (d + a)/d^2, E u^3 = 0.
TEST(KernelDistance, IsThatOfShiftedGaussiansWithinItsError) {
  const double d = 6, s = 0.7, a = d * s * s;
  const double within_x = 1 + 3 / d;
  const double within_y = 1 + 3 * a / d + 3 * (d + 2 * a + a * a) / (d * d) +
                          (a * a * a + 3 * (d + 2 * a) * a + 6 * a) / (d * d * d);
  const double across = 1 + 3 * (d + a) / (d * d);
  const auto [mean, deviation, claimed, times] = repeat(s, 8);
  EXPECT_NEAR(mean, within_x + within_y - 2 * across, 4.5 * deviation / std::sqrt(times));
  EXPECT_NEAR(claimed / deviation, 1.0, 0.2);
}

}  // namespace
}  // namespace scorescope
