// A headless run of pictures: train, sample with raw and averaged weights on the same noise,
// measure the denoising loss at each level beside what bounds it from above and below.
#include <torch/types.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/base/error.h"
#include "core/dataset/image_moments.h"
#include "core/empirical_score.h"
#include "core/gaussian_score.h"
#include "core/run/detail/headless_flow.h"
#include "core/tensor_draws.h"

namespace scorescope {
namespace {

constexpr std::int64_t kMeasuredPictures = 128;  // per level
constexpr std::int64_t kMeasuredAtOnce = 1024;   // over several levels
constexpr std::int64_t kPicturesAtOnce = 256;    // bounds what a network's layers hold
constexpr std::int64_t kStripPictures = 8;
constexpr std::size_t kStripMoments = 12;
constexpr double kExactInFloat = 0.1;  // below it the empirical score asks for double

/// The same score, a few hundred rows at a time.
ScoreFunction in_batches(const ScoreFunction& score) {
  return [&score](const torch::Tensor& points, const torch::Tensor& sigma) {
    if (points.size(0) <= kPicturesAtOnce) return score(points, sigma);
    std::vector<torch::Tensor> parts;
    for (std::int64_t first = 0; first < points.size(0); first += kPicturesAtOnce) {
      const std::int64_t last = std::min(points.size(0), first + kPicturesAtOnce);
      parts.push_back(score(points.slice(0, first, last), sigma.slice(0, first, last)));
    }
    return torch::cat(parts);
  };
}

/// The steps before which the strip takes a picture: each level's first, thinned evenly.
std::vector<std::int64_t> strip_steps(const Sampler& sampler) {
  std::vector<std::int64_t> begins;
  for (std::int64_t step = 0; step < sampler.step_count(); ++step) {
    if (step == 0 || sampler.position(step).sigma != sampler.position(step - 1).sigma) {
      begins.push_back(step);
    }
  }
  constexpr std::size_t kMost = kStripMoments - 1;  // the end is one too
  if (begins.size() <= kMost) return begins;
  std::vector<std::int64_t> kept;
  for (std::size_t i = 0; i < kMost; ++i) kept.push_back(begins[i * begins.size() / kMost]);
  return kept;
}

/// One sampler on its way, remembering what the strip shows. A copy goes its own way from there,
/// with the same noise.
class PictureSampling {
 public:
  PictureSampling(const ExperimentParts& parts, const Choice& choice)
      : sampler_(make_sampler(choice, parts.levels)),
        strip_steps_(strip_steps(*sampler_)),
        noise_(stream_seed(parts.spec.seeds, "sampler"), "noise") {
    RandomStream start(stream_seed(parts.spec.seeds, "sampler"), "start");
    points_ = starting_points(parts, parts.spec.sampling.particles, sampler_->first_sigma(), start);
    result_.sampler = choice.kind;
    result_.label = sampler_catalogue().find(choice.kind).info.label;
    result_.update_rule = sampler_->update_rule();
    result_.count = points_.size(0);
    result_.strip_count = std::min(points_.size(0), kStripPictures);
  }

  std::int64_t step() const { return result_.steps; }
  std::int64_t step_count() const { return sampler_->step_count(); }
  bool finished() const { return step() >= step_count() || !result_.failure.empty(); }

  void advance(const ScoreFunction& score) {
    const SamplerPosition at = sampler_->position(step());
    if (std::ranges::binary_search(strip_steps_, step())) add_to_strip(at.sigma);
    sampler_->advance(points_, step(), {score, noise_});
    ++result_.steps;
    if (std::isfinite(points_.sum().item<double>())) return;
    result_.failure = result_.label + " left the finite numbers at step " + std::to_string(step()) +
                      " (σ " + to_text(at.sigma) + ", step size " + to_text(at.step_size) +
                      "); use a smaller step.";
  }

  SampledPictures take(const std::string& weights) {
    add_to_strip(step() < step_count() ? sampler_->position(step()).sigma
                                       : sampler_->final_sigma());
    result_.weights = weights;
    result_.pictures = to_floats(points_);
    return std::move(result_);
  }

