// Showing parts of what was drawn while the rest stays on screen. X11 only; elsewhere the whole
// window is swapped.
#pragma once

#include <optional>

#include "app/window/frame_damage.h"

struct GLFWwindow;

namespace scorescope {

/// Copies from the window's back buffer, which keeps what is in it (GLX_MESA_copy_sub_buffer): a
/// frame may be drawn onto the one before.
class PartialSwap {
 public:
  /// Nothing where the display cannot do it. The window's context must be current.
  static std::optional<PartialSwap> find(GLFWwindow* window);

  void show(std::span<const PixelRect> parts, PixelSize window_size) const;

 private:
  using Copy = void (*)(void* display, unsigned long drawable, int x, int y, int width, int height);
  Copy copy_ = nullptr;
  void* display_ = nullptr;
  unsigned long drawable_ = 0;
};

}  // namespace scorescope
