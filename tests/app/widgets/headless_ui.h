// An ImGui context without window or GL: fonts are built but never uploaded, the mouse is set by
// hand.
#pragma once

#include <imgui.h>

#include <functional>

#include "app/widgets/fonts.h"
#include "app/widgets/style.h"

namespace scorescope {

class HeadlessUi {
 public:
  explicit HeadlessUi(ImVec2 size = {400, 300}, float scale = 1.0F, bool dark = true)
      : fonts_(prepared(size, scale)), style_{dark ? kDark : kLight, fonts_.window, scale, dark} {
    apply_imgui_style(style_);
  }
  ~HeadlessUi() { ImGui::DestroyContext(); }
  HeadlessUi(const HeadlessUi&) = delete;
  HeadlessUi& operator=(const HeadlessUi&) = delete;

  const Style& style() const { return style_; }
  const FontSet& fonts() const { return fonts_; }

  /// One frame: `draw` runs in a window that covers the display.
  void frame(const std::function<void()>& draw) {
    ImGui::NewFrame();
    ImGui::SetNextWindowPos({0, 0});
    ImGui::SetNextWindowSize(ImGui::GetIO().DisplaySize);
    ImGui::Begin("test", nullptr,
                 ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove |
                     ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoBringToFrontOnFocus);
    draw();
    ImGui::End();
    ImGui::Render();
  }

  void move(ImVec2 place) { ImGui::GetIO().MousePos = place; }
  void button(bool down, int which = 0) { ImGui::GetIO().MouseDown[which] = down; }

  /// Hover, press, release, and one frame after: each `draw`n.
  void click(ImVec2 place, const std::function<void()>& draw, int which = 0) {
    move(place);
    frame(draw);
    button(true, which);
    frame(draw);
    button(false, which);
    frame(draw);
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
  static FontSet prepared(ImVec2 size, float scale) {
    ImGui::CreateContext();
    ImGuiIO& io = ImGui::GetIO();
    io.IniFilename = nullptr;
    io.DisplaySize = {size.x * scale, size.y * scale};
    io.DeltaTime = 1.0F / 60.0F;
    for (int key = 0; key < ImGuiKey_COUNT; ++key) io.KeyMap[key] = key + 1;
    return build_fonts(*io.Fonts, scale);
  }

  FontSet fonts_;
  Style style_;
};

}  // namespace scorescope
