// Notice cards: what happened, where, what is allowed, and the ways out.
#include <algorithm>
#include <cmath>

#include "app/widgets/cards.h"
#include "app/widgets/controls.h"
#include "app/widgets/text.h"

namespace scorescope {
namespace {

constexpr float kLine = 18, kEdge = 4, kTextX = 42, kRight = 40;

struct NoticeLayout {
  std::vector<std::string> title, detail, hint;
  float height = 0;
  bool beside = false;  ///< one action stands beside the text instead of below
};

ImFont* detail_font(const Style& style, const NoticeCard& card) {
  const bool found_text = card.detail_is_code && card.kind != NoticeCard::Kind::kDone;
  return found_text ? style.fonts.mono_caption : style.fonts.caption;
}

float actions_width(const Style& style, const NoticeCard& card) {
  float width = 0.0F;
  for (const std::string& word : card.actions) {
    width += text_width(style.fonts.label, word) + style.px(24 + 8);
  }
  return width;
}

NoticeLayout laid_out(const Style& style, const NoticeCard& card, float width) {
  NoticeLayout layout;
  layout.beside = card.kind == NoticeCard::Kind::kDone && card.actions.size() <= 1;
  const float beside = layout.beside ? actions_width(style, card) : 0.0F;
  const float room = width - style.px(kTextX + kRight) - beside;
  layout.title = wrapped_lines(style.fonts.title, card.title, room);
  layout.detail = wrapped_lines(detail_font(style, card), card.detail, room);
  layout.hint = wrapped_lines(style.fonts.caption, card.hint, room);
  const auto lines =
      static_cast<float>(layout.title.size() + layout.detail.size() + layout.hint.size());
  layout.height = style.px(16) + style.px(kLine + 1) * lines;
  if (!layout.beside && !card.actions.empty()) layout.height += style.px(size::kCombo + 8);
  layout.height = std::max(layout.height, style.px(size::kNotice));
  return layout;
}

void draw_body(const Style& style, const NoticeCard& card, const NoticeLayout& layout, ImVec2 low,
               ImVec2 high) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  const Palette& c = style.colours;
  const float radius = style.px(size::kRadius);
  list->AddRectFilled(low, high, c.raised, radius);
  list->AddRect(low, high, c.line_strong, radius);
  const bool done = card.kind == NoticeCard::Kind::kDone;
  if (!done) {
    list->AddRectFilled(low, {low.x + style.px(kEdge), high.y}, c.warning, radius,
                        ImDrawFlags_RoundCornersLeft);
  }
  float y = std::round(low.y + style.px(8) + style.px(kLine) / 2.0F);
  draw_icon(list, done ? Icon::kCheck : Icon::kWarning, {low.x + style.px(24), y},
            style.px(done ? 13 : 17), done ? c.text : c.warning);
  const float x = low.x + style.px(kTextX);
  const auto draw_lines = [&](const std::vector<std::string>& lines, ImFont* font, ImU32 colour) {
    for (const std::string& line : lines) {
      draw_text(list, font, colour, x, y, line);
      y += style.px(kLine + 1);
    }
  };
  draw_lines(layout.title, style.fonts.title, c.text);
  draw_lines(layout.detail, detail_font(style, card), c.text);
  draw_lines(layout.hint, style.fonts.caption, c.muted);
}

}  // namespace

float notice_height(const Style& style, const NoticeCard& card, float width) {
  return laid_out(style, card, width).height;
}

NoticeOutcome draw_notice(const Style& style, const char* id, const NoticeCard& card, ImVec2 corner,
                          float width) {
  NoticeOutcome outcome;
  const NoticeLayout layout = laid_out(style, card, width);
  const ImVec2 low(std::round(corner.x - width), std::round(corner.y - layout.height));
  ImGui::SetNextWindowPos(low);
  ImGui::SetNextWindowSize({width, layout.height});
  ImGui::PushStyleVar(ImGuiStyleVar_WindowMinSize, {1, 1});
  ImGui::Begin(id, nullptr,
               ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove |
                   ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoBackground |
                   ImGuiWindowFlags_NoFocusOnAppearing | ImGuiWindowFlags_NoScrollWithMouse);
  ImGui::PopStyleVar();
  draw_body(style, card, layout, low, corner);
  outcome.hovered = ImGui::IsWindowHovered(ImGuiHoveredFlags_ChildWindows);
  float x = layout.beside ? corner.x - style.px(kRight) - actions_width(style, card)
                          : low.x + style.px(kTextX);
  const float y = layout.beside ? low.y + (layout.height - style.px(size::kCombo)) / 2.0F
                                : corner.y - style.px(10 + size::kCombo);
  for (std::size_t i = 0; i < card.actions.size(); ++i) {
    ImGui::SetCursorScreenPos({std::round(x), std::round(y)});
    if (text_button(style, card.actions[i].c_str())) outcome.action = static_cast<int>(i);
    x = ImGui::GetItemRectMax().x + style.px(8);
  }
  const float side = style.px(22);
  const float close_y = layout.beside ? (low.y + corner.y - side) / 2.0F : low.y + style.px(6);
  ImGui::SetCursorScreenPos({corner.x - style.px(8) - side, std::round(close_y)});
  outcome.closed = icon_button(
      style, {.id = "close", .icon = Icon::kClose, .side = 22, .icon_size = 13, .framed = false});
  ImGui::End();
  return outcome;
}

}  // namespace scorescope
