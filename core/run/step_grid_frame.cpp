#include "core/run/step_grid_frame.h"

#include <cmath>

#include "core/record/csv_table.h"

namespace scorescope {
namespace {

constexpr double kAbsent = std::numeric_limits<double>::quiet_NaN();  // an empty cell

double finite_or_absent(double value) { return std::isfinite(value) ? value : kAbsent; }

}  // namespace

std::string step_grid_csv(const StepGridFrame& grid) {
  CsvTable table({"steps_per_level", "epsilon", "convention", "bound", "stable", "inflation",
                  "noise", "noise_se", "noise_expected", "noise_of_data", "not_finite", "unknown",
                  "samples", "steps", "weights", "training_step"});
  const std::string weights = grid.weights.substr(0, grid.weights.find(' '));
  for (std::size_t i = 0; i < grid.cells.size(); ++i) {
    const StepGridCell* cell = grid.cells[i].get();
    if (!cell || !cell->finished) continue;
    const std::size_t column = i % grid.columns();
    table.add({cell->steps_per_level, cell->epsilon, grid.convention, grid.bound,
               std::int64_t{grid.is_stable(column)}, finite_or_absent(grid.inflation[column]),
               cell->noise, cell->noise_error, finite_or_absent(cell->expected_noise),
               grid.data_noise, cell->not_finite, cell->unknown.value_or(kAbsent),
               std::int64_t{grid.samples}, cell->step, weights, grid.training_step});
  }
  return table.text();
}

}  // namespace scorescope
