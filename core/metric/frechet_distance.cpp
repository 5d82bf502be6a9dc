#include "core/metric/frechet_distance.h"

#include <torch/types.h>

#include <algorithm>
#include <limits>

#include "core/base/error.h"

namespace scorescope {
namespace {

/// F with F F' = `covariance`: the eigenvectors times the roots of the eigenvalues. Any such
/// factors serve, since F = S^1/2 Q with Q orthogonal leaves singular values of products alone.
torch::Tensor factor(const torch::Tensor& covariance) {
  const auto [values, vectors] = torch::linalg_eigh(covariance);
  return vectors * values.clamp_min(0.0).sqrt();
}

bool is_finite(const Moments& moments) {
  return moments.mean.isfinite().all().item<bool>() &&
         moments.scatter.isfinite().all().item<bool>();
}

}  // namespace

double frechet_distance(const Moments& a, const Moments& b) {
  check_equal(b.mean.size(0), a.mean.size(0), "features of the second set");
  if (!is_finite(a) || !is_finite(b)) return std::numeric_limits<double>::quiet_NaN();
  const auto covariance_a = a.sample_covariance();
  const auto covariance_b = b.sample_covariance();
  const auto cross = torch::mm(factor(covariance_a).t(), factor(covariance_b));
  const double common = torch::linalg_svdvals(cross, std::nullopt).sum().item<double>();
  const double spread = (covariance_a.trace() + covariance_b.trace()).item<double>() - 2.0 * common;
  const double shift = (a.mean - b.mean).square().sum().item<double>();
  return shift + std::max(spread, 0.0);  // below 0 by rounding only
}

}  // namespace scorescope
