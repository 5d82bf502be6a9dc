// Which pixels the commands and triangles of Dear ImGui's draw lists reach, as its OpenGL back end
// rounds.
#pragma once

#include <imgui.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "app/window/frame_damage.h"

namespace scorescope {

// GPUs round corners to sixteenths of a pixel, or finer
inline constexpr float kRounding = 1.0F / 16.0F;

inline PixelRect common(const PixelRect& a, const PixelRect& b) {
  return {std::max(a.left, b.left), std::max(a.top, b.top), std::min(a.right, b.right),
          std::min(a.bottom, b.bottom)};
}

/// Where Dear ImGui's display lies on the framebuffer.
struct Placing {
  explicit Placing(const ImDrawData& frame)
      : origin(frame.DisplayPos), scale(frame.FramebufferScale) {}
  float x(float unit) const { return (unit - origin.x) * scale.x; }
  float y(float unit) const { return (unit - origin.y) * scale.y; }
  ImVec2 origin, scale;
};

/// The pixels that the back end lets a command draw on: its own rounding, with y upwards.
inline PixelRect clip_of(const Placing& place, const ImDrawCmd& command, PixelSize size) {
  const float left = place.x(command.ClipRect.x), top = place.y(command.ClipRect.y);
  const float right = place.x(command.ClipRect.z), bottom = place.y(command.ClipRect.w);
  if (right <= left || bottom <= top) return {};
  const int below = static_cast<int>(static_cast<float>(size.height) - bottom);
  const int from = static_cast<int>(left), high = static_cast<int>(bottom - top);
  const PixelRect clip{from, size.height - below - high, from + static_cast<int>(right - left),
                       size.height - below};
  return common(clip, {0, 0, size.width, size.height});
}

/// The clip rectangle from which the back end makes exactly these pixels: off the whole pixel by
/// less than one, on the side that its rounding takes away.
inline ImVec4 clip_units(const Placing& place, const PixelRect& pixels) {
  const auto unit = [](int pixel, float off, float origin, float scale) {
    return origin + (static_cast<float>(pixel) + off) / scale;
  };
  return {unit(pixels.left, 0.25F, place.origin.x, place.scale.x),
          unit(pixels.top, -0.5F, place.origin.y, place.scale.y),
          unit(pixels.right, 0.5F, place.origin.x, place.scale.x),
          unit(pixels.bottom, -0.25F, place.origin.y, place.scale.y)};
}

/// The three corners of a triangle of a command.
struct Triangle {
  Triangle(const ImDrawList& list, const ImDrawCmd& command, unsigned first) {
    for (int& corner : corners) {
      const auto at = static_cast<int>(command.IdxOffset + first++);
      corner = static_cast<int>(command.VtxOffset + list.IdxBuffer[at]);
    }
  }
  /// Every pixel of `clip` that it may colour.
  PixelRect covered(const ImDrawList& list, const Placing& place, const PixelRect& clip) const {
    const ImVec2 a = list.VtxBuffer[corners[0]].pos, b = list.VtxBuffer[corners[1]].pos,
                 c = list.VtxBuffer[corners[2]].pos;
    const auto inside = [](float value, int low, int high) {
      return static_cast<int>(std::clamp(value, static_cast<float>(low), static_cast<float>(high)));
    };
    const float left = place.x(std::min({a.x, b.x, c.x})) - kRounding;
    const float top = place.y(std::min({a.y, b.y, c.y})) - kRounding;
    const float right = place.x(std::max({a.x, b.x, c.x})) + kRounding;
    const float bottom = place.y(std::max({a.y, b.y, c.y})) + kRounding;
    if (!(right - left < 1e9F) || !(bottom - top < 1e9F)) return clip;  // not numbers, or absurd
    return {inside(std::floor(left), clip.left, clip.right),
            inside(std::floor(top), clip.top, clip.bottom),
            inside(std::ceil(right), clip.left, clip.right),
            inside(std::ceil(bottom), clip.top, clip.bottom)};
  }
  std::array<int, 3> corners{};
};

}  // namespace scorescope
