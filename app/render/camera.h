// The 2-D camera that both views of the stage share. A value; any thread.
#pragma once

#include <array>

#include "app/gl/texture.h"
#include "core/run/frames.h"

namespace scorescope {

/// Looks at a rectangle of the plane with square pixels. Pixels count from the view's top left
/// corner, y downwards, as the mouse does; pixel (0, 0) covers [0, 1) x [0, 1). Data have y
/// upwards.
struct Camera2D {
  double x = 0.0, y = 0.0;   ///< centre in data units
  double half_width = 10.0;  ///< data units from the centre to the left or right edge

  bool operator==(const Camera2D&) const = default;

  /// What a view of this size shows; for square views a square.
  Bounds bounds(PixelSize size) const;
  double pixels_per_unit(PixelSize size) const;
  std::array<double, 2> to_pixel(std::array<double, 2> data, PixelSize size) const;
  std::array<double, 2> to_data(std::array<double, 2> pixel, PixelSize size) const;

  /// Moves the plane along with a drag of so many pixels.
  void pan(std::array<double, 2> pixels, PixelSize size);
  /// Enlarges by `factor` (above 1 comes closer) about a pixel whose data point stays where it is.
  /// The half width stays within 1e-4 and 1e6.
  void zoom(double factor, std::array<double, 2> pixel, PixelSize size);
  /// The square of half side `extent` about the origin.
  static Camera2D showing(double extent) { return {0.0, 0.0, extent}; }
};

}  // namespace scorescope
