// Dear ImGui on an OpenGL 3.3 context that is current: what the window and the offscreen surface
// share.
#pragma once

#include <imgui.h>

#include <functional>
#include <span>

#include "app/window/frame_damage.h"

namespace scorescope {

/// Fills and builds the atlas for `scale` framebuffer pixels a design pixel. An empty one leaves
/// ImGui's own font.
using FontBuilder = std::function<void(ImFontAtlas& atlas, float scale)>;

/// Owns an ImGui context (made current) and its OpenGL back end. One thread. Writes no ini file.
class ImguiSurface {
 public:
  /// Throws GlError if the back end does not start.
  explicit ImguiSurface(FontBuilder build_fonts);
  ~ImguiSurface();
  ImguiSurface(const ImguiSurface&) = delete;
  ImguiSurface& operator=(const ImguiSurface&) = delete;

  /// Builds the atlas anew and uploads it if the scale differs from the last one (about 0.1 s).
  /// Only between frames.
  void set_font_scale(float scale);
  float font_scale() const { return font_scale_; }

  void make_current() const { ImGui::SetCurrentContext(context_); }
  /// After the platform's part: starts ImGui's frame.
  void begin_frame() const;
  /// Ends ImGui's frame and draws it into the framebuffer that is bound, cleared to `background`
  /// first.
  void draw_frame(ImU32 background) const;
  /// The same where the framebuffer still holds the frame before: draws only what `damage` finds
  /// changed, and returns it.
  std::vector<PixelRect> draw_changes(ImU32 background, PixelSize size, FrameDamage& damage) const;

 private:
  FontBuilder build_fonts_;
  ImGuiContext* context_;
  float font_scale_ = 0.0F;
};

}  // namespace scorescope
