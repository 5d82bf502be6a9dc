// GLFW's X11 part is looked up at run time: it is not in every build of GLFW.
#include "app/window/partial_swap.h"

#include <GLFW/glfw3.h>

#include "core/base/posix.h"

namespace scorescope {

std::optional<PartialSwap> PartialSwap::find(GLFWwindow* window) {
  using GetDisplay = void* (*)();
  using GetDrawable = unsigned long (*)(GLFWwindow*);
  const auto get_display =
      reinterpret_cast<GetDisplay>(loaded_function(nullptr, "glfwGetX11Display"));
  const auto get_drawable =
      reinterpret_cast<GetDrawable>(loaded_function(nullptr, "glfwGetGLXWindow"));
  if (get_display == nullptr || get_drawable == nullptr) return std::nullopt;
  if (glfwExtensionSupported("GLX_MESA_copy_sub_buffer") == GLFW_FALSE) return std::nullopt;
  PartialSwap swap;
  swap.copy_ = reinterpret_cast<Copy>(glfwGetProcAddress("glXCopySubBufferMESA"));
  swap.display_ = get_display();
  swap.drawable_ = get_drawable(window);
  if (swap.copy_ == nullptr || swap.display_ == nullptr || swap.drawable_ == 0) return std::nullopt;
  return swap;
}

void PartialSwap::show(std::span<const PixelRect> parts, PixelSize window_size) const {
  for (const PixelRect& part : parts) {
    copy_(display_, drawable_, part.left, window_size.height - part.bottom, part.right - part.left,
          part.bottom - part.top);
  }
}

}  // namespace scorescope
