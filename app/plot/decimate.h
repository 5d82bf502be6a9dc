// Long curves cut down to what a row of pixels can show.
#pragma once

#include <imgui.h>

#include <vector>

namespace scorescope {

/// `points` ascend or descend in x (px). Where more than four fall into one pixel column, only the
/// first, least, largest and last of it are kept, in their order: the outline on screen stays the
/// same.
std::vector<ImVec2> decimated(const std::vector<ImVec2>& points);

/// A band: one entry per pixel column at most.
struct BandColumn {
  float x = 0.0F, low = 0.0F, high = 0.0F;  ///< px; low is the lower value, so the larger y
};
/// The union of the band's columns that fall into one pixel: nothing of the band is lost.
std::vector<BandColumn> decimated_band(const std::vector<BandColumn>& columns);

}  // namespace scorescope
