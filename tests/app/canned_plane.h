// A frame with the plane through pictures without a session: three digits that pull, arrows towards
// the nearest and towards their mean, pictures that fade from one digit to another.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>
#include <vector>

#include "core/run/plane_frame.h"
#include "tests/app/canned_pictures.h"

namespace scorescope {
namespace canned {

inline constexpr int kPlaneArrows = 21, kPlaneColumns = 7;
inline constexpr Bounds kPlaneBounds{-9.0, 9.0, -9.0, 9.0};
inline constexpr std::array<std::array<double, 2>, 3> kCorners{
    {{-5.0, -3.0}, {5.0, -3.0}, {0.5, 6.0}}};

/// What the corners pull a point to under noise sigma.
inline std::array<double, 3> corner_weights(Point p, double sigma) {
  std::array<double, 3> weights{};
  double nearest = 1e300, sum = 0.0;
  for (const auto& c : kCorners) nearest = std::min(nearest, std::hypot(c[0] - p[0], c[1] - p[1]));
  for (std::size_t i = 0; i < 3; ++i) {
    const double d = std::hypot(kCorners[i][0] - p[0], kCorners[i][1] - p[1]);
    weights[i] = std::exp((nearest * nearest - d * d) / (2.0 * sigma * sigma));
    sum += weights[i];
  }
  for (double& weight : weights) weight /= sum;
  return weights;
}

inline VectorGrid plane_arrows(double sigma) {
  VectorGrid grid{kPlaneBounds, kPlaneArrows, kPlaneArrows, {}, 0.0F};
  const double step = 18.0 / kPlaneArrows;
  for (int row = 0; row < kPlaneArrows; ++row) {
    for (int column = 0; column < kPlaneArrows; ++column) {
      const Point p{-9.0 + (column + 0.5) * step, -9.0 + (row + 0.5) * step};
      const auto weights = corner_weights(p, sigma);
      std::array<float, 2> v{};
      for (std::size_t axis = 0; axis < 2; ++axis) {
        double mean = 0.0;
        for (std::size_t i = 0; i < 3; ++i) mean += weights[i] * kCorners[i][axis];
        v[axis] = static_cast<float>((mean - p[axis]) / (sigma * sigma));
      }
      grid.vectors.insert(grid.vectors.end(), v.begin(), v.end());
      grid.maximum = std::max(grid.maximum, std::hypot(v[0], v[1]));
    }
  }
  return grid;
}

/// The places of the grid as mixtures of three digits, rows from the top.
inline std::shared_ptr<const std::vector<float>> plane_tiles(double sigma) {
  const std::array<std::vector<float>, 3> digits{digit_picture(3, 1), digit_picture(8, 2),
                                                 digit_picture(7, 3)};
  auto tiles = std::make_shared<std::vector<float>>();
  const double step = 18.0 / kPlaneColumns;
  for (int row = 0; row < kPlaneColumns; ++row) {
    for (int column = 0; column < kPlaneColumns; ++column) {
      const auto weights =
          corner_weights({-9.0 + (column + 0.5) * step, 9.0 - (row + 0.5) * step}, sigma);
      for (std::size_t pixel = 0; pixel < digits[0].size(); ++pixel) {
        double value = 0.0;
        for (std::size_t i = 0; i < 3; ++i)
          value += weights[i] * static_cast<double>(digits[i][pixel]);
        tiles->push_back(static_cast<float>(value));
      }
    }
  }
  return tiles;
}

}  // namespace canned

/// The pictures' frame with the plane beside it; `trained` false: nothing learned yet.
inline std::shared_ptr<const SimulationFrame> canned_plane_simulation(bool trained = true) {
  auto frame = std::make_shared<SimulationFrame>(*canned_picture_simulation({}));
  auto field = std::make_shared<FieldFrame>();
  field->sigma = canned::moment_sigma(3);
  field->level = 3;
  field->exact = canned::plane_arrows(1.6);
  if (trained) field->learned = canned::plane_arrows(4.0);
  frame->fields = {field, field};
  frame->extent = 9.0;
  canned::Draws draws(5);
  for (int i = 0; i < 600; ++i) {
    const auto& corner = canned::kCorners[static_cast<std::size_t>(i % 3)];
    frame->data_points.push_back(static_cast<float>(corner[0] + 1.8 * draws.normal()));
    frame->data_points.push_back(static_cast<float>(corner[1] + 1.8 * draws.normal()));
  }
  auto plane = std::make_shared<PlaneFrame>();
  plane->axes = {"PC 1", "PC 2"};
  plane->through = "the first two principal components";
  plane->variance_share = 0.17;
  plane->corners = {
      {12, canned::kCorners[0]}, {845, canned::kCorners[1]}, {59999, canned::kCorners[2]}};
  plane->bounds = canned::kPlaneBounds;
  plane->columns = canned::kPlaneColumns;
  plane->side = canned::kSide;
  plane->places = canned::plane_tiles(6.0);
  plane->exact_means = canned::plane_tiles(1.0);
  plane->exact_share = 0.14;
  if (trained) {
    plane->learned_means = canned::plane_tiles(3.0);
    plane->learned_share = 0.09;
  }
  auto samples = std::make_shared<CloudFrame>();
  samples->trail_length = 3;
  for (int i = 0; i < 64; ++i) {
    const float x = static_cast<float>(4.0 * draws.normal()),
                y = static_cast<float>(4.0 * draws.normal());
    samples->positions.insert(samples->positions.end(), {x, y});
    samples->trails.insert(samples->trails.end(), {2.0F * x, 2.0F * y, 1.5F * x, 1.6F * y, x, y});
  }
  plane->samples = samples;
  frame->plane = plane;
  return frame;
}

}  // namespace scorescope
