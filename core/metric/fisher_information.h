// J(sigma) = E||grad log q_sigma||^2, the constant that ties denoising to explicit score matching.
#pragma once

#include <cstdint>
#include <vector>

#include "core/base/gaussian_component.h"
#include "core/metric/estimate.h"
#include "core/score_function.h"

namespace scorescope {

/// E||exact score||^2 under the noised mixture (maths.md section 1, identity 2), raw: not
/// multiplied by 1/2 sigma^2; never above d / sigma^2. Weights need not be normalised. By
/// quadrature (metric/mixture_quadrature.h), good to six digits; then standard_error is 0. Where
/// that is not affordable, a seeded, stratified estimate from at least 2^14 and at most 2^17 points
/// with its error: the same inputs always give the same number, and estimates at different sigma
/// are independent of each other. `exact`, the score of `components` noised by sigma, serves that
/// estimate only, and `seed` is that of its points. sigma > 0, or 0 where no covariance is
/// singular. Costs milliseconds, and up to about two seconds for tens of thousands of components.
Estimate fisher_information(const std::vector<GaussianComponent>& components,
                            const ScoreFunction& exact, double sigma, std::uint64_t seed = 0);

/// Least value of 1/2 sigma^2 E||s - target||^2 over all s: 1/2 (d - sigma^2 J) with d = 2
/// (maths.md section 1, table 7). Also the bias term B of DSM = ESM + B in that normalisation.
Estimate denoising_floor(const Estimate& fisher, double sigma);

}  // namespace scorescope
