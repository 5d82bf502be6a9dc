// Where the tiles of a gallery, the pictures of the inspector and the moments of the strip stand:
// arithmetic only. Everything in framebuffer pixels.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>

#include "app/panels/region.h"

namespace scorescope {

/// `count` square tiles in rows of equal length, as nearly square as they go.
struct TileGrid {
  ImVec2 origin{};  ///< upper left corner of tile 0
  int count = 0, columns = 1;
  float cell = 1.0F, gap = 0.0F;  ///< whole pixels

  int rows() const { return (count + columns - 1) / std::max(columns, 1); }
  Region tile(int index) const {
    const auto column = static_cast<float>(index % columns),
               row = static_cast<float>(index / columns);
    const ImVec2 min{origin.x + column * (cell + gap), origin.y + row * (cell + gap)};
    return {min, {min.x + cell, min.y + cell}};
  }
  /// The tile under a point, or -1 beside and between them.
  int tile_at(ImVec2 point) const {
    const float pitch = cell + gap;
    const float x = point.x - origin.x, y = point.y - origin.y;
    if (x < 0.0F || y < 0.0F || x >= pitch * static_cast<float>(columns)) return -1;
    const auto column = static_cast<int>(x / pitch), row = static_cast<int>(y / pitch);
    const int index = row * columns + column;
    return index < count && tile(index).contains(point) ? index : -1;
  }
  /// The whole block of tiles.
  Region block() const {
    const auto across = static_cast<float>(std::min(columns, count)),
               down = static_cast<float>(rows());
    return {origin, {origin.x + across * (cell + gap) - gap, origin.y + down * (cell + gap) - gap}};
  }
};

/// The largest grid of `count` tiles in a square view; gaps of 4 at 8 x 8 (tokens.md), less where
/// the tiles are small.
inline TileGrid tile_grid(const Region& view, int count, float scale) {
  TileGrid grid;
  grid.count = std::max(count, 1);
  grid.columns = static_cast<int>(std::ceil(std::sqrt(static_cast<float>(grid.count)) - 1e-3F));
  const auto columns = static_cast<float>(grid.columns);
  const float side = std::min(view.width(), view.height());
  const float wished = grid.columns <= 8 ? 4.0F : grid.columns <= 16 ? 2.0F : 1.0F;
  grid.gap = std::max(1.0F, std::round(wished * scale));
  grid.cell = std::max(1.0F, std::floor((side - (columns - 1.0F) * grid.gap) / columns));
  grid.origin = view.min;
  return grid;
}

/// The column beside one gallery: the chosen sample, what is known of it, its six neighbours.
struct InspectorPlan {
  static constexpr int kNearest = 6, kAcross = 3;
  Region title;                          ///< "Chosen sample"
  Region picture;                        ///< the sample, a whole number of pixels a pixel
  Region facts;                          ///< right of it
  float rule = 0.0F;                     ///< y of the line below
  Region nearest_title;                  ///< "Nearest training pictures"
  std::array<Region, kNearest> nearest;  ///< pictures; each has its numbers below
  float caption = 0.0F;                  ///< height below each
};

/// The largest whole multiples of the picture's `side` pixels that fit: 7 for the sample and 4 for
/// the neighbours at 1600 x 900 (tokens.md), less in smaller windows.
inline InspectorPlan inspector_plan(const Region& region, const Region& title, int side,
                                    float scale) {
  const auto px = [scale](float length) { return std::round(length * scale); };
  const auto pixels = static_cast<float>(std::max(side, 1));
  constexpr float kRule = 14.0F, kHeading = 36.0F, kCaption = 26.0F, kFacts = 130.0F;
  InspectorPlan plan;
  plan.title = title;
  plan.caption = px(kCaption);
  const float fixed = px(kRule + kHeading) + 2.0F * plan.caption;
  // the sample is about 7/4 of a neighbour; what the rounding leaves goes to the sample
  const float height = region.height() - fixed;
  const float by_height = height / (2.0F + 1.75F);
  const float by_width = (region.width() - 2.0F * px(12.0F)) / 3.0F;
  const float largest = px(140.0F);
  float small = std::min({by_height, by_width, largest});
  small = std::max(std::floor(small / pixels), 1.0F) * pixels;
  const float room = std::min({height - 2.0F * small, region.width() - px(kFacts), 2.0F * small});
  const float large = std::max(std::floor(room / pixels), 1.0F) * pixels;
  const ImVec2 at = region.min;
  plan.picture = {at, {at.x + large, at.y + large}};
  plan.facts = {{at.x + large + px(16.0F), at.y}, {region.max.x, at.y + large}};
  plan.rule = at.y + large + px(kRule);
  plan.nearest_title = {{at.x, plan.rule}, {region.max.x, plan.rule + px(kHeading)}};
  const float pitch = std::floor((region.width() - small) / 2.0F);
  for (int i = 0; i < InspectorPlan::kNearest; ++i) {
    const float x = at.x + std::min(pitch, small * 1.25F + px(24.0F)) * static_cast<float>(i % 3);
    const float y = plan.nearest_title.max.y + (small + plan.caption) * static_cast<float>(i / 3);
    plan.nearest[static_cast<std::size_t>(i)] = {{x, y}, {x + small, y + small}};
  }
  return plan;
}

}  // namespace scorescope