 private:
  void add_to_strip(double sigma) {
    const std::vector<float> now = to_floats(points_.slice(0, 0, result_.strip_count));
    result_.strip.insert(result_.strip.end(), now.begin(), now.end());
    result_.strip_sigma.push_back(sigma);
  }

  std::shared_ptr<const Sampler> sampler_;
  std::vector<std::int64_t> strip_steps_;
  RandomStream noise_;
  torch::Tensor points_;  // [n, d] float64
  SampledPictures result_;
};

void sample(const HeadlessRun& run, const LoadedNetwork& network, PictureResult& pictures) {
  std::vector<PictureSampling> starts;
  for (const Choice& choice : run.spec.samplers) starts.emplace_back(run.trainer.parts(), choice);
  for (const char* weights : {"averaged", "raw"}) {
    const bool averaged = std::string(weights) == "averaged";
    const ScoreFunction score = in_batches(network.score(averaged));
    for (PictureSampling sampling : starts) {
      if (run.watch.stopped()) return;
      while (!sampling.finished() && !run.watch.stopped()) {
        sampling.advance(score);
        run.watch.tell({std::string("sampling with ") + weights + " weights", sampling.step(),
                        sampling.step_count(), 0.0});
      }
      pictures.samples.push_back(sampling.take(weights));
    }
  }
}

/// Training pictures and their noise at some levels, one level after another.
struct LevelBatch {
  std::vector<double> levels;
  torch::Tensor sigma;  // [levels * n]
  torch::Tensor noise;  // [levels * n, d]
  torch::Tensor noisy;  // [levels * n, d]
};

/// The denoising losses of scores level by level, on the same pictures.
class PictureLevelMeasurer {
 public:
  explicit PictureLevelMeasurer(const ExperimentParts& parts)
      : parts_(parts),
        objective_(objective_of(parts)),
        stream_(stream_seed(parts.spec.seeds, "probe"), "probe"),
        training_set_(image_rows(parts.pictures->images.train).to(parts.device)) {
    const std::int64_t count = parts.pictures->images.train.count();
    const std::int64_t n = std::min(count, kMeasuredPictures);
    clean_ = sample_data(parts, n, stream_).to(parts.device);
    const ImageMoments& moments = parts.pictures->moments();
    gaussian_.emplace(moments.mean, moments.covariance);
    table_.pictures = n;
  }

  bool finished() const { return table_.sigma.size() == parts_.levels.size(); }

  /// The next few levels.
  void measure(const ScoreFunction& averaged, const ScoreFunction& raw) {
    const torch::NoGradGuard no_grad;
    const LevelBatch batch = next_batch();
    add_losses(averaged, batch, table_.averaged, table_.averaged_error);
    add_losses(raw, batch, table_.raw, table_.raw_error);
    add_losses(training_set_.score_function(), batch, table_.empirical, table_.empirical_error);
    for (const double sigma : batch.levels) {
      table_.sigma.push_back(sigma);
      table_.gaussian.push_back(factor(sigma) * gaussian_->denoising_loss(sigma));
    }
  }

  const PictureLevels& table() const { return table_; }

  /// The least mean training loss: that of the empirical score over the levels the objective uses.
  std::optional<Estimate> floor() const {
    const auto count = static_cast<std::int64_t>(parts_.levels.size());
    if (!finished() || !objective_->denoising_factor(1.0)) return std::nullopt;
    const std::vector<std::int64_t> used = objective_->levels_used(count);
    double sum = 0.0;
    double variance = 0.0;
    for (const std::int64_t level : used) {
      const auto i = static_cast<std::size_t>(level);
      sum += table_.empirical[i];
      variance += table_.empirical_error[i] * table_.empirical_error[i];
    }
    const auto n = static_cast<double>(used.size());
    return Estimate{sum / n, std::sqrt(variance) / n};
  }

