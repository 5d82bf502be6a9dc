// Where particles begin.
#include <torch/types.h>

#include <algorithm>
#include <cmath>

#include "core/base/error.h"
#include "core/run/detail/experiment_parts.h"
#include "core/tensor_draws.h"

namespace scorescope {
namespace {

const auto kStartPoints = torch::dtype(torch::kFloat64);

/// Draws with the data's own mean and covariance, widened by `sigma`: the Gaussian that the noised
/// data comes closest to (maths.md 7.1, prior mismatch).
torch::Tensor matched_gaussian(const Mixture& mixture, std::int64_t n, double sigma,
                               RandomStream& stream) {
  const auto mean = mixture.mean();
  const auto c = mixture.covariance();
  const double noise = sigma * sigma;
  const double a = std::sqrt(c[0] + noise);
  const double b = a > 0.0 ? c[1] / a : 0.0;
  const double d = std::sqrt(std::max(c[2] + noise - b * b, 0.0));
  const torch::Tensor root =
      torch::tensor({a, b, 0.0, d}, kStartPoints).view({2, 2});  // upper factor
  return draw_normal(stream, {n, 2}, kStartPoints).mm(root) +
         torch::tensor({mean[0], mean[1]}, kStartPoints);
}

/// The same for pictures.
torch::Tensor matched_pictures(const PictureData& data, std::int64_t n, double sigma,
                               RandomStream& stream) {
  constexpr double kJitter = 1e-9;  // pixels that never change would leave no factor at sigma = 0
  const ImageMoments& moments = data.moments();
  const torch::Tensor noise =
      torch::eye(data.dimension(), kStartPoints) * (sigma * sigma + kJitter);
  const torch::Tensor root = torch::linalg_cholesky(moments.covariance + noise);  // lower factor
  return draw_normal(stream, {n, data.dimension()}, kStartPoints).mm(root.t()) + moments.mean;
}

/// [d]
torch::Tensor data_mean(const ExperimentParts& parts) {
  if (parts.pictures) return parts.pictures->spread.mean;
  const auto mean = parts.mixture->mean();
  return torch::tensor({mean[0], mean[1]}, kStartPoints);
}

}  // namespace

torch::Tensor starting_points(const ExperimentParts& parts, std::int64_t particles,
                              double first_sigma, RandomStream& stream) {
  const SamplingOptions& sampling = parts.spec.sampling;
  const std::int64_t d = parts.dimension();
  const auto place = [&](const torch::Tensor& points) { return points.to(parts.device); };
  if (sampling.start == "square") {
    const torch::Tensor unit = draw_uniform(stream, {particles, d}, kStartPoints);
    return place((2.0 * unit - 1.0) * sampling.start_width);
  }
  if (sampling.start == "gaussian") {
    return place(draw_normal(stream, {particles, d}, kStartPoints) * sampling.start_width);
  }
  if (sampling.start == "mean_noise") {
    return place(data_mean(parts) +
                 draw_normal(stream, {particles, d}, kStartPoints) * first_sigma);
  }
  if (sampling.start == "matched") {
    if (parts.pictures) {
      return place(matched_pictures(*parts.pictures, particles, first_sigma, stream));
    }
    return place(matched_gaussian(*parts.mixture, particles, first_sigma, stream));
  }
  const torch::Tensor data = sample_data(parts, particles, stream);
  if (sampling.start == "data") return place(data);
  check(sampling.start == "collapsed", "a start that the field table does not know");
  // Every particle a twentieth of its way from the centre of its mode (maths.md LAB A5,
  // "collapsed").
  if (parts.data.modes.empty()) return place(data * 0.05);
  std::vector<double> centres;
  for (const auto& mode : parts.data.modes) {
    centres.insert(centres.end(), {mode.centre[0], mode.centre[1]});
  }
  const torch::Tensor modes = torch::tensor(centres, kStartPoints).view({-1, 2});
  const torch::Tensor own = modes.index_select(0, torch::cdist(data, modes).argmin(1));
  return place(own + 0.05 * (data - own));
}

}  // namespace scorescope
