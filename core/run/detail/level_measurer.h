// Measures the learned score against the exact one at each noise level, a level at a time.
// Internal to core/run (it shows Torch types); nothing outside may include it.
#pragma once

#include <memory>
#include <vector>

#include "core/metric/level_measure.h"
#include "core/run/detail/experiment_parts.h"
#include "core/run/detail/frozen_network.h"
#include "core/run/frames.h"

namespace scorescope {

/// Belongs to one thread. The points and their noise are drawn once from the "probe" stream, so
/// that curves show the network change and not the dice.
class LevelMeasurer {
 public:
  LevelMeasurer(std::shared_ptr<const ExperimentParts> parts, std::int64_t points_per_level);

  /// Draws the points again, for parts that differ in their "probe" seed only. Exact values, the
  /// last table and the history stay; a round in progress begins again.
  void draw_probes(std::shared_ptr<const ExperimentParts> parts);

  /// For parts that differ in what counts as the exact score only: forgets what was measured
  /// against it, and the floors where the truth is another; the history stays.
  void compare_anew(std::shared_ptr<const ExperimentParts> parts);

  /// The next level's exact values (J, floor); returns false when all are known.
  bool measure_next_exact();
  bool exact_is_known() const { return fisher_.levels.size() == parts_->levels.size(); }
  const ExactFisher& fisher() const { return fisher_; }

  /// Begins a round with these weights (exact values must be known), then one level a call; returns
  /// true when the round is complete and table() and history() are new.
  void begin_round(std::shared_ptr<const FrozenNetwork> network);
  bool round_in_progress() const { return network_.is_loaded() && next_ < parts_->levels.size(); }
  bool measure_next_level();

  std::shared_ptr<const LevelTable> table() const { return table_; }
  std::shared_ptr<const BiasHistory> history() const { return history_; }

 private:
  /// A score to compare with; its values at the probes are the same each time and kept, since
  /// thousands of components make them dear.
  struct Compared {
    const ScoreFunction* score = nullptr;
    std::vector<torch::Tensor> at_points{}, at_grid{};  // per level
  };
  LevelMeasure measure(std::size_t level, bool averaged, Compared& with);
  LevelTable exact_columns() const;
  void finish_round();

  std::shared_ptr<const ExperimentParts> parts_;
  std::int64_t points_per_level_;
  ExactFisher fisher_;
  std::vector<LevelProbe> probes_;
  Compared truth_, exact_;
  LoadedNetwork network_;
  std::size_t next_ = 0;  // level of the round in progress
  LevelTable draft_;
  std::shared_ptr<const LevelTable> table_;
  std::shared_ptr<const BiasHistory> history_;
};

/// The score that moves a cloud.
struct DrivingScore {
  const ScoreFunction& score;
  bool learned = false;
};

/// The terms of denoising score matching for a cloud of points under the score that drives it
/// (maths.md LAB A5): the law is the cloud's own, noised. A seeded estimate. `start` is the table
/// of where the cloud began, under the same score; without it the points are the start.
std::shared_ptr<const CloudTable> measure_cloud(const ExperimentParts& parts,
                                                const torch::Tensor& points,
                                                const DrivingScore& driving,
                                                const CloudTable* start);

}  // namespace scorescope
