// The grid of annealed Langevin runs on pictures, one for each number of steps T and each step size
// epsilon, as plain values.
#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace scorescope {

/// The pictures that one T and one epsilon make. Their numbers are there once it is finished.
struct StepGridCell {
  std::int64_t steps_per_level = 0;
  double epsilon = 0.0;
  std::int64_t step = 0, step_count = 0;  ///< of its sampler
  bool finished = false;                  ///< or stopped by a failure
  std::string failure;                    ///< a sentence if its pictures left the finite numbers
  std::vector<float> pictures;            ///< [samples, side, side]; beyond [-1, 1] as they are
  /// Standard deviation of the pixel noise (see metric/picture_noise.h), mean over the finite
  /// pictures, and its standard error; NaN without any.
  double noise = std::numeric_limits<double>::quiet_NaN();
  double noise_error = std::numeric_limits<double>::quiet_NaN();
  double not_finite = 0.0;        ///< share of the pictures with a number that is not
  std::optional<double> unknown;  ///< share that the classifier knows no class for; blind to noise
  double expected_noise = 0.0;    ///< if the score were that of one picture (langevin_noise, left)
};

/// Immutable, shared between threads.
struct StepGridFrame {
  std::vector<std::int64_t> steps_per_level;  ///< [rows]
  std::vector<double> epsilon;                ///< [columns]
  int samples = 0, side = 0;
  std::string convention;  ///< "P" | "Q", in which epsilon counts
  std::string weights;     ///< "averaged weights" | "raw weights"
  std::int64_t training_step = 0;
  double lowest_sigma = 0.0;
  double bound = 0.0;             ///< epsilon must stay below
  std::vector<double> inflation;  ///< [columns], of the variance; infinite where unstable
  double data_noise = 0.0;        ///< what training pictures have, measured as the cells are
  /// [rows * columns], row by row; null where nothing was begun.
  std::vector<std::shared_ptr<const StepGridCell>> cells;
  std::int64_t done = 0, total = 0;  ///< sampler steps of all cells
  bool running = false, cancelled = false;
  double seconds_left = 0.0;  ///< while running

  std::size_t columns() const { return epsilon.size(); }
  /// Or null.
  const StepGridCell* cell(std::size_t row, std::size_t column) const {
    return cells[row * columns() + column].get();
  }
  bool is_stable(std::size_t column) const { return epsilon[column] < bound; }
};

/// The finished cells as CSV, row by row:
/// steps_per_level,epsilon,convention,bound,stable,inflation,
/// noise,noise_se,noise_expected,noise_of_data,not_finite,unknown,samples,steps,weights,
/// training_step. `inflation` is empty where unstable, `unknown` without a classifier.
std::string step_grid_csv(const StepGridFrame& grid);

}  // namespace scorescope
