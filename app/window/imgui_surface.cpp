#include "app/window/imgui_surface.h"

#include <backends/imgui_impl_opengl3.h>
#include <epoxy/gl.h>

#include <utility>

#include "app/gl/gl_name.h"
#include "app/window/partial_frame.h"

namespace scorescope {
namespace {

void set_clear_colour(ImU32 background) {
  const ImVec4 colour = ImGui::ColorConvertU32ToFloat4(background);
  glClearColor(colour.x, colour.y, colour.z, 1.0F);
}

}  // namespace

ImguiSurface::ImguiSurface(FontBuilder build_fonts)
    : build_fonts_(std::move(build_fonts)), context_(ImGui::CreateContext()) {
  make_current();
  ImGui::GetIO().IniFilename = nullptr;
  ImGui::GetIO().LogFilename = nullptr;
  if (!ImGui_ImplOpenGL3_Init("#version 330 core")) {
    ImGui::DestroyContext(context_);
    throw GlError(
        "Dear ImGui found no usable OpenGL: libGL.so.1 (Debian package libgl1) is missing");
  }
}

ImguiSurface::~ImguiSurface() {
  make_current();
  ImGui_ImplOpenGL3_Shutdown();
  ImGui::DestroyContext(context_);
}

void ImguiSurface::set_font_scale(float scale) {
  if (scale == font_scale_) return;
  make_current();
  ImFontAtlas& atlas = *ImGui::GetIO().Fonts;
  ImGui::GetIO().FontDefault = nullptr;  // it points into the atlas that is about to be rebuilt
  if (build_fonts_) {
    build_fonts_(atlas, scale);
  } else {
    atlas.Clear();
    atlas.AddFontDefault();
    atlas.Build();
  }
  // before the first frame the back end has no objects yet and makes the texture along with them
  if (font_scale_ > 0.0F) {
    ImGui_ImplOpenGL3_DestroyFontsTexture();
    ImGui_ImplOpenGL3_CreateFontsTexture();
  }
  font_scale_ = scale;
}

void ImguiSurface::begin_frame() const {
  make_current();
  ImGui_ImplOpenGL3_NewFrame();
  ImGui::NewFrame();
}

void ImguiSurface::draw_frame(ImU32 background) const {
  ImGui::Render();
  set_clear_colour(background);
  glDisable(GL_SCISSOR_TEST);
  glClear(GL_COLOR_BUFFER_BIT);
  ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
}

std::vector<PixelRect> ImguiSurface::draw_changes(ImU32 background, PixelSize size,
                                                  FrameDamage& damage) const {
  ImGui::Render();
  ImDrawData& frame = *ImGui::GetDrawData();
  std::vector<PixelRect> changed = damage.compare(frame, size, background);
  if (changed.empty()) return changed;
  set_clear_colour(background);
  glEnable(GL_SCISSOR_TEST);
  for (const PixelRect& part : changed) {
    glScissor(part.left, size.height - part.bottom, part.right - part.left, part.bottom - part.top);
    glClear(GL_COLOR_BUFFER_BIT);
  }
  glDisable(GL_SCISSOR_TEST);
  keep_only(frame, size, changed);
  ImGui_ImplOpenGL3_RenderDrawData(&frame);
  return changed;
}

}  // namespace scorescope
