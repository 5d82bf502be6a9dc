// Which values an axis is marked at: 1-2-5 steps, decades, and never two labels over each other.
#pragma once

#include <functional>
#include <string>
#include <vector>

namespace scorescope {

struct Tick {
  double value = 0.0;
  float position = 0.0F;  ///< px from the axis' low end
  std::string text;
};

struct TickWish {
  double low = 0.0, high = 1.0;  ///< low < high; both positive if logarithmic
  bool logarithmic = false;
  float length = 100.0F;    ///< px of the axis
  float least_gap = 60.0F;  ///< px between neighbouring marks
  float label_gap = 8.0F;   ///< px between neighbouring labels
  /// Extent of a label along the axis, px.
  std::function<float(const std::string&)> extent;
};

/// The densest set of marks that keeps both gaps; at least one mark unless the range is empty or
/// not finite (then none). Where a logarithmic axis would have two, parts of decades join them at
/// 0.6 of least_gap. Values ascend.
std::vector<Tick> axis_ticks(const TickWish& wish);

}  // namespace scorescope
