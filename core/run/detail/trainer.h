// Trains one network, one step at a time. Internal to core/run (it shows Torch types).
#pragma once

#include <torch/types.h>

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/record/safetensors.h"
#include "core/run/detail/batch_source.h"
#include "core/run/detail/experiment_parts.h"
#include "core/run/detail/frozen_network.h"
#include "core/run/detail/history_builder.h"
#include "core/run/detail/training_engine.h"
#include "core/run/frames.h"

namespace scorescope {

/// Owns the batches, the engine with the weights, and the history; belongs to one thread.
/// Draws nothing but its own streams, so the loss curve does not depend on who watches.
class Trainer {
 public:
  /// Throws UserError for a spec that cannot be run, or not by the engine it asks for. See
  /// make_parts for `known`.
  explicit Trainer(const ExperimentSpec& spec,
                   const std::shared_ptr<const PictureData>& known = nullptr);

  /// One optimiser step. Does nothing once failed(). A loss or gradient that is not finite, or a
  /// loss that stays a thousand times above where it began, fails the run before the weights are
  /// touched, so the last finite ones stay.
  void step();

  /// Adopts options that act without a restart (training options and engine, loss weighting, what
  /// counts as the exact score). Throws UserError, and changes nothing, for those that cannot be
  /// (with compute.cuda_graphs on, what a GPU cannot record is found out after the change).
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
  double measure_untrained_loss();
  /// Fills in failure_ if training may not go on from this loss.
  void judge(const BatchLoss& found, std::span<const std::int64_t> level);
  void record(const BatchLoss& found, std::span<const std::int64_t> level);
  std::string worst_level(std::span<const float> per_point,
                          std::span<const std::int64_t> level) const;

  std::shared_ptr<const ExperimentParts> parts_;
  std::shared_ptr<const Objective> objective_;
  BatchSource source_;
  // For its names, its shape and its first weights; the present ones are the engine's.
  std::shared_ptr<ScoreNetwork> network_;
  std::unique_ptr<TrainingEngine> engine_;

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
