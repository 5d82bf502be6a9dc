#include "app/panels/view_csv.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>

namespace scorescope {
namespace {

struct Place {
  double x = 0.0, y = 0.0;
};

Place centre_of_cell(const VectorGrid& grid, int column, int row) {
  const Bounds& b = grid.bounds;
  return {b.left + (b.right - b.left) * (column + 0.5) / grid.columns,
          b.bottom + (b.top - b.bottom) * (row + 0.5) / grid.rows};
}

/// Of the cell that holds the place; NaN outside of the grid.
double value_at(const ScalarGrid& grid, const Place& place) {
  const Bounds& b = grid.bounds;
  const double column = std::floor((place.x - b.left) / (b.right - b.left) * grid.columns);
  const double row = std::floor((place.y - b.bottom) / (b.top - b.bottom) * grid.rows);
  const bool inside = column >= 0 && row >= 0 && column < grid.columns && row < grid.rows;
  if (!inside) return std::nan("");
  return grid.values[static_cast<std::size_t>(row) * static_cast<std::size_t>(grid.columns) +
                     static_cast<std::size_t>(column)];
}

bool same_places(const VectorGrid& a, const VectorGrid& b) {
  return a.columns == b.columns && a.rows == b.rows && a.bounds == b.bounds;
}

}  // namespace

std::string field_csv(const FieldFrame& field) {
  const bool learned = field.learned && same_places(*field.learned, field.exact);
  std::string csv = "sigma,x,y,density,exact_x,exact_y";
  csv += learned ? ",learned_x,learned_y,error\n" : "\n";
  auto out = std::back_inserter(csv);
  const VectorGrid& grid = field.exact;
  for (int row = 0; row < grid.rows; ++row) {
    for (int column = 0; column < grid.columns; ++column) {
      const Place place = centre_of_cell(grid, column, row);
      const auto at = 2 * (static_cast<std::size_t>(row) * static_cast<std::size_t>(grid.columns) +
                           static_cast<std::size_t>(column));
      const double exact_x = grid.vectors[at], exact_y = grid.vectors[at + 1];
      fmt::format_to(out, "{:.9g},{:.9g},{:.9g},{:.9g},{:.9g},{:.9g}", field.sigma, place.x,
                     place.y, value_at(field.density, place), exact_x, exact_y);
      if (learned) {
        const double x = field.learned->vectors[at], y = field.learned->vectors[at + 1];
        fmt::format_to(out, ",{:.9g},{:.9g},{:.9g}", x, y, std::hypot(x - exact_x, y - exact_y));
      }
      csv += '\n';
    }
  }
  return csv;
}

std::string particles_csv(const CloudFrame& cloud) {
  std::string csv = "x,y,start_x,start_y\n";
  auto out = std::back_inserter(csv);
  const std::size_t values = std::min(cloud.positions.size(), cloud.start.size());
  for (std::size_t i = 0; i + 1 < values; i += 2) {
    fmt::format_to(out, "{:.9g},{:.9g},{:.9g},{:.9g}\n", cloud.positions[i], cloud.positions[i + 1],
                   cloud.start[i], cloud.start[i + 1]);
  }
  return csv;
}

}  // namespace scorescope
