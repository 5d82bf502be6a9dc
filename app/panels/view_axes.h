// Ticks and numbers of a view: where they are (arithmetic) and their drawing on plates.
#pragma once

#include <vector>

#include "app/panels/region.h"
#include "app/render/camera.h"
#include "app/widgets/style.h"

namespace scorescope {

/// Round data values inside (low, high), about four across; none within 4 % of an end.
std::vector<double> axis_ticks(double low, double high);

/// Ticks outside the frame, numbers inside it on plates that reach the frame. `large`: presenter.
void draw_view_axes(const Style& style, ImDrawList* list, const Region& view,
                    const Camera2D& camera, bool large);

/// The strips of the frame that the numbers use: labels keep clear of them.
std::vector<Region> axis_number_regions(const Style& style, const Region& view);

}  // namespace scorescope
