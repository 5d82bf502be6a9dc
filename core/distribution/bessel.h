// Modified Bessel functions of the first kind, scaled so that they stay finite.
#pragma once

namespace scorescope {

struct ScaledBessel {
  double i0;     ///< exp(-z) I0(z)
  double ratio;  ///< I1(z) / I0(z), from 0 at z = 0 towards 1
};

/// For any z >= 0, to about 1e-15: the power series below 30, the asymptotic one above (Abramowitz
/// and Stegun 9.6.12, 9.7.1). Written out because standard libraries lack the scaled forms or the
/// function.
ScaledBessel scaled_bessel(double z);

}  // namespace scorescope
