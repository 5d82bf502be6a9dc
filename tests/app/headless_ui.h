// Dear ImGui without window or GL: fonts are built but never uploaded, the mouse is set by hand.
#pragma once

#include <imgui.h>

#include <functional>

#include "app/widgets/fonts.h"
#include "app/widgets/style.h"

namespace scorescope {

class HeadlessUi {
 public:
  /// What a frame's drawing runs in: a window over the whole display (widgets need one), or nothing (panels open
  /// their own).
  enum class Inside { kWindow, kNothing };

  explicit HeadlessUi(ImVec2 size = {400, 300}, float scale = 1.0F, bool dark = true,
                      Inside inside = Inside::kWindow)
      : inside_(inside), fonts_(prepared(size, scale)), style_(style_of(dark, scale)) {
    apply_imgui_style(style_);
  }
  ~HeadlessUi() { ImGui::DestroyContext(); }
  HeadlessUi(const HeadlessUi&) = delete;
  HeadlessUi& operator=(const HeadlessUi&) = delete;

  const Style& style() const { return style_; }
  Style style_of(bool dark, float scale = 1.0F) const {
    return {dark ? kDark : kLight, fonts_.window, scale, dark};
  }
  const FontSet& fonts() const { return fonts_; }

  /// One frame of `draw`.
  void frame(const std::function<void()>& draw) {
    ImGui::NewFrame();
    if (inside_ == Inside::kWindow) {
      ImGui::SetNextWindowPos({0, 0});
      ImGui::SetNextWindowSize(ImGui::GetIO().DisplaySize);
      ImGui::Begin("test", nullptr,
                   ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove |
                       ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoBringToFrontOnFocus);
      draw();
      ImGui::End();
    } else {
      draw();
    }
    ImGui::Render();
  }

  void move(ImVec2 place) { ImGui::GetIO().MousePos = place; }
  void button(bool down, int which = 0) { ImGui::GetIO().MouseDown[which] = down; }

  /// Hover, press, release, and one frame after: each `draw`n.
  void click(ImVec2 place, const std::function<void()>& draw, int which = 0) {
    hover(place, draw);
    button(true, which);
    frame(draw);
    button(false, which);
    frame(draw);
    frame(draw);
  }

  /// Presses at one place and lets go at another.
  void drag(ImVec2 from, ImVec2 to, const std::function<void()>& draw) {
    hover(from, draw);
    button(true);
    frame(draw);
    for (int i = 1; i <= 8; ++i) {
      const float t = static_cast<float>(i) / 8.0F;
      move({from.x + t * (to.x - from.x), from.y + t * (to.y - from.y)});
      frame(draw);
    }
    button(false);
    frame(draw);
  }

  void type(const char* text, const std::function<void()>& draw) {
    ImGui::GetIO().AddInputCharactersUTF8(text);
    frame(draw);
  }
  void press(ImGuiKey key, const std::function<void()>& draw) {
    ImGui::GetIO().KeysDown[key + 1] = true;
    frame(draw);
    ImGui::GetIO().KeysDown[key + 1] = false;
    frame(draw);
  }
  /// Vertices of the last frame: nothing drawn has few.
  int vertices() const { return ImGui::GetDrawData()->TotalVtxCount; }

 private:
  /// Two frames: ImGui knows what is under the mouse from the frame before.
  void hover(ImVec2 place, const std::function<void()>& draw) {
    move(place);
    frame(draw);
    frame(draw);
  }

  static FontSet prepared(ImVec2 size, float scale) {
    ImGui::CreateContext();
    ImGuiIO& io = ImGui::GetIO();
    io.IniFilename = nullptr;
    io.DisplaySize = {size.x * scale, size.y * scale};
    io.DeltaTime = 1.0F / 60.0F;
    for (int key = 0; key < ImGuiKey_COUNT; ++key) io.KeyMap[key] = key + 1;
    FontSet fonts = build_fonts(*io.Fonts, scale);
    unsigned char* pixels = nullptr;
    int width = 0, height = 0;
    io.Fonts->GetTexDataAsRGBA32(&pixels, &width, &height);
    return fonts;
  }

  Inside inside_;
  FontSet fonts_;
  Style style_;
};

/// For whole panels at their places in the window of 1600 x 900.
class PanelUi : public HeadlessUi {
 public:
  PanelUi() : HeadlessUi({1600, 900}, 1.0F, true, Inside::kNothing) {}
};

}  // namespace scorescope
