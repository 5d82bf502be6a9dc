#include "core/run/detail/experiment_parts.h"

#include <ATen/Parallel.h>
#include <torch/cuda.h>
#include <torch/types.h>

#include <algorithm>
#include <cmath>

#include "core/base/error.h"
#include "core/base/process_memory.h"
#include "core/distribution/ring.h"
#include "core/metric/fisher_information.h"
#include "core/schedule/catalogue.h"
#include "core/tensor_draws.h"

namespace scorescope {
namespace {

double coordinate_std(const Mixture& mixture) {
  const auto covariance = mixture.covariance();
  return std::sqrt(std::max(0.5 * (covariance[0] + covariance[2]), 1e-12));
}

const auto kPoints = torch::dtype(torch::kFloat64);

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
  const torch::Tensor root = torch::tensor({a, b, 0.0, d}, kPoints).view({2, 2});  // upper factor
  return draw_normal(stream, {n, 2}, kPoints).mm(root) + torch::tensor({mean[0], mean[1]}, kPoints);
}

}  // namespace

torch::Device choose_device(const ComputeOptions& compute) {
  const bool available = torch::cuda::is_available();
  if (compute.device == "cuda" && !available) {
    throw UserError(
        "compute.device is \"cuda\", but no GPU that this LibTorch can use was found; choose "
        "\"auto\" "
        "or \"cpu\".");
  }
  return available && compute.device != "cpu" ? torch::Device(torch::kCUDA)
                                              : torch::Device(torch::kCPU);
}

std::string device_text(torch::Device device, const ComputeOptions& compute) {
  if (device.is_cuda()) return "GPU (CUDA)";
  return "CPU, " + std::to_string(compute.threads) +
         (compute.threads == 1 ? " thread" : " threads");
}

void use_threads(const ComputeOptions& compute) {
  torch::set_num_threads(static_cast<int>(compute.threads));
  keep_freed_memory();
}

ExperimentParts make_parts(const ExperimentSpec& spec) {
  ExperimentParts parts;
  parts.spec = spec;
  parts.device = choose_device(spec.compute);
  parts.data = make_distribution(spec.data);
  parts.mixture = std::make_shared<const Mixture>(parts.data.components);
  parts.exact = parts.data.reference ? reference_score_function(*parts.data.reference)
                                     : parts.mixture->score_function();
  parts.levels = make_levels(spec.noise);
  parts.network_context = {parts.levels, coordinate_std(*parts.mixture)};
  return parts;
}

torch::Tensor sigma_like(const torch::Tensor& points, double sigma) {
  return torch::full({points.size(0)}, sigma, points.options().requires_grad(false));
}

std::vector<float> to_floats(const torch::Tensor& tensor) {
  const torch::Tensor flat =
      tensor.detach().to(torch::kCPU, torch::kFloat32).contiguous().view({-1});
  const float* begin = flat.data_ptr<float>();
  return {begin, begin + flat.numel()};
}

torch::Tensor starting_points(const ExperimentParts& parts, std::int64_t particles,
                              double first_sigma, RandomStream& stream) {
  const SamplingOptions& sampling = parts.spec.sampling;
  const auto place = [&](const torch::Tensor& points) { return points.to(parts.device); };
  if (sampling.start == "square") {
    const torch::Tensor unit = draw_uniform(stream, {particles, 2}, kPoints);
    return place((2.0 * unit - 1.0) * sampling.start_width);
  }
  if (sampling.start == "gaussian") {
    return place(draw_normal(stream, {particles, 2}, kPoints) * sampling.start_width);
  }
  if (sampling.start == "matched") {
    return place(matched_gaussian(*parts.mixture, particles, first_sigma, stream));
  }
  const torch::Tensor data = parts.mixture->sample(particles, stream);
  if (sampling.start == "data") return place(data);
  check(sampling.start == "collapsed", "a start that the field table does not know");
  // Every particle a twentieth of its way from the centre of its mode (maths.md LAB A5,
  // "collapsed").
  if (parts.data.modes.empty()) return place(data * 0.05);
  std::vector<double> centres;
  for (const auto& mode : parts.data.modes) {
    centres.insert(centres.end(), {mode.centre[0], mode.centre[1]});
  }
  const torch::Tensor modes = torch::tensor(centres, kPoints).view({-1, 2});
  const torch::Tensor own = modes.index_select(0, torch::cdist(data, modes).argmin(1));
  return place(own + 0.05 * (data - own));
}

Estimate level_fisher(const ExperimentParts& parts, double sigma) {
  return fisher_information(parts.data.components, parts.exact, sigma);
}

std::optional<Estimate> training_floor(const ExperimentParts& parts,
                                       const std::vector<Estimate>& fisher) {
  const auto objective = make_objective(parts.spec.objective);
  std::vector<std::int64_t> used =
      objective->levels_used(static_cast<std::int64_t>(parts.levels.size()));
  if (used.empty()) return std::nullopt;
  double sum = 0.0;
  double variance = 0.0;
  for (const std::int64_t level : used) {
    const auto i = static_cast<std::size_t>(level);
    const auto floor = objective->floor(parts.levels[i], fisher[i].value);
    if (!floor) return std::nullopt;
    const auto moved =
        objective->floor(parts.levels[i], fisher[i].value + fisher[i].standard_error);
    sum += *floor;
    variance += (*moved - *floor) * (*moved - *floor);
  }
  const auto n = static_cast<double>(used.size());
  return Estimate{sum / n, std::sqrt(variance) / n};
}

double smallest_variance(const std::vector<GaussianComponent>& components) {
  double least = std::numeric_limits<double>::infinity();
  for (const auto& component : components) {
    if (component.weight <= 0.0) continue;
    const auto& [xx, xy, yy] = component.covariance;
    const double half = 0.5 * (xx + yy);
    least = std::min(least, half - std::sqrt(std::max(half * half - (xx * yy - xy * xy), 0.0)));
  }
  return std::max(least, 0.0);
}

}  // namespace scorescope
