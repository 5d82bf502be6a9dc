// A rectangle of the window in pixels, and the few ways a panel cuts one up.
#pragma once

#include <imgui.h>

#include <algorithm>

namespace scorescope {

/// Half open: `min` belongs to it, `max` does not. Whole pixels once the layout made it.
struct Region {
  ImVec2 min{0.0F, 0.0F}, max{0.0F, 0.0F};

  float width() const { return max.x - min.x; }
  float height() const { return max.y - min.y; }
  ImVec2 centre() const { return {(min.x + max.x) * 0.5F, (min.y + max.y) * 0.5F}; }
  bool empty() const { return width() <= 0.0F || height() <= 0.0F; }
  bool contains(ImVec2 point) const {
    return point.x >= min.x && point.x < max.x && point.y >= min.y && point.y < max.y;
  }
  /// True if they share at least one pixel.
  bool overlaps(const Region& other) const {
    return !empty() && !other.empty() && min.x < other.max.x && other.min.x < max.x &&
           min.y < other.max.y && other.min.y < max.y;
  }
  Region shrunk(float by) const { return {{min.x + by, min.y + by}, {max.x - by, max.y - by}}; }
};

}  // namespace scorescope
