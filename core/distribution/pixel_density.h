// A grey picture as a density: how pictures and text become mixtures.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/base/gaussian_component.h"

namespace scorescope {

/// Ink, 0 for none, of each pixel, row by row from the top.
struct InkImage {
  std::size_t width = 0;
  std::size_t height = 0;
  std::vector<float> ink;
};

struct PixelDensityOptions {
  double half_size = 6.0;  ///< half of the longer side of the inked part, in data units
  std::int64_t most_components = 1500;
  double smoothing = 0.6;  ///< standard deviation of a component in units of the cells' side
};

/// Pools pixels into square cells, as fine as `most_components` allows but no finer than a pixel;
/// each cell with ink becomes one Gaussian at the centre of its ink. The inked part is centred on
/// the origin, y points up. Empty if there is no ink.
std::vector<GaussianComponent> density_from_ink(const InkImage& image,
                                                const PixelDensityOptions& options);

}  // namespace scorescope
