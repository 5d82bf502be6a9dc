// The batches that training sees, drawn from its own streams: the same ones whichever engine
// computes the steps. Internal to core/run (it shows Torch types).
#pragma once

#include <torch/types.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "core/base/random_stream.h"
#include "core/dataset/epoch_shuffle.h"
#include "core/fused/batch_sampler.h"
#include "core/objective/catalogue.h"
#include "core/run/detail/experiment_parts.h"

namespace scorescope {

struct TrainingBatch {
  Batch tensors;  ///< on the device
  PlaneBatch
      plane;  ///< of points in the plane on the CPU, the memory of `tensors`; else count is 0
  std::vector<std::int64_t> level;  ///< [n] indices into the ladder
};

/// Belongs to one thread. What it draws depends on its streams and counters only.
class BatchSource {
 public:
  /// `levels_used` as Objective::levels_used says.
  BatchSource(const ExperimentParts& parts, std::vector<std::int64_t> levels_used);

  /// `n` points, valid until the next draw. Of points in the plane nothing is allocated while n
  /// stays the same.
  const TrainingBatch& draw(std::int64_t n);

  /// For the draws of the objectives themselves.
  RandomStream& directions() { return batches_; }

  /// Where the draws stand; after go_to(place()) the same batches follow.
  struct Place {
    StreamState data, batches;
    std::int64_t pictures_seen = 0;
  };
  Place place() const { return {data_.state(), batches_.state(), pictures_seen_}; }
  void go_to(const Place& place);

  std::int64_t pictures_seen() const { return pictures_seen_; }

 private:
  void make_room(std::int64_t n);
  void draw_points(std::int64_t n);
  void draw_pictures(std::int64_t n);

  std::vector<std::int64_t> levels_used_;
  torch::Tensor sigmas_;  // [levels] float32 on the device
  std::shared_ptr<const PictureData> pictures_;
  std::int64_t dimension_;
  RandomStream data_, batches_;
  std::optional<BatchSampler> sampler_;  // of points in the plane
  std::optional<EpochShuffle> shuffle_;  // of pictures
  std::int64_t pictures_seen_ = 0;
  Batch on_cpu_;  // of points
  TrainingBatch batch_;
};

}  // namespace scorescope
