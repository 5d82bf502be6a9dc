#include "app/render/camera.h"

#include <algorithm>

namespace scorescope {

Bounds Camera2D::bounds(PixelSize size) const {
  const double half_height = 0.5 * size.height / pixels_per_unit(size);
  return {x - half_width, x + half_width, y - half_height, y + half_height};
}

double Camera2D::pixels_per_unit(PixelSize size) const {
  return 0.5 * std::max(size.width, 1) / half_width;
}

std::array<double, 2> Camera2D::to_pixel(std::array<double, 2> data, PixelSize size) const {
  const double scale = pixels_per_unit(size);
  return {0.5 * size.width + (data[0] - x) * scale, 0.5 * size.height - (data[1] - y) * scale};
}

std::array<double, 2> Camera2D::to_data(std::array<double, 2> pixel, PixelSize size) const {
  const double scale = pixels_per_unit(size);
  return {x + (pixel[0] - 0.5 * size.width) / scale, y - (pixel[1] - 0.5 * size.height) / scale};
}

void Camera2D::pan(std::array<double, 2> pixels, PixelSize size) {
  const double scale = pixels_per_unit(size);
  x -= pixels[0] / scale;
  y += pixels[1] / scale;
}

void Camera2D::zoom(double factor, std::array<double, 2> pixel, PixelSize size) {
  const auto before = to_data(pixel, size);
  half_width = std::clamp(half_width / factor, 1e-4, 1e6);
  const auto after = to_data(pixel, size);
  x += before[0] - after[0];
  y += before[1] - after[1];
}

}  // namespace scorescope
