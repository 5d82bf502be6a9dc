// Things that float over the window: tooltips, notices, menus. Cards of `raised`, 1 px border,
// radius 6.
#pragma once

#include <imgui.h>

#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "app/widgets/icons.h"
#include "app/widgets/style.h"
#include "core/base/field.h"

namespace scorescope {

/// What a tooltip says (tokens.md "Transient states").
struct TooltipText {
  std::string name{};
  std::optional<Effect> effect{};
  std::string help{};
  std::string larger{};  ///< second paragraph, "Larger: ..."
  std::string advice{};  ///< third paragraph: what is suggested here and why
  std::vector<std::pair<std::string, std::string>>
      facts{};        ///< two columns: symbol, unit, range, lesson
  std::string key{};  ///< shortcut, shown as key cap
};

/// True once the last item has been hovered for 0.5 s without a button down.
bool tooltip_due();
/// Draws the card right of the rectangle (left of it, or below, where there is no room), inside the
/// main viewport and above everything else.
void draw_tooltip(const Style& style, const TooltipText& text, ImVec2 low, ImVec2 high);
/// The tooltip of a field, from its table entry.
TooltipText field_tooltip(const FieldInfo& field, const Value& lesson_value);
/// The range of a number as text, with small ends as powers of ten: "10⁻⁹ to 1000".
std::string range_text(const FieldInfo& field);
/// For buttons: name and one sentence after 0.5 s over the last item.
void simple_tooltip(const Style& style, const char* name, const char* help, const char* key = "");

/// A notice card.
struct NoticeCard {
  enum class Kind { kDone, kWarning, kError };
  Kind kind = Kind::kDone;
  std::string title{}, detail{}, hint{};
  bool detail_is_code = false;         ///< Mono for found text of errors
  std::vector<std::string> actions{};  ///< words of the buttons
};
struct NoticeOutcome {
  bool closed = false;
  int action = -1;  ///< index of the pressed button
  bool hovered = false;
};
/// Height of the card at this width, px of the framebuffer.
float notice_height(const Style& style, const NoticeCard& card, float width);
/// An own ImGui window named `id` with its lower right corner at `corner`.
NoticeOutcome draw_notice(const Style& style, const char* id, const NoticeCard& card, ImVec2 corner,
                          float width);

/// An open menu gets the keys to itself: arrows walk it, Space and Enter take, Escape closes.
/// Whether one is open. Call once a frame, after the drawing.
bool give_keys_to_menu();
/// Call inside an open popup.
void close_popup_on_escape();

/// Menus: open with ImGui::OpenPopup(id), then begin_menu ... end_menu each frame.
bool begin_menu(const Style& style, const char* id, float width = 320);
void end_menu();
struct MenuItem {
  const char* label = "";
  const char* right = "";  ///< shortcut or format, muted
  bool checked = false;
  bool enabled = true;
};
bool menu_item(const Style& style, const MenuItem& item);
/// Text in a well, Mono 13, 18 a line (the command of a figure).
void menu_code(const Style& style, std::span<const std::string> lines);
void menu_rule(const Style& style);

}  // namespace scorescope
