#include "app/plot/end_labels.h"

#include <algorithm>
#include <cstddef>

namespace scorescope {
namespace {

constexpr int kMostRounds = 40;
constexpr float kClose = 0.25F;  // px

bool stand_in_line(const EndLabel& a, const EndLabel& b) {
  return a.x < b.x + b.width && b.x < a.x + a.width;
}

/// Parts two labels of which `upper` is to stay above; returns whether they moved.
bool part(EndLabel& upper, EndLabel& lower, float line) {
  const float lacking = line - (lower.y - upper.y);
  if (!stand_in_line(upper, lower) || lacking < kClose) return false;
  upper.y -= lacking / 2.0F;
  lower.y += lacking / 2.0F;
  return true;
}

}  // namespace

void push_apart(std::vector<EndLabel>& labels, float line, float top, float bottom) {
  std::vector<EndLabel*> by_height;
  for (EndLabel& label : labels) by_height.push_back(&label);
  std::ranges::stable_sort(by_height, {}, &EndLabel::y);
  const float lowest = std::max(top, bottom - line / 2.0F), highest = top + line / 2.0F;
  bool moved = true;
  for (int round = 0; moved && round < kMostRounds; ++round) {
    moved = false;
    for (EndLabel& label : labels) label.y = std::max(highest, std::min(label.y, lowest));
    for (std::size_t i = 0; i < by_height.size(); ++i) {
      for (std::size_t j = i + 1; j < by_height.size(); ++j) {
        moved = part(*by_height[i], *by_height[j], line) || moved;
      }
    }
  }
}

}  // namespace scorescope
