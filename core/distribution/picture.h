// A user's picture as a density. Reads PNG, JPEG, BMP and GIF (first frame).
#pragma once

#include <string>

#include "core/distribution/pixel_density.h"

namespace scorescope {

struct PictureOptions {
  std::string path;
  std::string ink = "dark";  ///< dark | bright: which pixels become density
  double threshold = 0.5;    ///< darkness (or brightness) from which a pixel counts, 0 to 1
  double half_size = 6.0;
  std::int64_t most_components = 1500;
  double smoothing = 0.6;
};

/// Ink of a pixel is its darkness (brightness) where that is above the threshold, else 0;
/// transparent pixels have none. Throws UserError naming the file: missing, unreadable, another
/// format, truncated, larger than 16,384 pixels a side or 64 million pixels (found before memory is
/// taken), or no ink.
InkImage read_ink(const PictureOptions& options);

}  // namespace scorescope
