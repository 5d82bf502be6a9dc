// Dear ImGui drawn into a framebuffer instead of a window: exported figures, pictures of headless
// runs and tests. Needs a current GL context (a window's or an EglContext); UI thread.
#pragma once

#include <imgui.h>

#include <functional>
#include <memory>

#include "app/gl/framebuffer.h"
#include "app/widgets/fonts.h"

namespace scorescope {

/// An ImGui context of its own with fonts at one scale. The context that was current is current
/// again after every call.
class OffscreenUi {
 public:
  explicit OffscreenUi(float scale);
  ~OffscreenUi();
  OffscreenUi(const OffscreenUi&) = delete;
  OffscreenUi& operator=(const OffscreenUi&) = delete;

  const FontSet& fonts() const { return fonts_; }
  float scale() const { return scale_; }

  /// Runs `draw` inside one ImGui frame of that size and returns what it drew. `mouse` off screen
  /// by default. Windows that size themselves need two frames: call it twice.
  RgbaImage paint(PixelSize size, ImU32 background, const std::function<void()>& draw);

  /// The IO of this context, for tests that press keys and buttons.
  ImGuiIO& io();

 private:
  float scale_ = 1.0F;
  ImGuiContext* context_ = nullptr;
  FontSet fonts_;
  Framebuffer target_;
};

}  // namespace scorescope
