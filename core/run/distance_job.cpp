#include "core/run/detail/distance_job.h"

#include <torch/types.h>

#include <algorithm>
#include <utility>

#include "core/base/error.h"
#include "core/metric/class_shares.h"

namespace scorescope {
namespace {

constexpr std::array<const char*, 2> kWeights{"averaged", "raw"};
constexpr std::int64_t kRowsAtOnce = 32;
constexpr std::int64_t kRowsAtOnceOnGpu = 512;
constexpr std::int64_t kStartsAtOnce = 1024;  // a matched start takes the covariance each time
// Of the whole measurement, in units of the sampling; measured for 1,000 samples in 17 calls.
constexpr double kSeeingWeight = 0.5;
constexpr double kComparingWeight = 0.1;

bool on_gpu(const ExperimentParts& parts) { return parts.device.is_cuda(); }

std::uint64_t probe_seed(const ExperimentParts& parts) {
  return stream_seed(parts.spec.seeds, "probe");
}

}  // namespace

DistanceJob::DistanceJob(std::shared_ptr<const ExperimentParts> parts,
                         std::shared_ptr<const FrozenNetwork> network, const Choice& sampler,
                         std::int64_t samples, std::shared_ptr<FeatureReference> reference)
    : parts_(std::move(parts)),
      choice_(sampler),
      sampler_(make_sampler(sampler, parts_->levels)),
      samples_(samples),
      reference_(std::move(reference)),
      start_stream_(probe_seed(*parts_), "distance start"),
      noise_stream_(probe_seed(*parts_), "distance noise"),
      unseen_(1.0 - reference_->progress()) {
  check(parts_->pictures != nullptr, "distances are measured on pictures");
  check(samples_ >= 2, "a distance needs two samples");
  network_.load(std::move(network));
}

bool DistanceJob::advance() {
  const torch::NoGradGuard no_grad;
  if (reference_->prepare(samples_)) return true;
  if (begun_ < samples_ || chunk_) {
    chunk_ ? advance_chunk() : begin_chunk();
    return true;
  }
  compare();
  return compared_ < kWeights.size() * reference_->splits().size();
}

double DistanceJob::progress() const {
  const auto chunk_steps = static_cast<double>(kWeights.size()) *
                           static_cast<double>(std::max<std::int64_t>(sampler_->step_count(), 1));
  const double of_chunk = static_cast<double>(steps_done_) / chunk_steps;
  const auto chunk_rows = static_cast<double>(chunk_ ? chunk_->rows : 0);
  const double finished = static_cast<double>(begun_) - chunk_rows;
  const double sampled = (finished + chunk_rows * of_chunk) / static_cast<double>(samples_);
  const double seen = unseen_ - (1.0 - reference_->progress());
  const auto pairs = static_cast<double>(kWeights.size() * reference_->splits().size());
  const double compared = pairs > 0.0 ? static_cast<double>(compared_) / pairs : 0.0;
  return (kSeeingWeight * seen + sampled + kComparingWeight * compared) /
         (kSeeingWeight * unseen_ + 1.0 + kComparingWeight);
}

void DistanceJob::begin_chunk() {
  const std::int64_t most = on_gpu(*parts_) ? kRowsAtOnceOnGpu : kRowsAtOnce;
  if (!starts_.defined() || starts_.size(0) == 0) {
    starts_ = starting_points(*parts_, std::min(kStartsAtOnce, samples_ - begun_),
                              sampler_->first_sigma(), start_stream_);
  }
  const std::int64_t rows = std::min(most, starts_.size(0));
  chunk_ = Chunk{rows, starts_.slice(0, 0, rows), noise_stream_};
  starts_ = starts_.slice(0, rows);
  begun_ += rows;
  steps_done_ = 0;
  weights_ = 0;
  sampler_step_ = 0;
  points_ = chunk_->start.clone();
}

void DistanceJob::advance_chunk() {
  if (sampler_step_ < sampler_->step_count()) {
    const ScoreFunction& score = network_.score(/*averaged=*/weights_ == 0);
    // both weights see the numbers of the chunk's own copy; after the second, the stream moves on
    if (sampler_step_ == 0) noise_stream_ = chunk_->noise;
    sampler_->advance(points_, sampler_step_++, {score, noise_stream_});
    ++steps_done_;
    return;
  }
  SeenPictures seen = reference_->space().see(points_);
  features_[weights_].push_back(std::move(seen.features));
  probabilities_[weights_].push_back(std::move(seen.probabilities));
  sampler_step_ = 0;
  if (++weights_ < kWeights.size()) {
    points_ = chunk_->start.clone();
  } else {
    finish_chunk();
  }
}

void DistanceJob::finish_chunk() {
  chunk_.reset();
  if (begun_ < samples_) return;
  for (std::size_t i = 0; i < kWeights.size(); ++i) {
    sample_features_[i] = torch::cat(features_[i]);
    add_class_row(i);
  }
}

void DistanceJob::compare() {
  const auto& splits = reference_->splits();
  if (!distance_) {
    distance_.emplace(sample_features_[compared_ / splits.size()],
                      splits[compared_ % splits.size()].set);
  }
  if (distance_->advance()) return;
  add_distance_row();
  distance_.reset();
  ++compared_;
}

namespace {

/// What every row of one measurement says.
template <class Row>
Row begin_row(const FrozenNetwork& network, const ExperimentParts& parts, const Choice& sampler,
              std::int64_t samples) {
  Row row;
  row.step = network.step;
  row.epoch = static_cast<double>(network.pictures_seen) /
              static_cast<double>(parts.pictures->images.train.count());
  row.sampler = sampler.kind;
  row.n = samples;
  return row;
}

}  // namespace

void DistanceJob::add_distance_row() {
  const std::size_t split = compared_ % reference_->splits().size();
  const ReferenceSplit& reference = reference_->splits()[split];
  const FeatureFloor& floor = reference_->floor(samples_, split);
  auto row = begin_row<DistanceRow>(network_.frozen(), *parts_, choice_, samples_);
  row.weights = kWeights[compared_ / reference_->splits().size()];
  row.reference = reference.name;
  row.reference_n = reference.set.count();
  row.fd = distance_->frechet();
  row.fd_floor = floor.frechet().mean;
  row.fd_floor_spread = floor.frechet().spread;
  row.kd = distance_->kernel().value;
  row.kd_error = distance_->kernel().standard_error;
  row.kd_floor = floor.kernel().mean;
  row.kd_floor_spread = floor.kernel().spread;
  row.kd_n = distance_->kernel_samples();
  row.kd_reference_n = reference.set.kernel_rows.size(0);
  row.floor_n = floor.n();
  result_.rows.push_back(std::move(row));
}

void DistanceJob::add_class_row(std::size_t weights) {
  if (!reference_->space().classifier) return;
  auto row = begin_row<ClassRow>(network_.frozen(), *parts_, choice_, samples_);
  row.weights = kWeights[weights];
  set_shares(row, torch::cat(probabilities_[weights]));
  result_.classes.push_back(std::move(row));
}

void set_shares(ClassRow& row, const torch::Tensor& probabilities) {
  const ClassShares shares = class_shares(probabilities);
  for (const Estimate& share : shares.shares) {
    row.shares.push_back(share.value);
    row.errors.push_back(share.standard_error);
  }
  row.unknown = shares.unknown.value;
  row.unknown_error = shares.unknown.standard_error;
  row.entropy = shares.entropy;
}

std::shared_ptr<FeatureReference> make_reference(const ExperimentParts& parts,
                                                 const std::string& features) {
  const std::string id = features.empty() ? classifier_for(parts.spec.data) : features;
  return std::make_shared<FeatureReference>(load_feature_space(id, parts.device), parts.pictures,
                                            probe_seed(parts));
}

}  // namespace scorescope
