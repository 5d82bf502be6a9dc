#include "app/plot/decimate.h"

#include <algorithm>
#include <cmath>

namespace scorescope {
namespace {

/// The end of the run of points that share the pixel column of `start`.
std::size_t column_end(const std::vector<ImVec2>& points, std::size_t start) {
  const float column = std::floor(points[start].x);
  std::size_t end = start + 1;
  while (end < points.size() && std::floor(points[end].x) == column) ++end;
  return end;
}

}  // namespace

std::vector<ImVec2> decimated(const std::vector<ImVec2>& points) {
  std::vector<ImVec2> kept;
  for (std::size_t start = 0; start < points.size();) {
    const std::size_t end = column_end(points, start);
    if (end - start <= 4) {
      kept.insert(kept.end(), points.begin() + static_cast<std::ptrdiff_t>(start),
                  points.begin() + static_cast<std::ptrdiff_t>(end));
      start = end;
      continue;
    }
    const auto by_y = [&](std::size_t a, std::size_t b) { return points[a].y < points[b].y; };
    std::size_t least = start, largest = start;
    for (std::size_t i = start; i < end; ++i) {
      if (by_y(i, least)) least = i;
      if (by_y(largest, i)) largest = i;
    }
    std::size_t wanted[] = {start, std::min(least, largest), std::max(least, largest), end - 1};
    const auto* last = std::unique(std::begin(wanted), std::end(wanted));
    for (const auto* index = std::begin(wanted); index != last; ++index) {
      kept.push_back(points[*index]);
    }
    start = end;
  }
  return kept;
}

std::vector<BandColumn> decimated_band(const std::vector<BandColumn>& columns) {
  std::vector<BandColumn> kept;
  for (const BandColumn& column : columns) {
    if (kept.empty() || std::floor(kept.back().x) != std::floor(column.x)) {
      kept.push_back(column);
      continue;
    }
    kept.back().low = std::max(kept.back().low, column.low);
    kept.back().high = std::min(kept.back().high, column.high);
  }
  return kept;
}

}  // namespace scorescope
