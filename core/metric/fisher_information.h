// J(sigma) = E||grad log q_sigma||^2, the constant that ties denoising to explicit score matching.
#pragma once

#include <cstdint>
#include <vector>

#include "core/base/gaussian_component.h"
#include "core/metric/estimate.h"
#include "core/score_function.h"

namespace scorescope {

/// E||exact score||^2 under the noised mixture (maths.md section 1, identity 2), raw: not
/// multiplied by 1/2 sigma^2. `exact` must be the score of `components` noised by sigma; weights
/// need not be normalised. Tensor Gauss-Hermite quadrature component by component, refined until
/// two rules agree to 1e-6 of J; then standard_error is 0. Where that fails (many components, or
/// features much narrower than the component they lie in) a seeded, stratified estimate from 2^17
/// points with its error: the same inputs always give the same number. Estimates at different sigma
/// are independent of each other. sigma > 0, or 0 where no covariance is singular. Costs up to
/// about a second. `seed` is that of the estimate's points.
Estimate fisher_information(const std::vector<GaussianComponent>& components,
                            const ScoreFunction& exact, double sigma, std::uint64_t seed = 0);

/// Least value of 1/2 sigma^2 E||s - target||^2 over all s: 1/2 (d - sigma^2 J) with d = 2
/// (maths.md section 1, table 7). Also the bias term B of DSM = ESM + B in that normalisation.
Estimate denoising_floor(const Estimate& fisher, double sigma);

}  // namespace scorescope
