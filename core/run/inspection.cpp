#include "core/run/detail/inspection.h"

#include <torch/types.h>

#include <algorithm>
#include <cmath>

#include "core/metric/class_shares.h"
#include "core/run/detail/distance_job.h"

namespace scorescope {
namespace {

constexpr std::int64_t kTrainingPicturesAtOnce = 4096;

}  // namespace

void Inspection::begin(const torch::Tensor& pictures) {
  searched_ = pictures;
  search_.emplace(pictures, kNearest);
  looked_at_ = 0;
}

bool Inspection::advance() {
  if (!search_) return false;
  const ImageSet& training = data_->images.train;
  const std::int64_t last = std::min(looked_at_ + kTrainingPicturesAtOnce, training.count());
  search_->add(image_rows(training, torch::arange(looked_at_, last)));
  looked_at_ = last;
  if (looked_at_ < training.count()) return true;
  nearest_ = search_->nearest();
  pictures_ = searched_;
  search_.reset();
  read();
  return false;
}

void Inspection::read() {
  if (!features_ || !features_->classifier) return;
  probabilities_ = features_->see(pictures_).probabilities;
  auto row = std::make_shared<ClassRow>();
  row->n = pictures_.size(0);
  set_shares(*row, probabilities_);
  classes_ = std::move(row);
}

void Inspection::forget() {
  search_.reset();
  nearest_.reset();
  classes_.reset();
}

double Inspection::memorised_share() const { return scorescope::memorised_share(*nearest_).value; }

InspectedSample Inspection::sample(std::int64_t index) const {
  const ImageSet& training = data_->images.train;
  InspectedSample sample;
  sample.index = static_cast<int>(index);
  sample.pixels = to_floats(pictures_[index]);
  for (std::int64_t i = 0; i < kNearest; ++i) {
    const std::int64_t row = nearest_->index[index][i].item<std::int64_t>();
    if (row < 0) break;
    NearestPicture near;
    near.number = row;
    near.distance = nearest_->distance[index][i].item<double>();
    if (training.has_classes()) near.label = training.labels[row].item<int>();
    near.pixels = to_floats(image_rows(training, torch::tensor({row})));
    sample.nearest.push_back(std::move(near));
  }
  if (sample.nearest.size() > 1) {
    sample.ratio = sample.nearest[0].distance / sample.nearest[1].distance;
  }
  if (classes_) {
    const auto [probability, kind] = probabilities_[index].max(0);
    sample.reads_as = static_cast<int>(kind.item<std::int64_t>());
    sample.probability = probability.item<double>();
    sample.unknown = sample.probability < kKnownProbability;
  }
  return sample;
}

}  // namespace scorescope
