#include "core/gaussian_score.h"

#include <torch/types.h>

#include "core/base/error.h"

namespace scorescope {

GaussianScore::GaussianScore(const torch::Tensor& mean, const torch::Tensor& covariance)
    : mean_(mean.to(torch::kFloat64)) {
  check_equal(covariance.size(0), mean.size(0), "rows of the covariance");
  const torch::NoGradGuard no_grad;
  const auto [values, vectors] = torch::linalg_eigh(covariance.to(torch::kFloat64));
  eigenvalues_ = values.clamp_min(0.0);
  eigenvectors_ = vectors;
}

torch::Tensor GaussianScore::score(const torch::Tensor& points, const torch::Tensor& sigma) const {
  const auto wide = points.options().dtype(torch::kFloat64);
  const auto vectors = eigenvectors_.to(wide);
  const auto variance = sigma.to(wide).square().expand({points.size(0)}).unsqueeze(1);  // [n, 1]
  const auto along = torch::mm(points.to(wide) - mean_.to(wide), vectors);              // [n, d]
  const auto scores = torch::mm(along / (eigenvalues_.to(wide) + variance), vectors.t());
  return scores.neg().to(points.options());
}

ScoreFunction GaussianScore::score_function() const {
  return [held = *this](const torch::Tensor& points, const torch::Tensor& sigma) {
    return held.score(points, sigma);
  };
}

double GaussianScore::denoising_loss(double sigma) const {
  check(sigma > 0.0, "a denoising loss needs noise");
  const double variance = sigma * sigma;
  return (eigenvalues_ / (eigenvalues_ + variance)).sum().item<double>() / variance;
}

}  // namespace scorescope
