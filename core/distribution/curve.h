// Curves as chains of narrow Gaussians: how circles, moons and spirals become mixtures.
#pragma once

#include <array>
#include <functional>
#include <vector>

#include "core/base/gaussian_component.h"

namespace scorescope {

/// A curve over t in [first, last] and the thickness of the line drawn along it.
struct Curve {
  std::function<std::array<double, 2>(double)> at;
  double first = 0.0;
  double last = 1.0;
  bool closed = false;  ///< at(first) == at(last): the end gets no component of its own
  double std = 0.1;     ///< of each coordinate about the line
  double weight = 1.0;  ///< of the whole curve
};

/// Isotropic components at equal distances along the curve, so that mass is uniform in arc length.
/// They lie at most 1.25 std apart, where the sum of neighbours is flat to 1e-5 (Poisson summation:
/// ripple 2 exp(-2 pi^2 / 1.25^2)); on a curve of more than 2000 such steps they lie farther apart.
std::vector<GaussianComponent> components_along(const Curve& curve);

}  // namespace scorescope
