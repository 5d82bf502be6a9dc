// The lessons' two Gaussians evaluated in plain C++: an oracle for pictures that needs neither
// Torch nor workers.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <numbers>
#include <vector>

#include "core/run/frames.h"

namespace scorescope::canned {

using Point = std::array<double, 2>;

struct Mode {
  double weight;
  Point centre;
};

/// 0.8 at (5, 5) and 0.2 at (-5, -5), unit variance (maths.md section 5.1).
inline constexpr std::array<Mode, 2> kModes{{{0.8, {5.0, 5.0}}, {0.2, {-5.0, -5.0}}}};

inline double squared(double value) { return value * value; }

inline double log_component(const Mode& mode, Point x, double variance) {
  const double distance = squared(x[0] - mode.centre[0]) + squared(x[1] - mode.centre[1]);
  return std::log(mode.weight / (2.0 * std::numbers::pi * variance)) - 0.5 * distance / variance;
}

/// q_sigma(x): each component's variance grows to 1 + sigma^2.
inline double density(Point x, double sigma) {
  const double variance = 1.0 + sigma * sigma;
  return std::exp(log_component(kModes[0], x, variance)) +
         std::exp(log_component(kModes[1], x, variance));
}

/// grad log q_sigma(x) with the log odds of the two modes scaled by `sharpness`: 1 is exact; below
/// 1 the field bends over a wide band between the modes, as a small network's does.
inline Point score(Point x, double sigma, double sharpness = 1.0) {
  const double variance = 1.0 + sigma * sigma;
  const double odds = log_component(kModes[1], x, variance) - log_component(kModes[0], x, variance);
  const double first = 1.0 / (1.0 + std::exp(sharpness * odds));
  Point result{};
  for (std::size_t i = 0; i < 2; ++i) {
    const double mean = first * kModes[0].centre[i] + (1.0 - first) * kModes[1].centre[i];
    result[i] = (mean - x[i]) / variance;
  }
  return result;
}

/// Centre of a cell of a columns x rows grid over `bounds`; row 0 is the bottom one.
inline Point cell_centre(const Bounds& bounds, int columns, int rows, int column, int row) {
  return {bounds.left + (bounds.right - bounds.left) * (column + 0.5) / columns,
          bounds.bottom + (bounds.top - bounds.bottom) * (row + 0.5) / rows};
}

inline ScalarGrid scalar_grid(const Bounds& bounds, int size,
                              const std::function<double(Point)>& value) {
  ScalarGrid grid{bounds, size, size, {}, 0.0F};
  grid.values.reserve(static_cast<std::size_t>(size) * static_cast<std::size_t>(size));
  for (int row = 0; row < size; ++row) {
    for (int column = 0; column < size; ++column) {
      const Point centre = cell_centre(bounds, size, size, column, row);
      grid.values.push_back(static_cast<float>(value(centre)));
      grid.maximum = std::max(grid.maximum, grid.values.back());
    }
  }
  return grid;
}

inline VectorGrid vector_grid(const Bounds& bounds, int size,
                              const std::function<Point(Point)>& value) {
  VectorGrid grid{bounds, size, size, {}, 0.0F};
  for (int row = 0; row < size; ++row) {
    for (int column = 0; column < size; ++column) {
      const Point vector = value(cell_centre(bounds, size, size, column, row));
      grid.vectors.push_back(static_cast<float>(vector[0]));
      grid.vectors.push_back(static_cast<float>(vector[1]));
      grid.maximum = std::max(grid.maximum, static_cast<float>(std::hypot(vector[0], vector[1])));
    }
  }
  return grid;
}

/// E|score|^2 under q_sigma by the midpoint rule (maths.md section 2).
inline double fisher(double sigma) {
  const double half = 6.0 + 5.0 * std::sqrt(1.0 + sigma * sigma);
  constexpr int kCells = 160;
  const Bounds bounds{-half, half, -half, half};
  double sum = 0.0, mass = 0.0;
  for (int row = 0; row < kCells; ++row) {
    for (int column = 0; column < kCells; ++column) {
      const Point x = cell_centre(bounds, kCells, kCells, column, row);
      const Point s = score(x, sigma);
      const double weight = density(x, sigma);
      sum += weight * (squared(s[0]) + squared(s[1]));
      mass += weight;
    }
  }
  return sum / mass;
}

/// The density above which `share` of the grid's mass lies.
inline float level_holding(const ScalarGrid& grid, double share) {
  std::vector<float> sorted = grid.values;
  std::sort(sorted.begin(), sorted.end(), std::greater<>());
  double total = 0.0;
  for (const float value : sorted) total += static_cast<double>(value);
  double held = 0.0;
  for (const float value : sorted) {
    held += static_cast<double>(value);
    if (held >= share * total) return value;
  }
  return 0.0F;
}

}  // namespace scorescope::canned
