#include "app/shell/offscreen_ui.h"

#include <backends/imgui_impl_opengl3.h>
#include <epoxy/gl.h>

namespace scorescope {
namespace {

/// Makes a context current and the one before it current again.
class UseContext {
 public:
  explicit UseContext(ImGuiContext* context) : before_(ImGui::GetCurrentContext()) {
    ImGui::SetCurrentContext(context);
  }
  ~UseContext() { ImGui::SetCurrentContext(before_); }
  UseContext(const UseContext&) = delete;
  UseContext& operator=(const UseContext&) = delete;

 private:
  ImGuiContext* before_;
};

void clear(ImU32 background) {
  const ImVec4 colour = ImGui::ColorConvertU32ToFloat4(background);
  glDisable(GL_SCISSOR_TEST);
  glClearColor(colour.x, colour.y, colour.z, 1.0F);
  glClear(GL_COLOR_BUFFER_BIT);
}

}  // namespace

OffscreenUi::OffscreenUi(float scale) : scale_(scale) {
  ImGuiContext* before = ImGui::GetCurrentContext();
  context_ = ImGui::CreateContext();
  ImGui::SetCurrentContext(context_);
  ImGui::GetIO().IniFilename = nullptr;
  ImGui::GetIO().KeyMap[ImGuiKey_Space] = ' ';  // no menu can be walked without
  fonts_ = build_fonts(*ImGui::GetIO().Fonts, scale);
  ImGui_ImplOpenGL3_Init("#version 330");
  ImGui_ImplOpenGL3_NewFrame();  // makes its GL objects, the font texture among them
  ImGui::SetCurrentContext(before);
}

OffscreenUi::~OffscreenUi() {
  ImGuiContext* before = ImGui::GetCurrentContext();
  ImGui::SetCurrentContext(context_);
  ImGui_ImplOpenGL3_Shutdown();
  ImGui::SetCurrentContext(before == context_ ? nullptr : before);
  ImGui::DestroyContext(context_);
}

ImGuiIO& OffscreenUi::io() {
  const UseContext use(context_);
  return ImGui::GetIO();
}

RgbaImage OffscreenUi::paint(PixelSize size, ImU32 background, const std::function<void()>& draw) {
  const UseContext use(context_);
  target_.resize(size);
  ImGuiIO& io = ImGui::GetIO();
  io.DisplaySize = {static_cast<float>(size.width), static_cast<float>(size.height)};
  io.DeltaTime = 1.0F / 60.0F;
  ImGui_ImplOpenGL3_NewFrame();
  ImGui::NewFrame();
  draw();
  ImGui::Render();
  const DrawInto into(target_);
  clear(background);
  ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
  return target_.read_pixels();
}

}  // namespace scorescope
