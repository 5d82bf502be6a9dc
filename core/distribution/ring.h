// Scores of a ring: uniform angle, distance from the origin N(radius, std^2). The true one, and two
// approximations in circulation, kept apart so that a lesson can show the difference.
#pragma once

#include "core/distribution/catalogue.h"
#include "core/score_function.h"

namespace scorescope {

/// A thin ring: 0 <= std, well below radius (the formulas neglect mass beyond the centre).
struct Ring {
  double radius = 5.0;
  double std = 0.1;
};

/// The score along x / |x| at distance r > 0 from the origin, and its derivative with respect to r.
struct RadialScore {
  double score;
  double slope;
};

/// The true ring's, at any sigma > 0 (maths.md section 2, Bessel form). The integral over the
/// radius is a Gauss-Hermite sum about the radius' posterior mean, exact to 1e-8 where sigma and
/// std differ much too.
RadialScore ring_score_at(const Ring& ring, double r, double sigma);

/// Log density of the true ring in the plane at distance r > 0 from the origin, sigma >= 0
/// (maths.md section 2): N(r; radius, std^2 + sigma^2) times the scaled Bessel function of r rho /
/// sigma^2, averaged over the clean radius rho by the same sum.
double ring_log_density_at(const Ring& ring, double r, double sigma);

/// -(r - radius) / (std^2 + sigma^2): the poster's "ground truth" [maths.md section 2], a Gaussian
/// in the radius alone. It lacks the curvature term and does not vanish at the centre.
RadialScore radial_ring_score_at(const Ring& ring, double r, double sigma);

/// The true ring's without noise, -(r - radius) / std^2 - 1/r: that of NCSN's toy code.
RadialScore clean_ring_score_at(const Ring& ring, double r);

/// As functions of points [n, 2] and sigma [n] or [1]; computed in float64 on the CPU (about 2 us a
/// point for the true ring), returned with the points' dtype and device. Zero at the origin. Under
/// autograd the first derivative with respect to the points is right, the second is zero. Where
/// sigma = 0 the true ring is the clean one.
ScoreFunction ring_score_function(double radius, double std);
ScoreFunction radial_ring_score_function(double radius, double std);

/// The one of the two that `reference` names.
ScoreFunction reference_score_function(const RingReference& reference);

}  // namespace scorescope
