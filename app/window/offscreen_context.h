// The window without a display: the same panels draw into a framebuffer.
#pragma once

#include <functional>

#include "app/gl/egl_context.h"
#include "app/gl/framebuffer.h"
#include "app/window/imgui_surface.h"

namespace scorescope {

struct OffscreenOptions {
  PixelSize size{1600, 900};
  float ui_scale = 1.0F;  ///< pixels a design pixel
  FontBuilder build_fonts;
};

/// An OpenGL context of its own and Dear ImGui on it, without platform back end: a test writes
/// mouse and keys into ImGui::GetIO() itself. Current on the thread that made it.
class OffscreenContext {
 public:
  /// Throws NoOffscreen, with a sentence for the user, where no picture can be drawn.
  explicit OffscreenContext(OffscreenOptions options);

  void resize(PixelSize size, float ui_scale);
  /// One frame: `draw` is called between ImGui's NewFrame and Render. `seconds` passed since the
  /// last.
  void draw_frame(const std::function<void()>& draw, float seconds = 1.0F / 60.0F);
  /// The last frame; top row first.
  RgbaImage read_pixels() const { return target_.read_pixels(); }

  void set_background(ImU32 colour) { background_ = colour; }
  PixelSize size() const { return target_.size(); }
  float ui_scale() const { return ui_scale_; }

 private:
  EglContext context_;
  ImguiSurface imgui_;
  Framebuffer target_;
  float ui_scale_;
  ImU32 background_ = IM_COL32_BLACK;
};

}  // namespace scorescope
