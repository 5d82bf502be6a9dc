// Noticing that the display went away. X11 only; elsewhere the system ends such programs itself.
#pragma once

namespace scorescope {

/// From now on a broken connection to the X server sets `*lost` instead of ending the process. Call
/// after GLFW has opened the display; `lost` must outlive every later X call. Does nothing without
/// X11, or with a libX11 before 1.7, which prints a line and exits.
void watch_display(bool* lost);

}  // namespace scorescope
