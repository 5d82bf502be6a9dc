#include "core/distribution/pixel_density.h"

#include <algorithm>
#include <cmath>

namespace scorescope {
namespace {

struct Pixel {
  double x;  // of the centre, from the inked part's left edge
  double y;  // from its top edge
  double ink;
};

/// The pixels with ink, and the size of the box around them.
struct InkedPart {
  std::vector<Pixel> pixels;
  double width = 0.0;
  double height = 0.0;
};

InkedPart inked_part(const InkImage& image) {
  std::size_t left = image.width, right = 0, top = image.height, bottom = 0;
  InkedPart part;
  for (std::size_t row = 0; row < image.height; ++row) {
    for (std::size_t column = 0; column < image.width; ++column) {
      const double ink = image.ink[row * image.width + column];
      if (!(ink > 0.0)) continue;
      left = std::min(left, column);
      right = std::max(right, column + 1);
      top = std::min(top, row);
      bottom = std::max(bottom, row + 1);
      part.pixels.push_back(
          {static_cast<double>(column) + 0.5, static_cast<double>(row) + 0.5, ink});
    }
  }
  if (part.pixels.empty()) return part;
  for (auto& pixel : part.pixels) {
    pixel.x -= static_cast<double>(left);
    pixel.y -= static_cast<double>(top);
  }
  part.width = static_cast<double>(right - left);
  part.height = static_cast<double>(bottom - top);
  return part;
}

/// Pools the pixels into cells of `side` pixels; one entry, the ink and its centre, for each inked
/// cell.
std::vector<Pixel> pooled(const InkedPart& part, double side) {
  const auto columns = static_cast<std::size_t>(std::ceil(part.width / side));
  const auto rows = static_cast<std::size_t>(std::ceil(part.height / side));
  std::vector<Pixel> cells(columns * rows, Pixel{0.0, 0.0, 0.0});
  for (const auto& [x, y, ink] : part.pixels) {
    Pixel& cell =
        cells[static_cast<std::size_t>(y / side) * columns + static_cast<std::size_t>(x / side)];
    cell.x += ink * x;
    cell.y += ink * y;
    cell.ink += ink;
  }
  std::erase_if(cells, [](const Pixel& cell) { return !(cell.ink > 0.0); });
  for (auto& cell : cells) {
    cell.x /= cell.ink;
    cell.y /= cell.ink;
  }
  return cells;
}

}  // namespace

std::vector<GaussianComponent> density_from_ink(const InkImage& image,
                                                const PixelDensityOptions& options) {
  const InkedPart part = inked_part(image);
  if (part.pixels.empty()) return {};
  const auto most = static_cast<double>(options.most_components);
  double side = std::max(1.0, std::sqrt(static_cast<double>(part.pixels.size()) / most));
  std::vector<Pixel> cells = pooled(part, side);
  while (static_cast<double>(cells.size()) > most) {
    side *= 1.05;
    cells = pooled(part, side);
  }
  const double scale = 2.0 * options.half_size / std::max(part.width, part.height);
  std::vector<GaussianComponent> components;
  for (const auto& [x, y, ink] : cells) {
    components.push_back(isotropic(ink, (x - 0.5 * part.width) * scale,
                                   (0.5 * part.height - y) * scale,
                                   options.smoothing * side * scale));
  }
  return components;
}

}  // namespace scorescope
