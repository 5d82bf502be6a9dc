// What a set of pictures lies near to. Internal to core/run (it shows Torch types).
#pragma once

#include <torch/types.h>

#include <memory>
#include <optional>

#include "core/metric/nearest_rows.h"
#include "core/run/detail/feature_space.h"
#include "core/run/detail/picture_data.h"
#include "core/run/picture_frames.h"

namespace scorescope {

/// Searches the training set for each picture's nearest neighbours, slice by slice, and lets the
/// classifier read them. Belongs to one thread.
class Inspection {
 public:
  static constexpr std::int64_t kNearest = 6;

  /// `features` may be null: then nothing is read.
  Inspection(std::shared_ptr<const PictureData> data, std::shared_ptr<const FeatureSpace> features)
      : data_(std::move(data)), features_(std::move(features)) {}

  /// pictures [n, d]; drops a search in progress, keeps what the last complete one found.
  void begin(const torch::Tensor& pictures);
  bool in_progress() const { return search_.has_value(); }
  /// The next 4,096 training pictures (some 20 ms for 64 pictures); false once nothing is left.
  bool advance();

  /// Drops a search in progress.
  void stop() { search_.reset(); }

  /// Something was found and nothing forgotten since.
  bool has_found() const { return nearest_.has_value(); }
  void forget();

  // Once has_found():
  double memorised_share() const;
  /// What the classifier reads, all but training step and weights; null without one.
  std::shared_ptr<const ClassRow> classes() const { return classes_; }
  /// Of one picture, all but its view; `index` below the number of pictures.
  InspectedSample sample(std::int64_t index) const;
  const torch::Tensor& pictures() const { return pictures_; }

 private:
  void read();

  std::shared_ptr<const PictureData> data_;
  std::shared_ptr<const FeatureSpace> features_;
  torch::Tensor searched_;  // [n, d]
  std::optional<NearestRows> search_;
  std::int64_t looked_at_ = 0;  // training pictures
  torch::Tensor pictures_;      // those that nearest_ is of
  std::optional<Nearest> nearest_;
  torch::Tensor probabilities_;  // [n, classes], or undefined
  std::shared_ptr<const ClassRow> classes_;
};

}  // namespace scorescope
