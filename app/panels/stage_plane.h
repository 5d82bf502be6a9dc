// A view of the plane through pictures: the pictures of its places under the arrows, the training
// pictures that it goes through, its axes, and what stands under the pointer.
#pragma once

#include "app/panels/program_state.h"
#include "app/panels/region.h"
#include "app/panels/screen_pictures.h"
#include "app/widgets/style.h"

namespace scorescope {

/// View 0 or 1 into the current window; takes pan, zoom and the pointer. `large` is the
/// presenter's.
void draw_plane_view(const Style& style, const Region& region, int view,
                     const ScreenPictures& pictures, bool large, ProgramState& state);

/// Numbers and pictures of the place under the pointer, as a card in `region`.
void draw_plane_probe(const Style& style, const Region& region, const ScreenPictures& pictures,
                      const ProgramState& state);

/// Side of a picture under an arrow, pixels, in a view of that width.
float plane_picture_side(const ProgramState& state, float view_width);
/// The same in the card of the probe.
float plane_probe_side(const Style& style);

}  // namespace scorescope
