// What the noise ladder and the strip of a gallery share: where their rows stand, the rail with its
// rungs and its handle, the ring round the picture that is shown.
#pragma once

#include <functional>

#include "app/panels/ladder_geometry.h"
#include "app/panels/region.h"
#include "app/widgets/style.h"

namespace scorescope {

enum class LadderForm { kFull, kCompact };

struct LadderPlace {
  Region region;
  LadderForm form = LadderForm::kFull;
  float padding = 12.0F;  ///< left and right of the rungs, at scale 1
};

/// Vertical places at scale 1 from the top of the region, measured on the pictures.
struct LadderRows {
  float title, picture_top, picture, rail, numbers;
};
const LadderRows& ladder_rows(LadderForm form);

/// The rail with its handle alone, as in presenter mode: rungs over [left, right], `height` at
/// scale 1.
struct RailPlace {
  float left = 0.0F, right = 0.0F, middle_y = 0.0F;
  float height = 6.0F, radius = 3.0F, gap = 4.0F;
  float handle_width = 8.0F, handle_height = 16.0F;
  const Style* tooltips = nullptr;  ///< of another size than the rail; null: the same
};

/// Every rung, filled with `colour` from its left by `share_of` it, 0 to 1.
void draw_rungs(const Style& style, const LadderGeometry& ladder, const RailPlace& place,
                ImU32 colour, const std::function<float(int)>& share_of);

/// At `x`, pixels, with a ring of the colour under the rail.
void draw_rail_handle(const Style& style, float x, const RailPlace& place, ImU32 ring);

/// Round the picture [min, max] that is shown.
void draw_shown_ring(const Style& style, ImVec2 min, ImVec2 max);

}  // namespace scorescope
