// Makes the grid of annealed Langevin runs, a sampling step at a time. Internal to core/run (it
// shows Torch types).
#pragma once

#include <torch/types.h>

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "core/run/detail/experiment_parts.h"
#include "core/run/detail/feature_space.h"
#include "core/run/detail/picture_sampling.h"
#include "core/run/step_grid_frame.h"

namespace scorescope {

/// What the cells of a grid run: the spec's first annealed Langevin sampler with another T and
/// epsilon, or convention P without noise on the last step where it has none.
Choice grid_sampler(const ExperimentSpec& spec, std::int64_t steps_per_level, double epsilon);

/// Each cell is what a run of `grid_sampler` on as many pictures makes: the same start in each, the
/// same random numbers as long as the number of steps allows. Belongs to one thread; what was made
/// stays as it was when the spec goes on.
class StepGrid {
 public:
  struct Order {
    std::shared_ptr<const ExperimentParts> parts;  ///< of pictures; its spec.step_grid is made
    ScoreFunction score;
    std::string weights;  ///< as StepGridFrame has it
    std::int64_t training_step = 0;
    std::shared_ptr<const FeatureSpace> features;  ///< null: nothing is read
  };

  /// Begins. Throws UserError for options that the sampler refuses.
  explicit StepGrid(Order order);

  bool in_progress() const { return next_ < cells_.size() && !cancelled_; }
  /// One step of one cell, or nothing if none is in progress.
  void advance();
  /// Keeps the finished cells.
  void cancel();

  std::shared_ptr<const StepGridFrame> frame() const;

 private:
  using Clock = std::chrono::steady_clock;

  std::shared_ptr<StepGridCell> cell_at(std::size_t index) const;
  void begin_cell();
  void finish_cell();
  double seconds_left() const;

  Order order_;
  StepGridFrame plan_;  // all but the cells and how far they are
  std::vector<std::shared_ptr<const StepGridCell>> cells_;
  std::size_t next_ = 0;  // the cell in progress
  std::optional<PictureSampling> sampling_;
  std::int64_t done_ = 0;  // steps of the finished cells, skipped ones too
  std::int64_t made_ = 0;  // steps, for the time left
  bool cancelled_ = false;
  Clock::time_point began_ = Clock::now();
};

}  // namespace scorescope
