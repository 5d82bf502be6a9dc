// Where the newest values of curves stand beside their ends. Pure functions; internal to app/plot.
#pragma once

#include <vector>

namespace scorescope {

/// A line of text from x to x + width with its middle at y.
struct EndLabel {
  float x = 0.0F, y = 0.0F, width = 0.0F;
};

/// Moves labels that stand on each other up and down until their middles are `line` apart, within
/// `top` and `bottom` where there is room for all. Their order stays.
void push_apart(std::vector<EndLabel>& labels, float line, float top, float bottom);

}  // namespace scorescope
