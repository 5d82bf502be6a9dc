// Dear ImGui without a renderer: panels draw into lists that nobody shows, and the mouse is ours.
#pragma once

#include <imgui.h>

#include <functional>

#include "app/panels/region.h"
#include "app/widgets/fonts.h"
#include "app/widgets/style.h"

namespace scorescope {

class HeadlessUi {
 public:
  HeadlessUi() : context_(ImGui::CreateContext()) {
    ImGui::SetCurrentContext(context_);
    ImGuiIO& io = ImGui::GetIO();
    io.IniFilename = nullptr;
    io.DisplaySize = {1600.0F, 900.0F};
    fonts_ = build_fonts(*io.Fonts, 1.0F);
    unsigned char* pixels = nullptr;
    int width = 0, height = 0;
    io.Fonts->GetTexDataAsRGBA32(&pixels, &width, &height);
  }
  ~HeadlessUi() { ImGui::DestroyContext(context_); }
  HeadlessUi(const HeadlessUi&) = delete;
  HeadlessUi& operator=(const HeadlessUi&) = delete;

  Style style(bool dark = true) const { return {dark ? kDark : kLight, fonts_.window, 1.0F, dark}; }

  /// One frame; returns how many vertices it drew.
  int frame(const std::function<void()>& draw) {
    ImGuiIO& io = ImGui::GetIO();
    io.DeltaTime = 1.0F / 60.0F;
    ImGui::NewFrame();
    draw();
    ImGui::Render();
    return ImGui::GetDrawData()->TotalVtxCount;
  }

  void move(ImVec2 place) { ImGui::GetIO().MousePos = place; }
  void press(bool down) { ImGui::GetIO().MouseDown[0] = down; }

  /// Moves there, presses and lets go, with the frames ImGui needs between.
  void click(ImVec2 place, const std::function<void()>& draw) {
    move(place);
    frame(draw);
    frame(draw);
    press(true);
    frame(draw);
    press(false);
    frame(draw);
  }

  /// Presses at one place and lets go at another.
  void drag(ImVec2 from, ImVec2 to, const std::function<void()>& draw) {
    move(from);
    frame(draw);
    frame(draw);
    press(true);
    frame(draw);
    for (int i = 1; i <= 8; ++i) {
      const float t = static_cast<float>(i) / 8.0F;
      move({from.x + t * (to.x - from.x), from.y + t * (to.y - from.y)});
      frame(draw);
    }
    press(false);
    frame(draw);
  }

 private:
  ImGuiContext* context_;
  FontSet fonts_;
};

}  // namespace scorescope
