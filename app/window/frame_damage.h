// Which parts of the window a new frame changes. A software renderer takes ten times as long to
// draw the whole window as the parts that moved. No GL; UI thread.
#pragma once

#include <imgui.h>

#include <cstdint>
#include <vector>

#include "app/gl/texture.h"

namespace scorescope {

/// Framebuffer pixels, y downwards; right and bottom are one beyond the last.
struct PixelRect {
  int left = 0, top = 0, right = 0, bottom = 0;
  bool empty() const { return left >= right || top >= bottom; }
  std::int64_t area() const {
    return empty() ? 0 : std::int64_t{right - left} * std::int64_t{bottom - top};
  }
  bool operator==(const PixelRect&) const = default;
};

/// Compares what two frames draw on each small square of the window, triangle by triangle, never
/// their pixels. A texture whose contents changed must come with another handle (shown_texture.h).
class FrameDamage {
 public:
  /// Rectangles without overlap; outside them this frame looks as the one of the last call does.
  /// The whole window at the first call, after forget(), and if size or background differ from the
  /// last call's. `frame` is as Dear ImGui leaves it after Render().
  std::vector<PixelRect> compare(const ImDrawData& frame, PixelSize size, ImU32 background);

  /// What the window shows is not what the last frame drew.
  void forget() { squares_.clear(); }

 private:
  void sum_up(const ImDrawData& frame);
  void add_list(const ImDrawData& frame, const ImDrawList& list);
  void add_triangle(const PixelRect& covered, std::uint64_t content);
  std::vector<PixelRect> changed_squares(const std::vector<std::uint64_t>& before) const;

  PixelSize size_;
  ImU32 background_ = 0;
  int columns_ = 0, rows_ = 0;
  std::vector<std::uint64_t> squares_;  // what each square shows, row by row
  std::vector<std::uint64_t> vertices_;
};

/// Joins rectangles (without overlap) until there are few: each costs draw calls, and what lies
/// between two joined ones costs pixels. The result has no overlaps either and covers the same.
std::vector<PixelRect> joined(std::vector<PixelRect> rects);

}  // namespace scorescope
