// How far two sets of features are apart, seen through their means and covariances.
#pragma once

#include "core/moments.h"

namespace scorescope {

/// ||m1 - m2||^2 + tr(S1 + S2 - 2 (S1 S2)^1/2), the squared 2-Wasserstein distance of the Gaussians
/// with these moments (Dowson & Landau 1982; Heusel et al., arXiv 1706.08500), covariances with
/// n - 1. Above 0 even for two samples of one law, the more the fewer rows (maths.md section 9.1):
/// show the floor of real against real at the same counts beside it. Needs two rows on each side;
/// NaN if a moment is not finite. About 1 ms for 64 features.
///
/// tr (S1 S2)^1/2 is the sum of the singular values of S1^1/2 S2^1/2, and is computed so: through
/// the eigenvalues of S1^1/2 S2 S1^1/2 the rounding of directions without variance (dead units)
/// would come out as its square root.
double frechet_distance(const Moments& a, const Moments& b);

}  // namespace scorescope
