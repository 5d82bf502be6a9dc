// One component of a 2-D Gaussian mixture as plain values; the shape every distribution is given in.
#pragma once

#include <array>
#include <compare>

namespace scorescope {

/// weight >= 0 (a mixture normalises its weights); mean (x, y); covariance as (xx, xy, yy), positive
/// semi-definite. All-zero covariance is a point mass, which has a density only once noise is added.
struct GaussianComponent {
  double weight = 1.0;
  std::array<double, 2> mean{0.0, 0.0};
  std::array<double, 3> covariance{1.0, 0.0, 1.0};

  bool operator==(const GaussianComponent&) const = default;
};

/// A component with the same variance `std * std` in each direction.
inline GaussianComponent isotropic(double weight, double x, double y, double std) {
  return {weight, {x, y}, {std * std, 0.0, std * std}};
}

}  // namespace scorescope
