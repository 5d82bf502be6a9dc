// The program's window: GLFW, an OpenGL 3.3 core context and Dear ImGui, redrawn only when
// something changed.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "app/gl/framebuffer.h"
#include "app/window/imgui_surface.h"

namespace scorescope {

/// No window can be opened here. The message is a full sentence for the user with the reason.
class NoDisplay : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// The display went away while the window was open. The message is a full sentence for the user.
class DisplayLost : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

struct WindowOptions {
  std::string title = "Scorescope";
  int width = 1600, height = 900;  ///< design pixels; made smaller where the screen is
  /// ImGui units a design pixel (see Window::ui_scale); 0 takes the display's own scale and follows
  /// it.
  float ui_scale = 0.0F;
  FontBuilder build_fonts;
};

/// One at a time, on the main thread. Everything that owns GL objects must be destroyed before it.
class Window {
 public:
  /// Throws NoDisplay.
  explicit Window(WindowOptions options);
  ~Window();
  Window(const Window&) = delete;
  Window& operator=(const Window&) = delete;

  /// Calls `draw` between ImGui's NewFrame and Render for each frame that is due: after input,
  /// after wake(), while animate() or set_busy() asks for it; at most 60 times a second. Sleeps
  /// otherwise.
  /// Returns when the window is closed. Throws DisplayLost; what `draw` throws passes through.
  void run(const std::function<void()>& draw);

  /// A frame is wanted. From any thread, while the window exists; cheap.
  static void wake();
  /// Frames are drawn continuously for the next `seconds`.
  void animate(double seconds);
  /// While on, 30 frames a second are drawn at least.
  void set_busy(bool on);
  void close();
  /// The user asked to close the window; `answer` returns false to keep it open.
  void on_close(std::function<bool()> answer);

  /// ImGui units a design pixel; panels multiply every size by it.
  float ui_scale() const;
  /// Framebuffer pixels an ImGui unit: 1 on X11 and Windows, 2 where a desktop enlarges windows
  /// itself. Fonts, and the views' framebuffers, are made for ui_scale() * pixel_ratio().
  float pixel_ratio() const;
  /// Changes it for good (0: the display's own again) before the next frame.
  void set_ui_scale(float scale);
  /// Called with ui_scale() whenever it or the fonts changed, before the first frame that uses
  /// them.
  void on_scale(std::function<void(float)> changed);
  /// Framebuffer size: ImGui's DisplaySize times pixel_ratio().
  PixelSize size() const;

  /// Absolute paths that were dropped on the window.
  void on_drop(std::function<void(const std::vector<std::string>&)> dropped);
  void set_title(const std::string& title);
  void set_background(ImU32 colour);
  void set_clipboard(const std::string& text);
  std::string clipboard() const;
  void set_fullscreen(bool on);
  bool is_fullscreen() const;

  /// Hands the next frame's pixels to `take`, from within run() after that frame is drawn.
  void screenshot(std::function<void(const RgbaImage&)> take);

  /// For the status bar and benches.
  double frames_per_second() const;   ///< over the last second; 0 while idle
  double draw_milliseconds() const;   ///< CPU time in `draw` of the last frame
  std::uint64_t frame_count() const;  ///< those that changed the window
  double drawn_share() const;         ///< of the window's pixels, by the last of those
  std::string renderer() const;       ///< the driver's name

  struct State;

 private:
  std::unique_ptr<State> state_;
};

}  // namespace scorescope
