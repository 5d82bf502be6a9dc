#include "app/shell/run_window.h"

#include <imgui.h>

#include <algorithm>
#include <chrono>
#include <cmath>

#include "app/shell/preferences.h"
#include "app/shell/shell.h"
#include "app/widgets/fonts.h"
#include "app/window/window.h"
#include "core/base/error.h"
#include "core/record/png.h"
#include "core/run/choices.h"
#include "core/run/session.h"

namespace scorescope {
namespace {

/// While something moves, the next frames follow for this long without being asked for again:
/// longer than a slow frame takes, or the motion stops until the mouse moves.
constexpr double kAnimateSeconds = 0.5;
/// A picture is waited for however long its frames take.
constexpr double kScreenshotSeconds = 600.0;
/// A tooltip opens half a second after the mouse came to rest: frames must go on for that long.
constexpr double kHoverSeconds = 0.8;
constexpr int kFullScreenKey = 300;  // F11, as GLFW counts keys

double seconds_now() {
  using Seconds = std::chrono::duration<double>;
  return Seconds(std::chrono::steady_clock::now().time_since_epoch()).count();
}

/// Preferences of last time, overruled by the arguments of this one.
Preferences starting_preferences(const WindowArguments& arguments) {
  Preferences preferences = read_preferences();
  if (!arguments.theme.empty()) preferences.dark = arguments.theme != "light";
  if (arguments.scale > 0.0F) preferences.scale = arguments.scale;
  return preferences;
}

/// One frame of the program in its window.
class WindowProgram {
 public:
  WindowProgram(const WindowArguments& arguments, Window& window, FontSet& fonts)
      : arguments_(arguments),
        window_(window),
        fonts_(fonts),
        monitor_scale_(window.ui_scale()),
        session_([] { Window::wake(); }),
        shell_(schema(), &session_, arguments.lessons, [] { Window::wake(); }) {
    shell_.state().view.dark = started_with_.dark;
    shell_.state().view.scale = started_with_.scale;
    if (!fonts.problem.empty()) shell_.tell_error("A font is missing", fonts.problem);
    open_first();
    window_.on_drop([this](const std::vector<std::string>& paths) {
      for (const std::string& path : paths) shell_.state().ask(action::OpenPath{path});
    });
  }

  ~WindowProgram() { remember_preferences(); }
  WindowProgram(const WindowProgram&) = delete;
  WindowProgram& operator=(const WindowProgram&) = delete;

  void draw() {
    shell_.adopt_frames(seconds_now());
    const ImVec2 size = ImGui::GetIO().DisplaySize;
    // fonts are built between frames: this frame still has the ones of the scale before
    const float wanted = shell_.font_scale(size.x, size.y, monitor_scale_);
    if (std::abs(wanted - window_.ui_scale()) > 1e-3F) window_.set_ui_scale(wanted);
    window_.set_background(shell_.state().view.dark ? kDark.background : kLight.background);
    shell_.draw(fonts_, size.x, size.y, monitor_scale_);
    take_pictures();
    if (ImGui::IsKeyPressed(kFullScreenKey, false)) {
      window_.set_fullscreen(!window_.is_fullscreen());
    }
    if (shell_.is_animated()) window_.animate(kAnimateSeconds);
    window_.set_busy(shell_.state().training || shell_.state().sampling);
    if (!arguments_.screenshot.empty()) window_.animate(kScreenshotSeconds);
    const ImVec2 moved = ImGui::GetIO().MouseDelta;
    if (moved.x != 0.0F || moved.y != 0.0F) window_.animate(kHoverSeconds);
  }

 private:
  /// A lesson first in any case: a picture or a CSV becomes the data of a lesson that is open.
  void open_first() {
    shell_.state().presets = arguments_.presets;
    const bool is_listed = listed_lesson(shell_.state(), arguments_.open) != nullptr;
    if (!is_listed && !arguments_.lessons.empty()) shell_.open(arguments_.lessons.front().id);
    if (!arguments_.open.empty()) shell_.open(arguments_.open);
  }

  /// What the user changed in the window; arguments hold for one start.
  void remember_preferences() {
    const ViewSettings& view = shell_.state().view;
    Preferences kept = read_preferences();
    if (view.dark != started_with_.dark) kept.dark = view.dark;
    if (view.scale != started_with_.scale) kept.scale = view.scale;
    if (kept != read_preferences()) write_preferences(kept);
  }

  void write_picture(const std::string& path, const RgbaImage& image, bool tell) {
    try {
      write_png(path, image.size.width, image.size.height, image.pixels);
      if (tell) shell_.tell_saved("Picture saved to", path);
    } catch (const UserError& error) {
      shell_.tell_error("The picture was not saved", error.what());
    }
  }

  void take_pictures() {
    if (const auto path = shell_.take_window_picture()) {
      window_.screenshot([this, path](const RgbaImage& image) {
        write_picture(*path, image, true);
        Window::wake();
      });
    }
    if (arguments_.screenshot.empty() || ++frames_ != arguments_.frames) return;
    window_.screenshot([this](const RgbaImage& image) {
      write_picture(arguments_.screenshot, image, false);
      window_.close();
    });
  }

  const WindowArguments& arguments_;
  Window& window_;
  FontSet& fonts_;
  Preferences started_with_ = starting_preferences(arguments_);
  float monitor_scale_;
  Session session_;
  Shell shell_;
  int frames_ = 0;
};

}  // namespace

int run_window(const WindowArguments& arguments) {
  FontSet fonts;
  Window window({.title = "Scorescope",
                 .width = arguments.width,
                 .height = arguments.height,
                 .ui_scale = 0.0F,
                 .build_fonts = [&fonts](ImFontAtlas& atlas, float scale) {
                   fonts = build_fonts(atlas, scale);
                 }});
  WindowProgram program(arguments, window, fonts);
  window.run([&program] { program.draw(); });
  return 0;
}

}  // namespace scorescope
