// The program's icon, drawn in code: a ring with a dart, the sign of a score.
#pragma once

#include "app/gl/framebuffer.h"

namespace scorescope {

/// Square, with a transparent ground; `size` pixels a side.
RgbaImage draw_icon(int size);

}  // namespace scorescope
