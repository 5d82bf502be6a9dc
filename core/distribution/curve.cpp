#include "core/distribution/curve.h"

#include <algorithm>
#include <cmath>

namespace scorescope {
namespace {

constexpr std::size_t kPieces = 4000;
constexpr double kMostComponents = 2000.0;
constexpr double kSpacing = 1.25;  // in standard deviations of the line

double parameter(const Curve& curve, double share) {
  return curve.first + (curve.last - curve.first) * share;
}

/// Length of the curve up to each of kPieces + 1 equally spaced parameters.
std::vector<double> arc_lengths(const Curve& curve) {
  std::vector<double> lengths{0.0};
  auto previous = curve.at(curve.first);
  for (std::size_t i = 1; i <= kPieces; ++i) {
    const auto point =
        curve.at(parameter(curve, static_cast<double>(i) / static_cast<double>(kPieces)));
    lengths.push_back(lengths.back() + std::hypot(point[0] - previous[0], point[1] - previous[1]));
    previous = point;
  }
  return lengths;
}

/// The parameter at which the curve is `length` long.
double parameter_at(const Curve& curve, const std::vector<double>& lengths, double length) {
  const auto above = std::upper_bound(lengths.begin() + 1, lengths.end() - 1, length);
  const double low = *(above - 1);
  const double span = *above - low;
  const double inside = span > 0.0 ? (length - low) / span : 0.0;
  const auto piece = static_cast<double>(above - lengths.begin() - 1);
  return parameter(curve, (piece + inside) / static_cast<double>(kPieces));
}

}  // namespace

std::vector<GaussianComponent> components_along(const Curve& curve) {
  const std::vector<double> lengths = arc_lengths(curve);
  const double total = lengths.back();
  const double steps =
      std::clamp(std::ceil(total / (kSpacing * curve.std)), 1.0, kMostComponents - 1.0);
  const double count = curve.closed ? steps : steps + 1.0;
  std::vector<GaussianComponent> components;
  for (double i = 0.0; i < count; ++i) {
    const auto [x, y] = curve.at(parameter_at(curve, lengths, total * i / steps));
    components.push_back(isotropic(curve.weight / count, x, y, curve.std));
  }
  return components;
}

}  // namespace scorescope
