// An OpenGL 3.3 core context without window or display, through EGL.
#pragma once

#include <memory>
#include <stdexcept>
#include <string>

namespace scorescope {

/// No picture can be drawn without a window here: EGL is missing or has no OpenGL 3.3. The message
/// is a full sentence for the user.
class NoOffscreen : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Current on the thread that made it until destroyed. Tries Mesa's surfaceless platform, then the
/// first EGL device (a GPU without display server), then the default display with a tiny pbuffer.
class EglContext {
 public:
  /// Throws NoOffscreen.
  EglContext();
  ~EglContext();
  EglContext(const EglContext&) = delete;
  EglContext& operator=(const EglContext&) = delete;

  void make_current() const;
  /// The driver's name, for logs: "llvmpipe (LLVM 15.0.6, 256 bits)".
  std::string renderer() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace scorescope
