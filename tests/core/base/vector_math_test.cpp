#include "core/base/vector_math.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numbers>

namespace scorescope {
namespace {

constexpr double kUnit = std::numeric_limits<double>::epsilon();

double relative_error(double found, double expected) {
  return std::abs(found - expected) / std::abs(expected);
}

TEST(VectorMath, ExponentialIsGoodToTheLastDigits) {
  for (double x = -700.0; x <= 700.0; x += 0.137) {
    ASSERT_LT(relative_error(exp_of_bounded(x), std::exp(x)), 3.0 * kUnit) << x;
  }
  EXPECT_EQ(exp_of_bounded(0.0), 1.0);
}

TEST(VectorMath, LogarithmIsGoodToTheLastDigits) {
  for (double x = 1e-300; x < 1e300; x *= 1.173) {
    ASSERT_NEAR(log_of_positive(x), std::log(x), 3.0 * kUnit * std::max(0.1, std::abs(std::log(x))))
        << x;
  }
  for (double x = 0.99; x < 1.01; x += 0.00017) {
    ASSERT_LE(std::abs(log_of_positive(x) - std::log(x)), 3.0 * kUnit * std::abs(std::log(x))) << x;
  }
}

TEST(VectorMath, SquareRootsAreGoodToTheLastDigits) {
  for (double x = 1e-300; x < 1e300; x *= 1.173) {
    ASSERT_LT(relative_error(sqrt_of_positive(x), std::sqrt(x)), 2.0 * kUnit) << x;
    ASSERT_LT(relative_error(inverse_sqrt_of_positive(x), 1.0 / std::sqrt(x)), 4.0 * kUnit) << x;
  }
}

TEST(VectorMath, SineAndCosineAreGoodToTheLastDigits) {
  for (double x = -std::numbers::pi / 4; x < std::numbers::pi / 4; x += 0.00123) {
    const auto [sine, cosine] = sine_cosine_of_eighth(x);
    ASSERT_NEAR(sine, std::sin(x), 2.0 * kUnit * std::abs(std::sin(x))) << x;
    ASSERT_NEAR(cosine, std::cos(x), 2.0 * kUnit) << x;
  }
}

}  // namespace
}  // namespace scorescope
