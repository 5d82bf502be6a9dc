// A frame of Dear ImGui made cheap for a software renderer: only what lies in given rectangles, and
// opaque areas without blending, which is what costs there. UI thread.
#pragma once

#include <imgui.h>

#include <span>

#include "app/window/frame_damage.h"

namespace scorescope {

/// Takes from a frame all that does not touch `kept`, clips the rest to it, and has large opaque
/// rectangles cleared and opaque pictures drawn unblended: the same pixels. The rectangles must not
/// overlap, or what is translucent is drawn twice. For the OpenGL back end: the frame calls GL when
/// it is drawn.
void keep_only(ImDrawData& frame, PixelSize size, std::span<const PixelRect> kept);

}  // namespace scorescope
