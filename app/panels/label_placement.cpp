#include "app/panels/label_placement.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

namespace scorescope {
namespace {

float overlap_area(const Region& a, const Region& b) {
  const float width = std::min(a.max.x, b.max.x) - std::max(a.min.x, b.min.x);
  const float height = std::min(a.max.y, b.max.y) - std::max(a.min.y, b.min.y);
  return width > 0.0F && height > 0.0F ? width * height : 0.0F;
}

Region moved_inside(Region region, const Region& frame) {
  const ImVec2 size{region.width(), region.height()};
  region.min.x = std::clamp(region.min.x, frame.min.x, std::max(frame.min.x, frame.max.x - size.x));
  region.min.y = std::clamp(region.min.y, frame.min.y, std::max(frame.min.y, frame.max.y - size.y));
  region.max = {region.min.x + size.x, region.min.y + size.y};
  return region;
}

/// The sides a label may stand on: beside its place a little above or below it, or over and under
/// it.
std::vector<Region> candidates(const LabelRequest& request, ImVec2 anchor) {
  const float w = request.size.x, h = request.size.y, d = request.distance;
  const std::array<ImVec2, 10> offsets{{{-d - w, -h * 1.2F},
                                        {d, -h * 1.2F},
                                        {-d - w, -h * 0.1F},
                                        {d, -h * 0.1F},
                                        {-d - w, -h * 0.5F},
                                        {d, -h * 0.5F},
                                        {-w * 0.5F, -d - h},
                                        {-w * 0.5F, d},
                                        {-d - w, -d - h},
                                        {d, d}}};
  std::vector<Region> result;
  for (const ImVec2 offset : offsets) {
    const ImVec2 min{std::round(anchor.x + offset.x), std::round(anchor.y + offset.y)};
    result.push_back(moved_inside({min, {min.x + w, min.y + h}}, request.frame));
  }
  return result;
}

/// Clearly away from the middle, by more than rounding does.
bool is_outward(float label_dy, float middle_dy, float height) {
  return label_dy * middle_dy < 0.0F && std::abs(label_dy) > 0.2F * height;
}

/// True if a reader would take the label for another place's: that one is nearer, rows counting
/// twice as far apart as columns, since a label is read along its row.
bool seems_anothers(const LabelRequest& request, const Region& label, std::size_t owner) {
  const ImVec2 middle = label.centre();
  const auto distance = [&](ImVec2 at) {
    return std::hypot(middle.x - at.x, 2.0F * (middle.y - at.y));
  };
  const float own = distance(request.anchors[owner]);
  return std::ranges::any_of(request.anchors, [&](ImVec2 at) { return distance(at) < own; });
}

float cost(const LabelRequest& request, const Region& label, std::size_t owner,
           const std::vector<Region>& placed) {
  float sum = 0.0F;
  for (std::size_t i = 0; i < request.anchors.size(); ++i) {
    // what a place needs to be seen: a disc of about the wanted distance, its own included
    const float reach = request.distance * (i == owner ? 0.6F : 0.9F);
    const ImVec2 at = request.anchors[i];
    sum += 2.0F * overlap_area(label, {{at.x - reach, at.y - reach}, {at.x + reach, at.y + reach}});
  }
  for (const Region& other : placed) sum += 6.0F * overlap_area(label, other);
  for (const Region& other : request.taken) sum += 3.0F * overlap_area(label, other);
  const ImVec2 middle = request.frame.centre(), at = request.anchors[owner], own = label.centre();
  // a label on the far side of the place from the middle, or far from its place, is the worse one
  const float inward = (own.x - at.x) * (middle.x - at.x) >= 0.0F ? 0.0F : 40.0F;
  const float outward_up = is_outward(own.y - at.y, middle.y - at.y, request.size.y) ? 0.0F : 15.0F;
  const float away = std::abs(own.x - at.x) + std::abs(own.y - at.y);
  // worse than covering anything: a share beside the wrong mode
  const float wrong =
      seems_anothers(request, label, owner) ? 20.0F * request.size.x * request.size.y : 0.0F;
  return sum + wrong + inward + outward_up + 0.05F * away;
}

}  // namespace

std::vector<Region> place_labels(const LabelRequest& request) {
  std::vector<Region> placed;
  for (std::size_t i = 0; i < request.anchors.size(); ++i) {
    const std::vector<Region> sides = candidates(request, request.anchors[i]);
    placed.push_back(
        *std::min_element(sides.begin(), sides.end(), [&](const auto& a, const auto& b) {
          return cost(request, a, i, placed) < cost(request, b, i, placed);
        }));
  }
  return placed;
}

}  // namespace scorescope
