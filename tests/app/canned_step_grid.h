// A grid of T x epsilon that looks like the poster's figure 1, without a session.
#pragma once

#include <cmath>
#include <limits>
#include <memory>

#include "tests/app/canned_pictures.h"

namespace scorescope {

/// The first `finished` cells of three rows and four columns, the last column past the bound; with
/// `running` the next cell is on its way.
inline std::shared_ptr<const StepGridFrame> canned_step_grid(int finished = 12,
                                                             bool running = false) {
  auto grid = std::make_shared<StepGridFrame>();
  grid->steps_per_level = {10, 30, 100};
  grid->epsilon = {1e-5, 2e-5, 1e-4, 1e-3};
  grid->samples = 6;
  grid->side = canned::kSide;
  grid->convention = "P";
  grid->weights = "averaged weights";
  grid->training_step = 938;
  grid->lowest_sigma = 0.01;
  grid->bound = 4e-4;
  grid->data_noise = 0.0;
  for (const double epsilon : grid->epsilon) {
    grid->inflation.push_back(epsilon < grid->bound ? 1.0 / (1.0 - epsilon / grid->bound)
                                                    : std::numeric_limits<double>::infinity());
  }
  grid->total = 5600;
  grid->running = running;
  grid->seconds_left = running ? 38.0 : 0.0;
  grid->cells.resize(12);
  for (int i = 0; i < finished + (running ? 1 : 0); ++i) {
    const int row = i / 4, column = i % 4;
    auto cell = std::make_shared<StepGridCell>();
    cell->steps_per_level = grid->steps_per_level[static_cast<std::size_t>(row)];
    cell->epsilon = grid->epsilon[static_cast<std::size_t>(column)];
    cell->step_count = cell->steps_per_level * 10;
    cell->finished = i < finished;
    cell->step = cell->finished ? cell->step_count : cell->step_count / 3;
    const double noise = column == 3 ? 0.6 : 0.12 / (row + 1.0) / (column + 1.0) + 0.01;
    for (int sample = 0; sample < 6; ++sample) {
      std::vector<float> picture =
          canned::digit_picture(3 * sample + 2, static_cast<std::uint64_t>(sample));
      canned::add_noise(picture, noise, static_cast<std::uint64_t>(sample + 50));
      canned::append(cell->pictures, picture);
    }
    if (cell->finished) {
      cell->noise = noise;
      cell->noise_error = 0.1 * noise;
      cell->unknown = column == 3 ? 1.0 : 0.17;
      cell->expected_noise = column == 3 ? 1e9 : noise;
    }
    grid->done += cell->step;
    grid->cells[static_cast<std::size_t>(i)] = std::move(cell);
  }
  return grid;
}

/// canned_picture_simulation with that grid.
inline std::shared_ptr<const SimulationFrame> with_step_grid(
    std::shared_ptr<const StepGridFrame> grid) {
  auto simulation = std::make_shared<SimulationFrame>(*canned_picture_simulation());
  auto pictures = std::make_shared<PictureFrame>(*simulation->pictures);
  pictures->step_grid = std::move(grid);
  simulation->pictures = std::move(pictures);
  return simulation;
}

}  // namespace scorescope
