// POSIX only. libX11 and GLFW's X11 part are looked up at run time: neither is needed where there
// is no X11.
#include "app/window/display_loss.h"

#include <dlfcn.h>

namespace scorescope {
namespace {

using Display = void;
using ErrorHandler = int (*)(Display*);
using ExitHandler = void (*)(Display*, void*);

template <class Function>
Function look_up(void* library, const char* name) {
  return reinterpret_cast<Function>(dlsym(library, name));
}

/// Xlib's own one prints a line; the caller of run() says it better.
int say_nothing(Display*) { return 0; }

void note_loss(Display*, void* lost) { *static_cast<bool*>(lost) = true; }

}  // namespace

void watch_display(bool* lost) {
  using GetDisplay = Display* (*)();
  const auto get_display = look_up<GetDisplay>(RTLD_DEFAULT, "glfwGetX11Display");
  // GLFW has loaded it already if this is X11
  void* x11 = dlopen("libX11.so.6", RTLD_LAZY | RTLD_NOLOAD);
  if (x11 == nullptr) return;
  const auto set_error_handler = look_up<ErrorHandler (*)(ErrorHandler)>(x11, "XSetIOErrorHandler");
  const auto set_exit_handler =
      look_up<void (*)(Display*, ExitHandler, void*)>(x11, "XSetIOErrorExitHandler");
  if (get_display == nullptr || set_error_handler == nullptr || set_exit_handler == nullptr) return;
  Display* display = get_display();
  if (display == nullptr) return;
  set_error_handler(say_nothing);
  set_exit_handler(display, note_loss, lost);
}

}  // namespace scorescope
