#include "app/widgets/style.h"

#include <algorithm>

namespace scorescope {
namespace {

ImVec4 rgba(ImU32 colour) { return ImGui::ColorConvertU32ToFloat4(colour); }

void apply_sizes(const Style& style, ImGuiStyle& target) {
  target = ImGuiStyle();
  target.WindowPadding = ImVec2(0, 0);
  target.FramePadding = ImVec2(9, 4.5F);
  target.ItemSpacing = ImVec2(8, 4);
  target.FrameRounding = size::kFieldRadius;
  target.PopupRounding = size::kRadius;
  target.GrabRounding = size::kRadius;
  target.ScrollbarSize = 10;
  target.ScaleAllSizes(style.scale);
  // after scaling, which rounds down: borders stay one framebuffer pixel per scale step
  target.FrameBorderSize = std::max(1.0F, std::floor(style.scale));
  target.PopupBorderSize = target.FrameBorderSize;
  target.WindowBorderSize = 0;
  target.ChildBorderSize = 0;
  target.WindowRounding = 0;
  target.DisabledAlpha = 0.4F;
}

void apply_surfaces(const Palette& c, ImVec4* colours) {
  colours[ImGuiCol_Text] = rgba(c.text);
  colours[ImGuiCol_TextDisabled] = rgba(c.muted);
  colours[ImGuiCol_TextSelectedBg] = rgba(c.line_strong);
  colours[ImGuiCol_WindowBg] = rgba(c.panel);
  colours[ImGuiCol_ChildBg] = rgba(c.panel);
  colours[ImGuiCol_PopupBg] = rgba(c.raised);
  colours[ImGuiCol_Border] = rgba(c.line);
  colours[ImGuiCol_Separator] = rgba(c.line);
  colours[ImGuiCol_MenuBarBg] = rgba(c.panel);
  colours[ImGuiCol_TitleBg] = rgba(c.panel);
  colours[ImGuiCol_TitleBgActive] = rgba(c.raised);
  colours[ImGuiCol_ModalWindowDimBg] = ImVec4(0, 0, 0, 0);
  colours[ImGuiCol_NavHighlight] = rgba(c.text);
}

void apply_controls(const Palette& c, ImVec4* colours) {
  colours[ImGuiCol_FrameBg] = rgba(c.control);
  colours[ImGuiCol_FrameBgHovered] = rgba(c.raised);
  colours[ImGuiCol_FrameBgActive] = rgba(c.line_strong);
  colours[ImGuiCol_Button] = rgba(c.control);
  colours[ImGuiCol_ButtonHovered] = rgba(c.raised);
  colours[ImGuiCol_ButtonActive] = rgba(c.line_strong);
  colours[ImGuiCol_Header] = rgba(c.line_strong);
  colours[ImGuiCol_HeaderHovered] = rgba(c.line_strong);
  colours[ImGuiCol_HeaderActive] = rgba(c.line_strong);
  colours[ImGuiCol_CheckMark] = rgba(c.text);
  colours[ImGuiCol_SliderGrab] = rgba(c.knob);
  colours[ImGuiCol_SliderGrabActive] = rgba(c.knob);
  colours[ImGuiCol_ScrollbarBg] = rgba(c.panel);
  colours[ImGuiCol_ScrollbarGrab] = rgba(c.track);
  colours[ImGuiCol_ScrollbarGrabHovered] = rgba(c.line_strong);
  colours[ImGuiCol_ScrollbarGrabActive] = rgba(c.off);
}

}  // namespace

void apply_imgui_style(const Style& style) {
  ImGuiStyle& target = ImGui::GetStyle();
  apply_sizes(style, target);
  apply_surfaces(style.colours, target.Colors);
  apply_controls(style.colours, target.Colors);
  if (style.fonts.label != nullptr) ImGui::GetIO().FontDefault = style.fonts.label;
}

PlotStyle plot_style(const Style& style) {
  const Palette& c = style.colours;
  PlotStyle plot;
  plot.line = {c.exact, c.learned, c.plain, c.annealed, c.text, c.muted};
  plot.words = {c.exact, c.learned_text, c.plain_text, c.annealed_text, c.text, c.muted};
  plot.heat = c.error;
  plot.panel = c.panel;
  plot.raised = c.raised;
  plot.control = c.control;
  plot.well = c.well;
  plot.border = c.line_strong;
  plot.axis = c.line_strong;
  plot.grid = c.grid;
  plot.text = c.text;
  plot.muted = c.muted;
  plot.label = style.fonts.caption;
  plot.sentence = style.fonts.label;
  plot.strong = style.fonts.title;
  plot.number = style.fonts.mono_caption;
  plot.scale = style.scale;
  // the presenter's letters are larger: margins, rows and lines follow them
  constexpr float kCaption = 13.0F * 1.21F;
  const float room = plot.label != nullptr ? plot.label->FontSize / (kCaption * style.scale) : 1.0F;
  plot.room = room > 1.2F ? room : 1.0F;
  plot.behind = plot.room > 1.0F ? c.background : c.panel;
  plot.line_width = plot.room > 1.0F ? 4.0F : style.dark ? 2.0F : 2.75F;
  return plot;
}

}  // namespace scorescope
