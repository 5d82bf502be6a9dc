#include "core/run/detail/picture_levels.h"

#include <torch/types.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/run/detail/picture_sampling.h"
#include "core/tensor_draws.h"

namespace scorescope {
namespace {

constexpr std::int64_t kMeasuredPictures = 128;  // per level
constexpr std::int64_t kPicturesAtOnce = 32;     // against the whole training set

torch::Tensor measured_pictures(const ExperimentParts& parts) {
  RandomStream stream(stream_seed(parts.spec.seeds, "probe"), "measured pictures");
  const std::int64_t n = std::min(parts.pictures->images.train.count(), kMeasuredPictures);
  return sample_data(parts, n, stream).to(parts.device);
}

torch::Tensor measured_noise(const ExperimentParts& parts, const torch::Tensor& clean) {
  RandomStream stream(stream_seed(parts.spec.seeds, "probe"), "noise of the levels");
  return draw_normal(stream, clean.sizes(), clean.options());
}

/// Of E||s - target||^2; 1/2 sigma^2 for an objective that does not denoise.
double factor(const Objective& objective, double sigma) {
  return objective.denoising_factor(sigma).value_or(0.5 * sigma * sigma);
}

void append(std::vector<double>& values, std::vector<double>& errors,
            const std::vector<Estimate>& estimates, const std::vector<double>& sigma,
            const Objective& objective) {
  for (std::size_t i = 0; i < estimates.size(); ++i) {
    const Estimate weighted = factor(objective, sigma[i]) * estimates[i];
    values.push_back(weighted.value);
    errors.push_back(weighted.standard_error);
  }
}

Estimate mean_of(const torch::Tensor& each) {
  const auto n = static_cast<double>(each.size(0));
  const double error =
      n > 1.0 ? each.std().item<double>() / std::sqrt(n) : std::numeric_limits<double>::quiet_NaN();
  return {each.mean().item<double>(), error};
}

/// [rows, rows], row-major, from rows of the same pictures.
std::vector<double> covariance_of_means(const std::vector<torch::Tensor>& rows) {
  const torch::Tensor all = torch::stack(rows);
  const torch::Tensor centred = all - all.mean(1, /*keepdim=*/true);
  const auto n = static_cast<double>(all.size(1));
  const torch::Tensor found = (centred.mm(centred.t()) / (n * (n - 1.0))).contiguous();
  return {found.const_data_ptr<double>(), found.const_data_ptr<double>() + found.numel()};
}

}  // namespace

PictureLevelMeasurer::PictureLevelMeasurer(std::shared_ptr<const ExperimentParts> parts)
    : parts_(std::move(parts)),
      training_set_(image_rows(parts_->pictures->images.train).to(parts_->device)),
      clean_(measured_pictures(*parts_)),
      noise_(measured_noise(*parts_, clean_)) {}

PictureLevelMeasurer::Noisy PictureLevelMeasurer::noisy(std::size_t level) const {
  const double sigma = parts_->levels[level];
  Noisy pictures;
  pictures.sigma = sigma;
  pictures.noise = noise_.to(torch::kFloat32);
  pictures.sigmas = torch::full({clean_.size(0)}, sigma, pictures.noise.options());
  pictures.points = clean_.to(torch::kFloat32) + sigma * pictures.noise;
  return pictures;
}

torch::Tensor PictureLevelMeasurer::losses(const ScoreFunction& score,
                                           const Noisy& pictures) const {
  const torch::NoGradGuard no_grad;
  // sigma (s - target) = sigma s + noise
  const torch::Tensor scaled =
      pictures.sigma * score(pictures.points, pictures.sigmas) + pictures.noise;
  return scaled.to(torch::kFloat64).square().sum(1).cpu() / (pictures.sigma * pictures.sigma);
}

bool PictureLevelMeasurer::measure_next_reference() {
  if (references_are_known()) return false;
  if (!gaussian_) {
    const ImageMoments& moments = parts_->pictures->moments();
    gaussian_.emplace(moments.mean, moments.covariance);
    return true;
  }
  if (!empirical_loss_) empirical_loss_.emplace(training_set_.centres(), clean_, noise_);
  if (empirical_loss_->prepare()) return true;
  const double sigma = parts_->levels[references_.sigma.size()];
  const std::int64_t n = clean_.size(0);
  const std::int64_t first = kPicturesAtOnce * static_cast<std::int64_t>(reference_parts_.size());
  const std::int64_t last = std::min(first + kPicturesAtOnce, n);
  reference_parts_.push_back(empirical_loss_->at(sigma, first, last));
  if (last < n) return true;
  references_.empirical_each.push_back(torch::cat(reference_parts_));
  reference_parts_.clear();
  references_.empirical.push_back(mean_of(references_.empirical_each.back()));
  references_.gaussian.push_back(gaussian_->denoising_loss(sigma));
  references_.sigma.push_back(sigma);
  if (references_are_known()) finish_references();
  return true;
}

double PictureLevelMeasurer::progress() const {
  return static_cast<double>(references_.sigma.size()) / static_cast<double>(parts_->levels.size());
}

void PictureLevelMeasurer::finish_references() {
  // DSM = ESM + B with ESM = 0: the least loss is B = d / sigma^2 - J (maths.md section 1).
  const auto d = static_cast<double>(parts_->dimension());
  for (std::size_t i = 0; i < references_.sigma.size(); ++i) {
    const double sigma = references_.sigma[i];
    const Estimate& least = references_.empirical[i];
    fisher_.levels.push_back({d / (sigma * sigma) - least.value, least.standard_error});
  }
  fisher_.covariance = covariance_of_means(references_.empirical_each);
  references_.empirical_each.clear();
  empirical_loss_.reset();
}

void PictureLevelMeasurer::begin_round(std::shared_ptr<const FrozenNetwork> network) {
  network_.load(std::move(network));
  next_ = 0;
  draft_ = {};
}

bool PictureLevelMeasurer::measure_next_level() {
  const Noisy pictures = noisy(next_);
  if (draft_.averaged.size() == next_) {
    draft_.averaged.push_back(mean_of(losses(network_.score(true), pictures)));
    return false;
  }
  draft_.raw.push_back(mean_of(losses(network_.score(false), pictures)));
  if (++next_ < parts_->levels.size()) return false;
  round_ = std::move(draft_);
  draft_ = {};
  measured_step_ = network_.frozen().step;
  return true;
}

PictureLevels PictureLevelMeasurer::table(const Objective& objective) const {
  PictureLevels table;
  table.pictures = clean_.size(0);
  table.sigma = references_.sigma;
  for (std::size_t i = 0; i < table.sigma.size(); ++i) {
    table.gaussian.push_back(factor(objective, table.sigma[i]) * references_.gaussian[i]);
  }
  append(table.empirical, table.empirical_error, references_.empirical, table.sigma, objective);
  append(table.averaged, table.averaged_error, round_.averaged, table.sigma, objective);
  append(table.raw, table.raw_error, round_.raw, table.sigma, objective);
  return table;
}

}  // namespace scorescope
