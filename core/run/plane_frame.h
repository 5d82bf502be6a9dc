// A plane through a set of pictures, as the stage shows it: plain values. Its arrows are the fields
// of the SimulationFrame that it comes with.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/run/frames.h"

namespace scorescope {

/// Coordinates are pixel distances from the plane's origin, along its two axes.
struct PlaneFrame {
  std::string problem;              ///< why there is no plane, in a sentence; else empty
  std::array<std::string, 2> axes;  ///< "PC 1", "PC 2"
  std::string through;              ///< "the first two principal components"
  double variance_share = 0.0;      ///< of the training pictures' variance along the plane, 0 to 1

  /// A training picture that the plane goes through.
  struct Corner {
    std::int64_t number = 0;  ///< row in the training set
    std::array<double, 2> place{};
  };
  std::vector<Corner> corners;  ///< three, or none of principal components

  /// Pictures at the centres of columns x columns equal cells of `bounds`, rows from the top; none
  /// before they were made or where they are not wanted.
  Bounds bounds;
  int columns = 0, side = 0;
  std::shared_ptr<const std::vector<float>> places;  ///< the points of the plane themselves
  /// What the training set's own score and the learned one denoise them to, x + sigma^2 s(x); the
  /// second is null while nothing is learned.
  std::shared_ptr<const std::vector<float>> exact_means, learned_means;
  /// Share of |s|^2 that lies along the plane, over the points of those pictures.
  std::optional<double> exact_share, learned_share;

  std::shared_ptr<const CloudFrame> samples;  ///< the first gallery's, seen on the plane

  /// At the probe, [side, side] each: the point, and what both scores denoise it to (the second is
  /// empty while nothing is learned). Nothing without a probe.
  struct Probe {
    std::vector<float> place, exact_mean, learned_mean;
    double exact_share = 0.0;
    std::int64_t nearest = 0;  ///< row of the nearest training picture
    double nearest_distance = 0.0;
  };
  std::shared_ptr<const Probe> probe;
};

}  // namespace scorescope
