#include "core/run/detail/feature_reference.h"

#include <torch/types.h>

#include <algorithm>

#include "core/base/error.h"
#include "core/metric/class_shares.h"

namespace scorescope {
namespace {

constexpr std::int64_t kPicturesAtOnce = 256;

}  // namespace

FeatureReference::FeatureReference(std::shared_ptr<const FeatureSpace> space,
                                   std::shared_ptr<const PictureData> data, std::uint64_t seed)
    : space_(std::move(space)), data_(std::move(data)), seed_(seed), split_names_{"train"} {
  if (data_->images.test.count() > 1) split_names_.emplace_back("test");
}

const ImageSet& FeatureReference::pictures_of(std::size_t split) const {
  return split == 0 ? data_->images.train : data_->images.test;
}

void FeatureReference::see_slice() {
  const ImageSet& set = pictures_of(splits_.size());
  const std::int64_t end = std::min(seen_ + kPicturesAtOnce, set.count());
  SeenPictures seen = space_->see(image_rows(set, torch::arange(seen_, end, torch::kInt64)));
  if (!moments_) moments_.emplace(seen.features.size(1));
  moments_->add(seen.features);
  features_.push_back(std::move(seen.features));
  if (splits_.empty()) probabilities_.push_back(std::move(seen.probabilities));
  seen_ = end;
  if (seen_ == set.count()) finish_split();
}

void FeatureReference::finish_split() {
  const torch::Tensor features = torch::cat(features_);
  if (splits_.empty() && space_->classifier) {
    for (const Estimate& share : scorescope::class_shares(torch::cat(probabilities_)).shares) {
      shares_.push_back(share.value);
    }
  }
  splits_.push_back({split_names_[splits_.size()],
                     features,
                     {moments_->moments(), evenly_spread(features, kKernelRows)}});
  moments_.reset();
  features_.clear();
  probabilities_.clear();
  seen_ = 0;
}

std::vector<FeatureFloor> FeatureReference::make_floors(std::int64_t n) const {
  const RandomStream stream(seed_, "distance floor");
  if (splits_.size() == 1) {
    return {FeatureFloor(splits_[0].features, n, splits_[0].set.count(), stream)};
  }
  return {FeatureFloor(splits_[1].features, splits_[0].set, n, stream),
          FeatureFloor(splits_[0].features, splits_[1].set, n, stream)};
}

bool FeatureReference::prepare(std::int64_t n) {
  if (splits_.size() < split_names_.size()) {
    see_slice();
    return true;
  }
  auto found = floors_.find(n);
  if (found == floors_.end()) found = floors_.emplace(n, make_floors(n)).first;
  for (FeatureFloor& floor : found->second) {
    if (floor.advance()) return true;
  }
  return false;
}

double FeatureReference::progress() const {
  std::int64_t done = seen_;
  std::int64_t total = 0;
  for (std::size_t i = 0; i < split_names_.size(); ++i) {
    total += pictures_of(i).count();
    if (i < splits_.size()) done += pictures_of(i).count();
  }
  return static_cast<double>(done) / static_cast<double>(std::max<std::int64_t>(total, 1));
}

const FeatureFloor& FeatureReference::floor(std::int64_t n, std::size_t index) const {
  const auto found = floors_.find(n);
  check(found != floors_.end(), "a floor that was not prepared");
  return found->second[index];
}

DistanceHistory FeatureReference::begin_history() const {
  return {.features_name = space_->name,
          .rows = {},
          .classes = {},
          .class_names = space_->class_names,
          .scale = space_->scale,
          .reference_shares = shares_};
}

}  // namespace scorescope
