// Looking at pictures in tests: pixel comparison, and PNG files for people when SCORESCOPE_SHOTS
// names a folder.
#pragma once

#include <stb_image_write.h>

#include <array>
#include <cmath>
#include <cstdlib>
#include <string>

#include "app/gl/framebuffer.h"

namespace scorescope {

inline std::array<int, 3> colour_at(const RgbaImage& image, double x, double y) {
  const auto* pixel = image.at(static_cast<int>(std::floor(x)), static_cast<int>(std::floor(y)));
  return {pixel[0], pixel[1], pixel[2]};
}

/// Largest difference of a channel.
inline int distance(std::array<int, 3> a, std::array<int, 3> b) {
  int largest = 0;
  for (std::size_t i = 0; i < 3; ++i) largest = std::max(largest, std::abs(a[i] - b[i]));
  return largest;
}

inline void keep_shot(const RgbaImage& image, const std::string& name) {
  const char* folder = std::getenv("SCORESCOPE_SHOTS");
  if (folder == nullptr) return;
  const std::string path = std::string(folder) + "/" + name + ".png";
  stbi_write_png(path.c_str(), image.size.width, image.size.height, 4, image.pixels.data(),
                 image.size.width * 4);
}

}  // namespace scorescope
