// libX11 and GLFW's X11 part are looked up at run time: neither is needed where there is no X11.
#include "app/window/display_loss.h"

#include "core/base/posix.h"

namespace scorescope {
namespace {

using Display = void;
using ErrorHandler = int (*)(Display*);
using ExitHandler = void (*)(Display*, void*);

// GLFW has loaded it already if this is X11
constexpr const char* kX11 = "libX11.so.6";

template <class Function>
Function look_up(const char* library, const char* name) {
  return reinterpret_cast<Function>(loaded_function(library, name));
}

/// Xlib's own one prints a line; the caller of run() says it better.
int say_nothing(Display*) { return 0; }

void note_loss(Display*, void* lost) { *static_cast<bool*>(lost) = true; }

}  // namespace

void watch_display(bool* lost) {
  using GetDisplay = Display* (*)();
  const auto get_display = look_up<GetDisplay>(nullptr, "glfwGetX11Display");
  const auto set_error_handler =
      look_up<ErrorHandler (*)(ErrorHandler)>(kX11, "XSetIOErrorHandler");
  const auto set_exit_handler =
      look_up<void (*)(Display*, ExitHandler, void*)>(kX11, "XSetIOErrorExitHandler");
  if (get_display == nullptr || set_error_handler == nullptr || set_exit_handler == nullptr) return;
  Display* display = get_display();
  if (display == nullptr) return;
  set_error_handler(say_nothing);
  set_exit_handler(display, note_loss, lost);
}

}  // namespace scorescope
