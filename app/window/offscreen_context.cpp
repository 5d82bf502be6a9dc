#include "app/window/offscreen_context.h"

#include <utility>

namespace scorescope {

OffscreenContext::OffscreenContext(OffscreenOptions options)
    : imgui_(std::move(options.build_fonts)), ui_scale_(options.ui_scale) {
  resize(options.size, options.ui_scale);
}

void OffscreenContext::resize(PixelSize size, float ui_scale) {
  target_.resize(size);
  ui_scale_ = ui_scale;
  imgui_.set_font_scale(ui_scale);
}

void OffscreenContext::draw_frame(const std::function<void()>& draw, float seconds) {
  context_.make_current();
  imgui_.make_current();
  ImGuiIO& io = ImGui::GetIO();
  io.DisplaySize = {static_cast<float>(size().width), static_cast<float>(size().height)};
  io.DisplayFramebufferScale = {1.0F, 1.0F};
  io.DeltaTime = seconds;
  const DrawInto here(target_);
  imgui_.begin_frame();
  draw();
  imgui_.draw_frame(background_);
}

}  // namespace scorescope
