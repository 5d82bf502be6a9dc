#include "core/run/detail/experiment_parts.h"

#include <ATen/Parallel.h>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <torch/cuda.h>
#include <torch/types.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "core/base/error.h"
#include "core/base/process_memory.h"
#include "core/distribution/ring.h"
#include "core/metric/fisher_information.h"
#include "core/run/choices.h"
#include "core/run/detail/precision.h"
#include "core/schedule/catalogue.h"
#include "core/tensor_draws.h"

namespace scorescope {
namespace {

constexpr double kLeastStd = 1e-6;  // networks divide by it

double coordinate_std(const Mixture& mixture) {
  const auto covariance = mixture.covariance();
  return std::sqrt(std::max(0.5 * (covariance[0] + covariance[2]), kLeastStd * kLeastStd));
}

/// Throws UserError for choices that need what pictures do not have.
void check_goes_with_pictures(const ExperimentSpec& spec) {
  if (!make_objective(spec.objective)->works_on_pictures()) {
    std::vector<std::string> allowed;
    for (const auto& entry : objective_catalogue().infos()) {
      if (make_objective({entry.id, {}})->works_on_pictures()) allowed.push_back(entry.id);
    }
    throw UserError(
        fmt::format("The objective \"{}\" needs an exact score or an exact trace, which pictures "
                    "do not afford; "
                    "allowed are {}.",
                    spec.objective.kind, fmt::join(allowed, ", ")));
  }
  if (spec.sampling.score == "exact") {
    throw UserError(
        "sampling.score is \"exact\", but the exact score of the law of pictures is not known; "
        "choose \"learned\".");
  }
  if (spec.sampling.start == "collapsed") {
    throw UserError(
        "sampling.start is \"collapsed\", but pictures have no modes to collapse to; choose "
        "square, "
        "gaussian, matched, mean_noise or data.");
  }
}

void add_pictures(ExperimentParts& parts, const std::shared_ptr<const PictureData>& known) {
  check_goes_with_pictures(parts.spec);
  const bool same = known && known->choice == parts.spec.data;
  parts.pictures = same ? known : load_pictures(parts.spec.data);
  parts.network_context.dimension = parts.pictures->dimension();
  parts.network_context.picture_side = parts.pictures->side();
  const ImageSet& training = parts.pictures->images.train;
  if (parts.pictures->spread.rms_std < kLeastStd) {
    throw UserError(
        fmt::format("data: the training pictures of {} ({}) do not differ, so there is nothing to "
                    "learn; two or more that differ are needed.",
                    training.name, training.count()));
  }
  parts.network_context.data_std = parts.pictures->spread.rms_std;
}

void add_distribution(ExperimentParts& parts) {
  parts.data = make_distribution(parts.spec.data);
  parts.mixture = std::make_shared<const Mixture>(parts.data.components);
  const auto& reference = parts.data.reference;
  parts.exact = reference ? reference_score_function(*reference) : parts.mixture->score_function();
  parts.exact_is_true = !reference || reference->kind == RingReference::Kind::kBessel;
  parts.truth =
      parts.exact_is_true ? parts.exact : ring_score_function(reference->radius, reference->std);
  parts.network_context.data_std = coordinate_std(*parts.mixture);
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

ExperimentParts make_parts(const ExperimentSpec& spec,
                           const std::shared_ptr<const PictureData>& known) {
  ExperimentParts parts;
  parts.spec = spec;
  parts.device = choose_device(spec.compute);
  check_precision(spec.compute, parts.device);
  parts.levels = make_levels(spec.noise);
  parts.network_context.levels = parts.levels;
  if (has_pictures(schema(), spec)) {
    add_pictures(parts, known);
  } else {
    add_distribution(parts);
  }
  return parts;
}

std::unique_ptr<Objective> objective_of(const ExperimentParts& parts) {
  return make_objective(parts.spec.objective, {.dimension = parts.dimension(),
                                               .data_std = parts.network_context.data_std});
}

torch::Tensor sample_data(const ExperimentParts& parts, std::int64_t n, RandomStream& stream) {
  if (!parts.pictures) return parts.mixture->sample(n, stream);
  const ImageSet& set = parts.pictures->images.train;
  return image_rows(set, draw_index(stream, n, set.count(), torch::kCPU)).to(torch::kFloat64);
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

Estimate level_fisher(const ExperimentParts& parts, double sigma) {
  return fisher_information(parts.data.components, parts.truth, sigma);
}

std::optional<Estimate> clean_fisher(const ExperimentParts& parts) {
  if (!(smallest_variance(parts.data.components) > 0.0)) return std::nullopt;
  return level_fisher(parts, 0.0);
}

namespace {

double covariance_of(const ExactFisher& fisher, std::int64_t level, std::int64_t other) {
  const auto i = static_cast<std::size_t>(level), j = static_cast<std::size_t>(other);
  if (!fisher.covariance.empty()) return fisher.covariance[i * fisher.levels.size() + j];
  const double error = fisher.levels[i].standard_error;
  return i == j ? error * error : 0.0;
}

}  // namespace

std::optional<Estimate> training_floor(const ExperimentParts& parts, const ExactFisher& fisher) {
  const auto objective = objective_of(parts);
  // by how much a floor moves with J is a factor of its own at each level
  const auto floor_and_slope = [&](double sigma,
                                   double value) -> std::optional<std::array<double, 2>> {
    const auto floor = objective->floor(sigma, value);
    if (!floor) return std::nullopt;
    return std::array{*floor, *objective->floor(sigma, value + 1.0) - *floor};
  };
  const std::vector<std::int64_t> used =
      objective->levels_used(static_cast<std::int64_t>(parts.levels.size()));
  if (used.empty()) {
    if (!fisher.clean) return std::nullopt;
    const auto clean = floor_and_slope(0.0, fisher.clean->value);
    if (!clean) return std::nullopt;
    return Estimate{(*clean)[0], std::abs((*clean)[1]) * fisher.clean->standard_error};
  }
  double sum = 0.0;
  std::vector<double> slopes;
  for (const std::int64_t level : used) {
    const auto i = static_cast<std::size_t>(level);
    const auto place = floor_and_slope(parts.levels[i], fisher.levels[i].value);
    if (!place) return std::nullopt;
    sum += (*place)[0];
    slopes.push_back((*place)[1]);
  }
  double variance = 0.0;
  for (std::size_t i = 0; i < used.size(); ++i) {
    for (std::size_t j = 0; j < used.size(); ++j) {
      variance += slopes[i] * slopes[j] * covariance_of(fisher, used[i], used[j]);
    }
  }
  const auto n = static_cast<double>(used.size());
  return Estimate{sum / n, std::sqrt(std::max(variance, 0.0)) / n};
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
