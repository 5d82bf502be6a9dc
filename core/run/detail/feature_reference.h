// The real pictures that samples are held against, in a classifier's features, and the floors of
// real against real. Internal to core/run (it shows Torch types).
#pragma once

#include <torch/types.h>

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/run/detail/feature_floor.h"
#include "core/run/detail/feature_space.h"
#include "core/run/detail/picture_data.h"
#include "core/run/distance_result.h"

namespace scorescope {

/// One split of the data.
struct ReferenceSplit {
  std::string name;        ///< "train" | "test"
  torch::Tensor features;  ///< [m, 64] float32, on the CPU
  FeatureSet set;
};

/// Seen once a run, in slices; then shared by every measurement. The floor of a split is measured
/// with as many pictures of the other one (of its own, if there is no other): real pictures that
/// are not in the reference. Belongs to one thread.
class FeatureReference {
 public:
  /// Sees nothing yet. `seed` is of the draws for the floors.
  FeatureReference(std::shared_ptr<const FeatureSpace> space,
                   std::shared_ptr<const PictureData> data, std::uint64_t seed);

  /// Some 30 ms of the work that a measurement of n samples still needs; false once nothing is
  /// left: all of it is some 10 s for 70,000 pictures on one core, and another n needs new floors
  /// only.
  bool prepare(std::int64_t n);

  /// 0 to 1, of the seeing.
  double progress() const;

  // All of these once prepare(n) has returned false.
  const std::vector<ReferenceSplit>& splits() const { return splits_; }
  /// Of the split at `index`.
  const FeatureFloor& floor(std::int64_t n, std::size_t index) const;
  /// Per class of the classifier, of the training pictures as it sees them; none without one.
  const std::vector<double>& class_shares() const { return shares_; }

  const FeatureSpace& space() const { return *space_; }
  const PictureData& data() const { return *data_; }

  /// With the names, and nothing measured.
  DistanceHistory begin_history() const;

 private:
  const ImageSet& pictures_of(std::size_t split) const;
  void see_slice();
  void finish_split();
  std::vector<FeatureFloor> make_floors(std::int64_t n) const;

  std::shared_ptr<const FeatureSpace> space_;
  std::shared_ptr<const PictureData> data_;
  std::uint64_t seed_;
  std::vector<std::string> split_names_;
  std::int64_t seen_ = 0;  // of the split in progress
  std::vector<torch::Tensor> features_, probabilities_;
  std::optional<MomentSum> moments_;
  std::vector<ReferenceSplit> splits_;
  std::vector<double> shares_;
  std::map<std::int64_t, std::vector<FeatureFloor>> floors_;
};

}  // namespace scorescope
