// Trains one network, one step at a time. Internal to core/run (it shows Torch types).
#pragma once

#include <torch/types.h>

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/random_stream.h"
#include "core/dataset/epoch_shuffle.h"
#include "core/network/averaged_weights.h"
#include "core/record/safetensors.h"
#include "core/run/detail/experiment_parts.h"
#include "core/run/detail/frozen_network.h"
#include "core/run/detail/history_builder.h"
#include "core/run/frames.h"

namespace scorescope {

/// Adam's moments as flat lists in parameter order.
struct OptimiserState {
  std::vector<torch::Tensor> first, second, steps;
};

/// Owns the live network, its optimiser, averages, streams and history; belongs to one thread.
/// Draws nothing but its own streams, so the loss curve does not depend on who watches.
class Trainer {
 public:
  /// Throws UserError for a spec that cannot be run. See make_parts for `known`.
  explicit Trainer(const ExperimentSpec& spec,
                   const std::shared_ptr<const PictureData>& known = nullptr);

  /// One optimiser step. Does nothing once failed(). A loss or gradient that is not finite, or a
  /// loss that stays a thousand times above where it began, fails the run before the weights are
  /// touched, so the last finite ones stay.
  void step();

  /// Adopts options that act without a restart (training options, loss weighting, what counts as
  /// the exact score).
  void set_live_options(const ExperimentSpec& spec);

  std::int64_t steps_done() const { return step_; }
  bool finished() const { return step_ >= parts_->spec.training.stop_after; }
  bool failed() const { return !failure_.empty(); }
  const std::string& failure() const { return failure_; }
  double last_loss() const { return last_loss_; }
  const ExperimentParts& parts() const { return *parts_; }

  /// Everything the window shows of the training, with a frozen copy of the weights; the caller
  /// fills in what only it knows (run id, revision, state, rates).
  std::shared_ptr<TrainingFrame> frame() const;
  std::shared_ptr<const FrozenNetwork> freeze() const;

  /// Sets the known floor of the loss (measured elsewhere: it may take seconds).
  void set_floor(std::optional<Estimate> floor) { floor_ = floor; }

  /// Everything that the next step depends on: weights, moments, averages and history as tensors,
  /// counters and streams as metadata. restore throws UserError naming `name` if something is
  /// missing or does not fit; the trainer is unusable after that.
  TensorFile state() const;
  void restore(const TensorFile& file, const std::string& name);

 private:
  /// [n, d] float32 on the device.
  torch::Tensor draw_clean(std::int64_t n);
  Batch draw_batch();
  double measure_untrained_loss();
  void update_weights();
  bool gradients_are_finite() const;
  std::string worst_level(const Batch& batch, const torch::Tensor& per_point) const;

  std::shared_ptr<ExperimentParts> parts_;
  std::unique_ptr<Objective> objective_;
  std::vector<std::int64_t> levels_used_;
  torch::Tensor level_sigmas_;  // [levels] float32 on the device
  torch::Tensor used_levels_;   // [levels used] int64
  RandomStream data_stream_, batch_stream_;
  std::optional<EpochShuffle> shuffle_;  // of pictures
  std::int64_t pictures_seen_ = 0;
  std::shared_ptr<ScoreNetwork> network_;
  ScoreFunction score_;
  ScoreFunction exact_;
  std::vector<torch::Tensor> parameters_;
  OptimiserState optimiser_;
  std::unique_ptr<AveragedWeights> averaged_;

  std::int64_t step_ = 0;
  double untrained_loss_ = 0.0;
  double last_loss_ = 0.0;
  int exploded_steps_ = 0;  // in a row
  std::string failure_;
  std::optional<Estimate> floor_;
  HistoryBuilder loss_history_;
  std::vector<std::string> term_names_;
  std::vector<HistoryBuilder> term_histories_;
  LevelStripBuilder strip_;
};

}  // namespace scorescope
