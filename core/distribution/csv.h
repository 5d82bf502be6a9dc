// A user's table of points as a density. Columns x, y and, if there is a third, weight.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "core/base/gaussian_component.h"

namespace scorescope {

struct CsvOptions {
  std::string path;
  double kernel_std = 0.0;        ///< of the Gaussian at each point; 0 gives point masses
  std::string fit = "if_needed";  ///< if_needed | always | never: move and scale into the view
  std::int64_t max_rows = 20000;
  bool skip_bad_rows = false;
};

struct WeightedPoint {
  double x = 0.0;
  double y = 0.0;
  double weight = 1.0;
};

/// What a table holds, good and bad, so that a window can offer to load the rest.
struct CsvReading {
  std::vector<WeightedPoint> points;
  std::int64_t bad_rows = 0;
  std::size_t weight_column = 0;  ///< from 1, for the description; 0 without weights
  /// What is wrong with the first bad row, in a full sentence with file, row, column and what it
  /// says.
  std::string first_problem;
};

/// Cells are separated by commas, semicolons, tabs or blanks; quotes around them, empty lines and
/// lines that begin with # are passed over; a first row without any number names the columns (of a
/// wider table "x", "y" and "weight" are then picked). Rows count from 1 as an editor shows them.
/// Throws UserError if nothing can be used: unreadable, binary, fewer than two columns, no rows,
/// more than `max_rows` rows.
CsvReading read_csv(const std::string& path, std::int64_t max_rows);

}  // namespace scorescope