 private:
  /// As many of the levels that are left as fit, all in one precision.
  LevelBatch next_batch() {
    const auto most = static_cast<std::size_t>(kMeasuredAtOnce / clean_.size(0));
    LevelBatch batch;
    for (std::size_t i = table_.sigma.size(); i < parts_.levels.size(); ++i) {
      const double sigma = parts_.levels[i];
      const bool other = !batch.levels.empty() &&
                         (sigma < kExactInFloat) != (batch.levels.front() < kExactInFloat);
      if (other || batch.levels.size() == std::max<std::size_t>(most, 1)) break;
      batch.levels.push_back(sigma);
    }
    const auto type = batch.levels.front() < kExactInFloat ? torch::kFloat64 : torch::kFloat32;
    const auto levels = static_cast<std::int64_t>(batch.levels.size());
    const torch::TensorOptions options = clean_.options().dtype(type);
    batch.sigma = torch::tensor(batch.levels, options).repeat_interleave(clean_.size(0));
    batch.noise = draw_normal(stream_, {levels * clean_.size(0), clean_.size(1)}, options);
    batch.noisy =
        torch::addcmul(clean_.to(type).repeat({levels, 1}), batch.noise, batch.sigma.unsqueeze(1));
    return batch;
  }

  void add_losses(const ScoreFunction& score, const LevelBatch& batch, std::vector<double>& losses,
                  std::vector<double>& errors) const {
    const torch::Tensor scaled =
        torch::addcmul(batch.noise, score(batch.noisy, batch.sigma), batch.sigma.unsqueeze(1));
    const auto levels = static_cast<std::int64_t>(batch.levels.size());
    const torch::Tensor squares =
        scaled.to(torch::kFloat64).square().sum(1).view({levels, -1}).cpu();  // [levels, n]
    const auto n = static_cast<double>(squares.size(1));
    for (std::int64_t i = 0; i < levels; ++i) {
      const double sigma = batch.levels[static_cast<std::size_t>(i)];
      const double weight = factor(sigma) / (sigma * sigma);
      losses.push_back(weight * squares[i].mean().item<double>());
      errors.push_back(n > 1.0 ? weight * squares[i].std().item<double>() / std::sqrt(n)
                               : std::numeric_limits<double>::quiet_NaN());
    }
  }

  /// Of E||s - target||^2.
  double factor(double sigma) const {
    return objective_->denoising_factor(sigma).value_or(0.5 * sigma * sigma);
  }

  const ExperimentParts& parts_;
  std::unique_ptr<Objective> objective_;
  RandomStream stream_;
  EmpiricalScore training_set_;
  torch::Tensor clean_;  // [n, d] float64
  std::optional<GaussianScore> gaussian_;
  PictureLevels table_;
};

/// Returns the floor of the training loss.
std::optional<Estimate> measure(const HeadlessRun& run, const LoadedNetwork& network,
                                PictureResult& pictures) {
  const auto total = static_cast<std::int64_t>(run.trainer.parts().levels.size());
  PictureLevelMeasurer measurer(run.trainer.parts());
  const ScoreFunction averaged = in_batches(network.score(true));
  const ScoreFunction raw = in_batches(network.score(false));
  while (!measurer.finished() && !run.watch.stopped()) {
    measurer.measure(averaged, raw);
    const auto done = static_cast<std::int64_t>(measurer.table().sigma.size());
    run.watch.tell({"measuring levels", done, total, 0.0});
  }
  pictures.levels = measurer.table();
  return measurer.floor();
}

/// Their options are refused before the training, not after it.
void check_samplers(const ExperimentParts& parts) {
  for (const Choice& choice : parts.spec.samplers) make_sampler(choice, parts.levels);
}

}  // namespace

void run_pictures(const HeadlessRun& run) {
  const ExperimentParts& parts = run.trainer.parts();
  check_samplers(parts);
  PictureResult& pictures = run.result.pictures.emplace();
  pictures.description = parts.pictures->images.description;
  pictures.side = parts.pictures->side();
  pictures.data_std = parts.pictures->spread.rms_std;
  pictures.data_mean = parts.pictures->spread.mean.mean().item<double>();
  train(run, [] {});
  LoadedNetwork network;
  network.load(run.trainer.freeze());
  std::optional<Estimate> floor;
  if (!run.trainer.failed()) {
    if (run.options.sample && !run.watch.stopped()) sample(run, network, pictures);
    if (run.options.measure && !run.watch.stopped()) floor = measure(run, network, pictures);
  }
  run.result.training = final_frame(run, floor);
}

}  // namespace scorescope
