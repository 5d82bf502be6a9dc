#include "app/window/icon.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

namespace scorescope {
namespace {

using Point = std::array<double, 2>;

// in units of half the icon, y downwards
constexpr double kDisc = 0.97, kRing = 0.80, kRingWidth = 0.14;
constexpr std::array<Point, 4> kDart{{{0.52, -0.46}, {-0.05, 0.52}, {-0.17, 0.26}, {-0.46, 0.21}}};
constexpr std::array<int, 3> kGround{0x17, 0x1B, 0x21}, kSign{0xE6, 0xEA, 0xF0};
constexpr int kSamples = 4;  // per side of a pixel

/// Even-odd rule.
bool is_in_dart(Point p) {
  bool inside = false;
  for (std::size_t i = 0, j = kDart.size() - 1; i < kDart.size(); j = i++) {
    const Point a = kDart[i], b = kDart[j];
    const bool crosses = (a[1] > p[1]) != (b[1] > p[1]);
    if (crosses && p[0] < (b[0] - a[0]) * (p[1] - a[1]) / (b[1] - a[1]) + a[0]) inside = !inside;
  }
  return inside;
}

bool is_sign(Point p) {
  return std::abs(std::hypot(p[0], p[1]) - kRing) < 0.5 * kRingWidth || is_in_dart(p);
}

/// Shares of a pixel that the disc and the sign cover.
std::array<double, 2> coverage(int x, int y, int size) {
  std::array<double, 2> hits{};
  for (int i = 0; i < kSamples * kSamples; ++i) {
    const double sub_x = x + (i % kSamples + 0.5) / kSamples;
    const double sub_y = y + (static_cast<int>(i / kSamples) + 0.5) / kSamples;
    const Point p{2.0 * sub_x / size - 1.0, 2.0 * sub_y / size - 1.0};
    hits[0] += std::hypot(p[0], p[1]) < kDisc ? 1.0 : 0.0;
    hits[1] += is_sign(p) ? 1.0 : 0.0;
  }
  return {hits[0] / (kSamples * kSamples), hits[1] / (kSamples * kSamples)};
}

}  // namespace

RgbaImage draw_icon(int size) {
  RgbaImage icon{{size, size}, {}};
  icon.pixels.reserve(static_cast<std::size_t>(size) * static_cast<std::size_t>(size) * 4);
  for (int y = 0; y < size; ++y) {
    for (int x = 0; x < size; ++x) {
      const auto [disc, sign] = coverage(x, y, size);
      for (std::size_t c = 0; c < 3; ++c) {
        icon.pixels.push_back(
            static_cast<std::uint8_t>(std::lround(kGround[c] + sign * (kSign[c] - kGround[c]))));
      }
      icon.pixels.push_back(static_cast<std::uint8_t>(std::lround(255.0 * std::max(disc, sign))));
    }
  }
  return icon;
}

}  // namespace scorescope
