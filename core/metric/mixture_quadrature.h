// E||score||^2 of a Gaussian mixture in the plane, by quadrature.
#pragma once

#include <optional>
#include <vector>

#include "core/base/gaussian_component.h"

namespace scorescope {

/// E||grad log q(x)||^2 for x drawn from the mixture q of `components`, whose weights are positive
/// and sum to 1 and whose covariances are positive definite. Gauss-Legendre rules on squares that
/// follow the narrowest component near them and are halved until rules of 8 and 12 nodes a side
/// agree to 1e-5; the finer one is good to some 1e-7. Nothing where that would take more than about
/// a second: tens of thousands of overlapping components, or one that is almost a line.
std::optional<double> mean_squared_score(const std::vector<GaussianComponent>& components);

}  // namespace scorescope
