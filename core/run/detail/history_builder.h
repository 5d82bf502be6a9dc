// Histories that stay small however long a run goes: bins whose width grows with the step.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/run/frames.h"

namespace scorescope {

/// The last step of the bin that holds `step` (from 1) when bins grow by `ratio`: single steps at
/// first, then bins about (ratio - 1) * step wide, so that linear and logarithmic axes both look
/// even.
std::int64_t last_step_of_bin(std::int64_t step, double ratio);

/// Collects one value a step. `low`, `mean` and `high` of a bin are of its steps; the last
/// `window` values are kept beside them, for mean() and standard_error().
class HistoryBuilder {
 public:
  explicit HistoryBuilder(std::size_t window = 100) : window_(window) {}

  /// Steps must come in order, each once.
  void add(std::int64_t step, double value);

  const History& history() const { return history_; }
  /// The window begins anew with the next value; the history stays.
  void forget_recent() { restart_window({}); }
  bool has_recent() const { return !recent_.empty(); }
  /// Mean and standard error over the last `window` values, but a quarter of all steps at most,
  /// while the loss still falls fast; 0 before the first.
  double mean() const;
  double standard_error() const;

  /// To continue a saved run exactly: everything that add() depends on.
  struct State {
    History history;
    std::vector<double> recent;
  };
  State state() const;
  void restore(const State& state);

 private:
  void restart_window(const std::vector<double>& values);
  /// The window's values, oldest first.
  std::vector<double> window_values() const;
  /// Those of them that mean() looks back on.
  std::vector<double> averaged_values() const;

  std::size_t window_;
  std::vector<double> recent_;  // a ring once it is full
  std::size_t oldest_ = 0;
  History history_;
  std::int64_t bin_end_ = 0;  // last step of the newest bin
};

/// Mean loss per level and bin of steps.
class LevelStripBuilder {
 public:
  explicit LevelStripBuilder(std::size_t levels);

  /// `level` and `loss` of each point of the step's batch. Steps must come in order, each once.
  void add(std::int64_t step, std::span<const std::int64_t> level, std::span<const float> loss);

  /// Row-major, levels x columns.
  LevelStrip strip() const;

  /// Mean over roughly the last `kMemory` points of each level; NaN where there was none.
  const std::vector<float>& recent() const { return state_.recent; }

  /// Everything that add() depends on; sum and count are column after column.
  struct State {
    std::vector<std::int64_t> last_step;  // [columns]
    std::vector<double> sum;              // [columns * levels]
    std::vector<std::int64_t> count;      // [columns * levels]
    std::vector<float> recent;            // [levels]
    std::vector<std::int64_t> seen;       // [levels]
  };
  const State& state() const { return state_; }
  /// UserError unless the sizes fit this builder's number of levels.
  void restore(const State& state);

 private:
  /// What one step saw of a level.
  struct Seen {
    double sum = 0.0;
    std::int64_t count = 0;
  };
  void add_to_column(std::size_t row, const Seen& seen);

  std::size_t levels_;
  State state_;
  std::int64_t column_end_ = 0;  // last step of the newest column
  std::vector<Seen> step_;       // [levels]
};

}  // namespace scorescope
