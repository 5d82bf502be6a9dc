#include "app/panels/panel_window.h"

namespace scorescope {

PanelWindow::PanelWindow(const char* name, const Region& region, const Options& options)
    : region_(region), scrolls_(options.scrolls) {
  ImGui::SetNextWindowPos(region.min);
  ImGui::SetNextWindowSize({region.width(), region.height()});
  ImGuiWindowFlags flags = ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove |
                           ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoNav |
                           ImGuiWindowFlags_NoBackground;
  if (!options.scrolls) flags |= ImGuiWindowFlags_NoScrollWithMouse;
  if (!options.in_front) flags |= ImGuiWindowFlags_NoBringToFrontOnFocus;
  if (!options.takes_input) flags |= ImGuiWindowFlags_NoInputs;
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2{0.0F, 0.0F});
  ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, 0.0F);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowMinSize, ImVec2{1.0F, 1.0F});
  ImGui::Begin(name, nullptr, flags);
  ImGui::PopStyleVar(3);
  list_ = ImGui::GetWindowDrawList();
  if (options.background != 0) list_->AddRectFilled(region.min, region.max, options.background);
}

/// A bar would take width from the controls only when there are many of them.
void PanelWindow::draw_scroll_mark() const {
  const float most = ImGui::GetScrollMaxY();
  if (most <= 0.0F) return;
  const float whole = region_.height() + most, unit = ImGui::GetFontSize() * 0.2F;
  const float top = region_.min.y + region_.height() * ImGui::GetScrollY() / whole;
  const float length = region_.height() * region_.height() / whole;
  list_->AddRectFilled({region_.max.x - 2.0F * unit, top}, {region_.max.x - unit, top + length},
                       ImGui::GetColorU32(ImGuiCol_ScrollbarGrab), unit);
}

PanelWindow::~PanelWindow() {
  if (scrolls_) draw_scroll_mark();
  ImGui::End();
}

void place_at(float x, float y) { ImGui::SetCursorScreenPos({std::round(x), std::round(y)}); }

namespace {

float line_width(const Style& style) { return std::max(1.0F, style.px(1.0F)); }

}  // namespace

void draw_left_line(const Style& style, ImDrawList* list, const Region& region, ImU32 colour) {
  list->AddRectFilled(region.min, {region.min.x + line_width(style), region.max.y}, colour);
}

void draw_right_line(const Style& style, ImDrawList* list, const Region& region, ImU32 colour) {
  list->AddRectFilled({region.max.x - line_width(style), region.min.y}, region.max, colour);
}

void draw_top_line(const Style& style, ImDrawList* list, const Region& region, ImU32 colour) {
  list->AddRectFilled(region.min, {region.max.x, region.min.y + line_width(style)}, colour);
}

void draw_bottom_line(const Style& style, ImDrawList* list, const Region& region, ImU32 colour) {
  list->AddRectFilled({region.min.x, region.max.y - line_width(style)}, region.max, colour);
}

}  // namespace scorescope
