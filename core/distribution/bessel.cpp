#include "core/distribution/bessel.h"

#include <cmath>
#include <numbers>

namespace scorescope {
namespace {

/// I_order(z) / (z/2)^order by its power series; all terms are positive, so nothing cancels.
double power_series(double z, double order) {
  const double quarter = 0.25 * z * z;
  double term = 1.0;
  double sum = 1.0;
  for (double k = 1.0; term > 1e-17 * sum; ++k) {
    term *= quarter / (k * (k + order));
    sum += term;
  }
  return sum;
}

/// exp(-z) sqrt(2 pi z) I_order(z) for large z; stops at the smallest term.
double asymptotic_series(double z, double order) {
  const double mu = 4.0 * order * order;
  double term = 1.0;
  double sum = 1.0;
  for (double k = 1.0; k < 2.0 * z && std::abs(term) > 1e-17; ++k) {
    const double odd = 2.0 * k - 1.0;
    term *= -(mu - odd * odd) / (k * 8.0 * z);
    sum += term;
  }
  return sum;
}

}  // namespace

ScaledBessel scaled_bessel(double z) {
  if (z < 30.0) {
    const double i0 = power_series(z, 0.0);
    return {std::exp(-z) * i0, 0.5 * z * power_series(z, 1.0) / i0};
  }
  const double i0 = asymptotic_series(z, 0.0);
  return {i0 / std::sqrt(2.0 * std::numbers::pi * z), asymptotic_series(z, 1.0) / i0};
}

}  // namespace scorescope
