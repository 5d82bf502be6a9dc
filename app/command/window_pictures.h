// The pictures of headless runs, drawn by the window's own layers and plots into an offscreen
// surface.
#pragma once

#include "app/command/picture_writer.h"

namespace scorescope {

/// Draws with an EGL context of its own; an empty writer in a build without window libraries.
/// Figures: "stage" (both samplers), "fields" (learned beside exact), "view_a", "view_b", and every
/// plot; of pictures only "grid" and "plane" (see run_command).
PictureWriter offscreen_pictures();

}  // namespace scorescope
