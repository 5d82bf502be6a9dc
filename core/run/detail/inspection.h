// What a set of pictures lies near to. Internal to core/run (it shows Torch types).
#pragma once

#include <torch/types.h>

#include <memory>
#include <optional>

#include "core/metric/nearest_rows.h"
#include "core/run/detail/picture_data.h"
#include "core/run/picture_frames.h"

namespace scorescope {

/// Searches the training set for each picture's nearest neighbours, slice by slice. Belongs to one
/// thread.
class Inspection {
 public:
  static constexpr std::int64_t kNearest = 6;

  explicit Inspection(std::shared_ptr<const PictureData> data) : data_(std::move(data)) {}

  /// pictures [n, d]; drops a search in progress, keeps what the last complete one found.
  void begin(const torch::Tensor& pictures);
  bool in_progress() const { return search_.has_value(); }
  /// The next 4,096 training pictures (some 20 ms for 64 pictures); false once nothing is left.
  bool advance();

  /// Something was found and nothing forgotten since.
  bool has_found() const { return nearest_.has_value(); }
  void forget();

  // Once has_found():
  double memorised_share() const;
  /// Of one picture, all but view and class; `index` below the number of pictures.
  InspectedSample sample(std::int64_t index) const;
  const torch::Tensor& pictures() const { return pictures_; }

 private:
  std::shared_ptr<const PictureData> data_;
  torch::Tensor searched_;  // [n, d]
  std::optional<NearestRows> search_;
  std::int64_t looked_at_ = 0;  // training pictures
  torch::Tensor pictures_;      // those that nearest_ is of
  std::optional<Nearest> nearest_;
};

}  // namespace scorescope
