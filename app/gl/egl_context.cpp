// The one file of this folder that needs EGL.
#include "app/gl/egl_context.h"

#include <epoxy/egl.h>
#include <epoxy/gl.h>

#include <array>
#include <string_view>

#include "core/base/posix.h"

namespace scorescope {

struct EglContext::State {
  EGLDisplay display = EGL_NO_DISPLAY;
  EGLContext context = EGL_NO_CONTEXT;
  EGLSurface surface = EGL_NO_SURFACE;

  ~State() {
    if (display == EGL_NO_DISPLAY) return;
    if (context != EGL_NO_CONTEXT) {
      eglMakeCurrent(display, EGL_NO_SURFACE, EGL_NO_SURFACE, EGL_NO_CONTEXT);
      eglDestroyContext(display, context);
    }
    if (surface != EGL_NO_SURFACE) eglDestroySurface(display, surface);
    // no eglTerminate: a display is one for the whole process, and another context may be using it
  }
};

namespace {

/// libepoxy ends the process where the EGL library is missing, so look before it does.
bool has_egl_library() { return has_library("libEGL.so.1"); }

bool client_supports(std::string_view extension) {
  const char* all = eglQueryString(EGL_NO_DISPLAY, EGL_EXTENSIONS);
  return all != nullptr && std::string_view(all).find(extension) != std::string_view::npos;
}

EGLDisplay surfaceless_display() {
  if (!client_supports("EGL_MESA_platform_surfaceless")) return EGL_NO_DISPLAY;
  return eglGetPlatformDisplayEXT(EGL_PLATFORM_SURFACELESS_MESA, nullptr, nullptr);
}

EGLDisplay device_display() {
  if (!client_supports("EGL_EXT_platform_device") || !client_supports("EGL_EXT_device_enumeration"))
    return EGL_NO_DISPLAY;
  EGLDeviceEXT device = nullptr;
  EGLint count = 0;
  if (eglQueryDevicesEXT(1, &device, &count) == EGL_FALSE || count == 0) return EGL_NO_DISPLAY;
  return eglGetPlatformDisplayEXT(EGL_PLATFORM_DEVICE_EXT, device, nullptr);
}

EGLDisplay default_display() { return eglGetDisplay(EGL_DEFAULT_DISPLAY); }

EGLConfig pbuffer_config(EGLDisplay display) {
  const std::array<EGLint, 5> wanted{EGL_RENDERABLE_TYPE, EGL_OPENGL_BIT, EGL_SURFACE_TYPE,
                                     EGL_PBUFFER_BIT, EGL_NONE};
  EGLConfig config = nullptr;
  EGLint count = 0;
  const bool chosen = eglChooseConfig(display, wanted.data(), &config, 1, &count) == EGL_TRUE;
  return chosen && count > 0 ? config : nullptr;
}

EGLContext core_context(EGLDisplay display, EGLConfig config) {
  const std::array<EGLint, 7> attributes{EGL_CONTEXT_MAJOR_VERSION_KHR,
                                         3,
                                         EGL_CONTEXT_MINOR_VERSION_KHR,
                                         3,
                                         EGL_CONTEXT_OPENGL_PROFILE_MASK_KHR,
                                         EGL_CONTEXT_OPENGL_CORE_PROFILE_BIT_KHR,
                                         EGL_NONE};
  return eglCreateContext(display, config, EGL_NO_CONTEXT, attributes.data());
}

}  // namespace

EglContext::EglContext() {
  if (!has_egl_library()) {
    throw NoOffscreen(
        "Pictures cannot be drawn without a window here because the library libEGL.so.1 is missing "
        "(Debian package libegl1); numbers are still written.");
  }
  for (const auto open : {surfaceless_display, device_display, default_display}) {
    state_ = std::make_unique<State>();
    const EGLDisplay display = open();
    if (display == EGL_NO_DISPLAY || eglInitialize(display, nullptr, nullptr) == EGL_FALSE)
      continue;
    state_->display = display;
    if (eglBindAPI(EGL_OPENGL_API) == EGL_FALSE) continue;
    const EGLConfig config = pbuffer_config(display);
    if (config == nullptr) continue;
    state_->context = core_context(display, config);
    if (state_->context == EGL_NO_CONTEXT) continue;
    const std::array<EGLint, 5> tiny{EGL_WIDTH, 16, EGL_HEIGHT, 16, EGL_NONE};
    state_->surface = eglCreatePbufferSurface(display, config, tiny.data());
    if (eglMakeCurrent(display, state_->surface, state_->surface, state_->context) == EGL_TRUE)
      return;
  }
  state_.reset();
  throw NoOffscreen(
      "Pictures cannot be drawn without a window here because EGL offers no OpenGL 3.3 (Debian "
      "packages libegl1 and libgl1-mesa-dri give a software one); numbers are still written.");
}

EglContext::~EglContext() = default;

void EglContext::make_current() const {
  eglBindAPI(EGL_OPENGL_API);
  eglMakeCurrent(state_->display, state_->surface, state_->surface, state_->context);
}

std::string EglContext::renderer() const {
  const auto* text = reinterpret_cast<const char*>(glGetString(GL_RENDERER));
  return text == nullptr ? "unknown" : text;
}

}  // namespace scorescope
