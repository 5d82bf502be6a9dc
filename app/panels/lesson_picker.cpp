#include "app/panels/lesson_picker.h"

#include <algorithm>
#include <cfloat>
#include <string>
#include <vector>

#include "app/panels/panel_window.h"
#include "app/widgets/cards.h"
#include "app/widgets/controls.h"
#include "app/widgets/icons.h"
#include "app/widgets/text.h"

namespace scorescope {
namespace {

constexpr float kPadding = 12.0F, kArrowRoom = 36.0F, kPrefixGap = 8.0F;
constexpr float kListWidth = 620.0F, kTextX = 34.0F, kAboutLine = 17.0F;
constexpr float kHeadingHeight = 32.0F;
constexpr const char* kListId = "lesson list";

std::string title_of(const ProgramState& state) {
  return state.lesson.title.empty() ? "No lesson" : state.lesson.title;
}

void draw_button(const Style& style, const Region& region, bool with_prefix, bool lit,
                 const ProgramState& state) {
  const Palette& colours = style.colours;
  ImDrawList* list = ImGui::GetWindowDrawList();
  const float radius = style.px(size::kRadius), middle = region.centre().y;
  list->AddRectFilled(region.min, region.max, lit ? colours.raised : colours.control, radius);
  list->AddRect(region.min, region.max, colours.line, radius);
  float x = region.min.x + style.px(kPadding);
  if (with_prefix) {
    x = draw_text(list, style.fonts.label, colours.muted, x, middle, "Lesson") +
        style.px(kPrefixGap);
  }
  const float room = region.max.x - style.px(kArrowRoom - 6.0F) - x;
  draw_text(list, style.fonts.button, colours.text, x, middle,
            shortened(style.fonts.button, title_of(state), room));
  draw_icon(list, Icon::kDown, {region.max.x - style.px(16.0F), middle}, style.px(12.0F),
            colours.muted);
}

bool draw_row(const Style& style, const Lesson& lesson, bool open) {
  const Palette& colours = style.colours;
  const ImVec2 min = ImGui::GetCursorScreenPos();
  const std::vector<std::string> about = wrapped_lines(
      style.fonts.caption, lesson.about, style.px(kListWidth) - style.px(kTextX + 12.0F));
  const float height = style.px(29.0F) + style.px(kAboutLine) * static_cast<float>(about.size());
  const ImVec2 max{min.x + style.px(kListWidth), min.y + height};
  const bool clicked = ImGui::InvisibleButton(lesson.id.c_str(), {max.x - min.x, max.y - min.y});
  const bool taken = clicked || entered();
  ImDrawList* list = ImGui::GetWindowDrawList();
  if (open && ImGui::IsWindowAppearing()) {
    ImGui::SetItemDefaultFocus();
    ImGui::SetScrollHereY();
  }
  const bool lit = has_keyboard() || ImGui::IsItemHovered();
  if (lit) {
    list->AddRectFilled({min.x + style.px(5.0F), min.y}, {max.x - style.px(5.0F), max.y},
                        colours.line_strong, style.px(4.0F));
  }
  const float x = min.x + style.px(kTextX);
  if (open) {
    draw_icon(list, Icon::kCheck, {min.x + style.px(19.0F), min.y + style.px(14.0F)},
              style.px(12.0F), colours.text);
  }
  draw_text(list, style.fonts.title, colours.text, x, min.y + style.px(14.0F), lesson.title);
  float middle = min.y + style.px(32.0F);
  for (const std::string& line : about) {
    draw_text(list, style.fonts.caption, lit ? colours.text : colours.muted, x, middle, line);
    middle += style.px(kAboutLine);
  }
  return taken;
}

void draw_rows(const Style& style, const std::vector<Lesson>& lessons, ProgramState& state) {
  for (const Lesson& lesson : lessons) {
    if (!draw_row(style, lesson, lesson.id == state.lesson.id)) continue;
    state.ask(action::OpenLesson{lesson.id});
    ImGui::CloseCurrentPopup();
  }
}

void draw_heading(const Style& style, const char* text) {
  const ImVec2 min = ImGui::GetCursorScreenPos();
  ImDrawList* list = ImGui::GetWindowDrawList();
  const float rule = min.y + style.px(6.0F);
  list->AddLine({min.x, rule}, {min.x + style.px(kListWidth), rule}, style.colours.line_strong);
  draw_text(list, style.fonts.caption, style.colours.muted, min.x + style.px(kTextX),
            min.y + style.px(22.0F), text);
  ImGui::Dummy({style.px(kListWidth), style.px(kHeadingHeight)});
}

void draw_list(const Style& style, const Region& region, ProgramState& state) {
  const float top = region.max.y + style.px(4.0F);
  ImGui::SetNextWindowPos({region.min.x, top});
  // the status bar stays to be seen; a longer list scrolls
  const float bottom = ImGui::GetMainViewport()->Size.y - style.px(size::kStatusBar + 4.0F);
  ImGui::SetNextWindowSizeConstraints({0.0F, 0.0F}, {FLT_MAX, bottom - top});
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, ImVec2{0.0F, style.px(6.0F)});
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, ImVec2{0.0F, 0.0F});
  ImGui::PushStyleColor(ImGuiCol_PopupBg, style.colours.raised);
  ImGui::PushStyleColor(ImGuiCol_Border, style.colours.line_strong);
  if (ImGui::BeginPopup(kListId, ImGuiWindowFlags_NoMove)) {
    close_popup_on_escape();
    draw_rows(style, state.lessons, state);
    if (!state.presets.empty()) draw_heading(style, "Presets: experiments without cards");
    draw_rows(style, state.presets, state);
    ImGui::EndPopup();
  }
  ImGui::PopStyleColor(2);
  ImGui::PopStyleVar(2);
}

}  // namespace

float lesson_picker_width(const Style& style, const ProgramState& state, bool with_prefix) {
  float width = text_width(style.fonts.button, title_of(state)) + style.px(kPadding + kArrowRoom);
  if (with_prefix) width += text_width(style.fonts.label, "Lesson") + style.px(kPrefixGap);
  return std::max(width, style.px(with_prefix ? 228.0F : 184.0F));
}

void draw_lesson_picker(const Style& style, const Region& region, bool with_prefix,
                        ProgramState& state) {
  place_at(region.min.x, region.min.y);
  const bool pressed = ImGui::InvisibleButton("lesson picker", {region.width(), region.height()});
  if (pressed) ImGui::OpenPopup(kListId);
  draw_button(style, region, with_prefix, ImGui::IsItemHovered() || ImGui::IsPopupOpen(kListId),
              state);
  focus_ring(style, style.px(size::kRadius));
  simple_tooltip(style, title_of(state).c_str(), state.lesson.about.c_str());
  draw_list(style, region, state);
}

}  // namespace scorescope
