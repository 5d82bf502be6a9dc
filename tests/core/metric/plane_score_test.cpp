// The scores of pictures on a plane through their space, against closed forms and against the same
// scores in all coordinates.
#include "core/plane_score.h"

#include <gtest/gtest.h>
#include <torch/types.h>

#include "core/base/error.h"
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

AffinePlane some_plane() { return plane_through(normal({3, 40}, 1)); }

TEST(AffinePlane, IsOrthonormalAndHoldsItsThreePoints) {
  const auto points = normal({3, 40}, 1);
  const AffinePlane plane = plane_through(points);
  const auto products = torch::mm(plane.axes(), plane.axes().t());
  EXPECT_TRUE(torch::allclose(products, torch::eye(2, kDouble), 0.0, 1e-12));
  const auto back = plane.lifted(plane.coordinates(points));
  EXPECT_TRUE(torch::allclose(back, points, 0.0, 1e-12));
  const auto places = plane.coordinates(points);
  EXPECT_NEAR(places[0][1].item<double>(), places[1][1].item<double>(), 1e-12)
      << "the first axis runs from the first point to the second";
  EXPECT_LT(places.mean(0).abs().max().item<double>(), 1e-12);
}

TEST(AffinePlane, ThreePointsOnALineAreRefused) {
  const auto point = normal({1, 40}, 2), step = normal({1, 40}, 3);
  EXPECT_THROW(plane_through(torch::cat({point, point + step, point + 2.5 * step})), UserError);
  EXPECT_THROW(plane_through(torch::cat({point, point, point + step})), UserError);
}

TEST(AffinePlane, PrincipalComponentsAreTheDirectionsOfLargestVariance) {
  const auto variances = torch::tensor({0.5, 9.0, 0.1, 4.0, 0.4}, kDouble);
  const AffinePlane plane = principal_plane(torch::ones({5}, kDouble), torch::diag(variances));
  const auto expected = torch::tensor({{0, 1, 0, 0, 0}, {0, 0, 0, 1, 0}}, kDouble);
  EXPECT_TRUE(torch::allclose(plane.axes(), expected, 0.0, 1e-12));
  EXPECT_NEAR(plane.variance_share(torch::diag(variances)), 13.0 / 14.0, 1e-12);
}

TEST(PlaneScore, IsThePartAlongThePlaneOfTheScoreInAllCoordinates) {
  const AffinePlane plane = some_plane();
  const auto pictures = normal({700, 40}, 4);
  PlaneScore score(plane);
  score.add(pictures.slice(0, 0, 300));
  score.add(pictures.slice(0, 300));
  ASSERT_EQ(score.size(), 700);
  const auto places = normal({150, 2}, 5) * 4;
  const EmpiricalScore everywhere(pictures);
  for (const double sigma : {0.05, 0.5, 3.0, 20.0}) {
    const auto points = plane.lifted(places);
    const auto whole = everywhere.score(points, filled(150, sigma));
    EXPECT_TRUE(torch::allclose(score.along(places, sigma), plane.along(whole), 1e-8, 1e-8))
        << "sigma " << sigma;
    // and the weights denoise to the same picture
    const auto denoised = torch::mm(score.weights(places, sigma), pictures);
    EXPECT_TRUE(torch::allclose(denoised, points + sigma * sigma * whole, 1e-8, 1e-8))
        << "sigma " << sigma;
  }
}

// At a picture of the plane, at a noise level far below all distances, the score's part along the
// plane points at that picture: (foot - x) / sigma^2, and it is zero there.
TEST(PlaneScore, AtATrainingPictureWithLittleNoisePointsAtIt) {
  const auto pictures = normal({200, 40}, 6);
  const AffinePlane plane = plane_through(pictures.slice(0, 0, 3));
  PlaneScore score(plane);
  score.add(pictures);
  const auto feet = plane.coordinates(pictures.slice(0, 0, 3));
  const double sigma = 0.01;
  EXPECT_LT(score.along(feet, sigma).abs().max().item<double>(), 1e-8);
  const auto aside = feet + torch::tensor({{0.3, -0.2}}, kDouble);
  const auto expected = (feet - aside) / (sigma * sigma);
  EXPECT_TRUE(torch::allclose(score.along(aside, sigma), expected, 1e-9, 1e-9));
}

// Of a large Gaussian set the score at high noise is that of the Gaussian, -(C + sigma^2 I)^-1 x,
// in closed form; the plane of its first two principal components sees the first two variances.
TEST(PlaneScore, OfAGaussianSetIsTheGaussiansOwnAlongThePlane) {
  auto variances = torch::ones({12}, kDouble);
  variances[3] = 9.0;
  variances[7] = 4.0;
  const auto pictures = normal({60000, 12}, 7) * variances.sqrt();
  const AffinePlane plane = principal_plane(torch::zeros({12}, kDouble), torch::diag(variances));
  PlaneScore score(plane);
  score.add(pictures);
  const double sigma = 4.0;
  const auto places = normal({60, 2}, 8) * 3;
  const auto closed = -places / (torch::tensor({9.0, 4.0}, kDouble) + sigma * sigma);
  const double error = (score.along(places, sigma) - closed).abs().max().item<double>();
  EXPECT_LT(error, 0.03 * closed.abs().max().item<double>());
  const GaussianScore gaussian(torch::zeros({12}, kDouble), torch::diag(variances));
  const auto along = plane.along(gaussian.score(plane.lifted(places), filled(60, sigma)));
  EXPECT_TRUE(torch::allclose(along, closed, 1e-10, 1e-12));
}

}  // namespace
}  // namespace scorescope
