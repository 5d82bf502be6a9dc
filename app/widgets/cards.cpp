// Tooltips, notices and menus.
#include "app/widgets/cards.h"

#include <imgui_internal.h>  // GetItemID: the timer of a tooltip belongs to its item

#include <algorithm>
#include <cmath>

#include "app/plot/number_text.h"
#include "app/widgets/controls.h"
#include "app/widgets/text.h"

namespace scorescope {
namespace {

constexpr float kTextLine = 18, kFactLine = 20;

const char* effect_word(Effect effect) {
  if (effect == Effect::kLive) return "live";
  return effect == Effect::kResample ? "restarts the particles" : "restarts";
}

/// The lines of a tooltip, broken before anything is drawn, since the card's height depends on
/// them.
struct TooltipLayout {
  /// A fact that takes half of the width, or all of it on as many lines as it needs.
  struct Fact {
    std::string name;
    std::vector<std::string> value;
    float x = 0, line = 0;  ///< left edge, and the first of its lines
  };
  std::vector<std::string> help, larger, advice;
  std::vector<Fact> facts;
  float fact_lines = 0;
  float width = 0, height = 0;
};

constexpr float kFactValueX = 56;

/// Two facts beside each other where both values fit; a longer value has the lines to itself.
void lay_out_facts(const Style& style, const TooltipText& text, float inner,
                   TooltipLayout& layout) {
  ImFont* font = style.fonts.mono_caption;
  const float half = std::round(inner * 0.515F), value_x = style.px(kFactValueX);
  bool at_left = true;
  for (const auto& [name, value] : text.facts) {
    const bool fits = text_width(font, value) <= half - value_x - style.px(8);
    if (!fits && !at_left) {
      layout.fact_lines += 1;
      at_left = true;
    }
    TooltipLayout::Fact fact{name, {value}, at_left ? 0.0F : half, layout.fact_lines};
    if (!fits) {
      fact.value = wrapped_lines(font, value, inner - value_x);
      layout.fact_lines += static_cast<float>(fact.value.size());
    } else {
      if (!at_left) layout.fact_lines += 1;
      at_left = !at_left;
    }
    layout.facts.push_back(std::move(fact));
  }
  if (!at_left) layout.fact_lines += 1;
}

TooltipLayout laid_out(const Style& style, const TooltipText& text) {
  TooltipLayout layout;
  const float padding = style.px(size::kTooltipPadding);
  layout.width = style.px(size::kTooltipWidth);
  if (text.help.empty() && text.facts.empty() && text.larger.empty()) {
    const float key = text.key.empty() ? 0.0F : style.px(60);
    layout.width =
        std::min(layout.width, text_width(style.fonts.title, text.name) + 2 * padding + key);
  }
  const float inner = layout.width - 2 * padding;
  layout.help = wrapped_lines(style.fonts.label, text.help, inner);
  layout.larger = wrapped_lines(style.fonts.label, text.larger, inner);
  layout.advice = wrapped_lines(style.fonts.label, text.advice, inner);
  layout.height = 2 * padding + style.px(18);
  const float line = style.px(kTextLine);
  if (!layout.help.empty()) {
    layout.height += style.px(5) + line * static_cast<float>(layout.help.size());
  }
  for (const auto* paragraph : {&layout.larger, &layout.advice}) {
    if (paragraph->empty()) continue;
    layout.height += style.px(6) + line * static_cast<float>(paragraph->size());
  }
  if (!text.facts.empty()) {
    lay_out_facts(style, text, inner, layout);
    layout.height += style.px(17) + layout.fact_lines * style.px(kFactLine);
  }
  return layout;
}

/// Right of the rectangle, else left of it, always inside the viewport.
ImVec2 card_place(const Style& style, ImVec2 size, ImVec2 low, ImVec2 high) {
  const ImGuiViewport* port = ImGui::GetMainViewport();
  const float margin = style.px(8);
  const float right = port->Pos.x + port->Size.x, bottom = port->Pos.y + port->Size.y;
  ImVec2 place(high.x + style.px(12), low.y);
  if (place.x + size.x > right - margin) place.x = low.x - size.x - style.px(12);
  if (place.x < port->Pos.x + margin) {  // neither side: below, or above
    place.x = std::min(low.x, right - margin - size.x);
    place.y = high.y + style.px(6);
    if (place.y + size.y > bottom - margin) place.y = low.y - size.y - style.px(6);
  }
  place.x = std::max(place.x, port->Pos.x + margin);
  place.y = std::clamp(place.y, port->Pos.y + margin,
                       std::max(port->Pos.y + margin, bottom - margin - size.y));
  return {std::round(place.x), std::round(place.y)};
}

void draw_card(const Style& style, ImDrawList* list, ImVec2 low, ImVec2 high) {
  const float radius = style.px(size::kRadius);
  list->AddRectFilled(low, high, style.colours.raised, radius);
  list->AddRect(low, high, style.colours.line_strong, radius);
}

float draw_lines(const Style& style, ImDrawList* list, const std::vector<std::string>& lines,
                 ImU32 colour, float x, float y) {
  for (const std::string& line : lines) {
    draw_text(list, style.fonts.label, colour, x, y + style.px(kTextLine) / 2.0F, line);
    y += style.px(kTextLine);
  }
  return y;
}

void draw_name(const Style& style, ImDrawList* list, const TooltipText& text, float left,
               float right, float middle) {
  draw_text(list, style.fonts.title, style.colours.text, left, middle, text.name);
  if (text.effect) {
    const float word = draw_text_right(list, style.fonts.caption, style.colours.muted, right,
                                       middle, effect_word(*text.effect));
    const Icon icon = *text.effect == Effect::kLive ? Icon::kLive : Icon::kReset;
    draw_icon(list, icon, {std::round(word - style.px(11)), middle}, style.px(13),
              style.colours.muted);
  } else if (!text.key.empty()) {
    const float width = text_width(style.fonts.mono_caption, text.key) + style.px(12);
    key_cap(style, list, right - std::max(width, style.px(18)), middle, text.key.c_str());
  }
}

/// Symbol and unit beside each other, range and lesson value below them.
void draw_facts(const Style& style, ImDrawList* list, const TooltipLayout& layout, float left,
                float right, float y) {
  list->AddRectFilled({left, y + style.px(8)}, {right, y + style.px(9)}, style.colours.line_strong);
  y += style.px(17);
  const float pitch = style.px(kFactLine);
  for (const TooltipLayout::Fact& fact : layout.facts) {
    float middle = y + pitch * (fact.line + 0.5F);
    const float x = left + fact.x;
    draw_text(list, style.fonts.mono_caption, style.colours.muted, x, middle, fact.name);
    for (const std::string& line : fact.value) {
      draw_text(list, style.fonts.mono_caption, style.colours.text, x + style.px(kFactValueX),
                middle, line);
      middle += pitch;
    }
  }
}

std::string lesson_text(const FieldInfo& field, const Value& value) {
  if (const auto* id = std::get_if<std::string>(&value)) {
    const auto found = std::ranges::find(field.choices, *id, &FieldChoice::id);
    return found == field.choices.end() ? *id : found->label;
  }
  if (const auto* real = std::get_if<double>(&value)) return short_number_text(*real);
  if (const auto* whole = std::get_if<std::int64_t>(&value)) return count_text(*whole);
  if (std::holds_alternative<std::vector<GaussianComponent>>(value)) return "see the data";
  return to_text(value);
}

}  // namespace

bool tooltip_due() {
  constexpr ImGuiID kTimer = 0x7001U;  // keeps the timer apart from what the item itself may store
  float* rested = ImGui::GetStateStorage()->GetFloatRef(ImGui::GetItemID() ^ kTimer, 0.0F);
  // who has pressed it knows what it is, and wants to see what it did: not until the mouse was away
  constexpr float kNotAgain = -1e9F;
  if (!ImGui::IsItemHovered(ImGuiHoveredFlags_AllowWhenDisabled)) {
    *rested = 0.0F;
  } else {
    *rested = ImGui::IsAnyMouseDown() ? kNotAgain : *rested + ImGui::GetIO().DeltaTime;
  }
  return *rested > 0.5F;
}

void draw_tooltip(const Style& style, const TooltipText& text, ImVec2 low, ImVec2 high) {
  const TooltipLayout layout = laid_out(style, text);
  const ImVec2 place = card_place(style, {layout.width, layout.height}, low, high);
  const ImVec2 corner(place.x + layout.width, place.y + layout.height);
  ImDrawList* list = ImGui::GetForegroundDrawList();
  draw_card(style, list, place, corner);
  const float padding = style.px(size::kTooltipPadding);
  const float left = place.x + padding, right = corner.x - padding;
  float y = place.y + padding;
  draw_name(style, list, text, left, right, y + style.px(9));
  y += style.px(18);
  if (!layout.help.empty()) {
    y = draw_lines(style, list, layout.help, style.colours.text, left, y + style.px(5));
  }
  for (const auto* paragraph : {&layout.larger, &layout.advice}) {
    if (paragraph->empty()) continue;
    y = draw_lines(style, list, *paragraph, style.colours.text, left, y + style.px(6));
  }
  if (!text.facts.empty()) draw_facts(style, list, layout, left, right, y);
}

std::string range_text(const FieldInfo& field) {
  const auto end_text = [](double end) {
    if (end == 0.0 || std::abs(end) >= 1e-4) return to_text(end);
    const std::string text = short_number_text(end);
    return text.starts_with("1·") ? text.substr(std::string_view("1·").size()) : text;
  };
  const bool small = field.minimum != 0.0 && std::abs(field.minimum) < 1e-4;
  if (!small) return allowed_text(field);
  if (!std::isfinite(field.maximum)) return "at least " + end_text(field.minimum);
  return end_text(field.minimum) + " to " + end_text(field.maximum);
}

TooltipText field_tooltip(const FieldInfo& field, const Value& lesson_value) {
  TooltipText text{.name = field.label, .effect = field.effect, .help = field.help};
  // "Larger:" only where something can grow; choices explain themselves
  const bool number = std::holds_alternative<double>(field.initial) ||
                      std::holds_alternative<std::int64_t>(field.initial);
  if (!field.larger.empty()) text.larger = (number ? "Larger: " : "") + field.larger;
  if (!field.symbol.empty()) text.facts.emplace_back("symbol", field.symbol);
  if (!field.unit.empty()) text.facts.emplace_back("unit", field.unit);
  if (number) text.facts.emplace_back("range", range_text(field));
  text.facts.emplace_back("lesson", lesson_text(field, lesson_value));
  return text;
}

void simple_tooltip(const Style& style, const char* name, const char* help, const char* key) {
  if (!tooltip_due()) return;
  draw_tooltip(style, {.name = name, .help = help, .key = key}, ImGui::GetItemRectMin(),
               ImGui::GetItemRectMax());
}

bool give_keys_to_menu() {
  ImGuiIO& io = ImGui::GetIO();
  const bool open = ImGui::IsPopupOpen("", ImGuiPopupFlags_AnyPopup);
  io.ConfigFlags &= ~ImGuiConfigFlags_NavEnableKeyboard;
  if (open) io.ConfigFlags |= ImGuiConfigFlags_NavEnableKeyboard;
  return open;
}

void close_popup_on_escape() {
  if (ImGui::IsKeyPressed(ImGui::GetKeyIndex(ImGuiKey_Escape), false)) ImGui::CloseCurrentPopup();
}

bool begin_menu(const Style& style, const char* id, float width) {
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {style.px(5), style.px(5)});
  ImGui::PushStyleColor(ImGuiCol_Border, style.colours.line_strong);
  const float pixels = style.px(width);
  const float highest = ImGui::GetMainViewport()->Size.y - style.px(24);
  ImGui::SetNextWindowSizeConstraints({pixels, 0}, {pixels, highest});
  const bool open = ImGui::BeginPopup(id, ImGuiWindowFlags_NoMove);
  ImGui::PopStyleColor();
  ImGui::PopStyleVar();
  if (!open) return false;
  close_popup_on_escape();
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {0, 0});
  return true;
}

void end_menu() {
  ImGui::PopStyleVar();
  ImGui::EndPopup();
}

bool menu_item(const Style& style, const MenuItem& item) {
  const float width = ImGui::GetContentRegionAvail().x;
  const Hit hit = hit_area(item.label, {width, style.px(size::kMenuRow)}, item.enabled);
  ImDrawList* list = ImGui::GetWindowDrawList();
  const Palette& c = style.colours;
  if (item.checked && ImGui::IsWindowAppearing()) ImGui::SetItemDefaultFocus();
  const bool lit = hit.hovered || has_keyboard(), taken = hit.clicked || entered();
  if (lit) list->AddRectFilled(hit.low, hit.high, c.line_strong, style.px(4));
  const float y = std::round(hit.centre().y);
  const float left = hit.low.x - style.px(5);  // tokens measure from the card's edge
  if (item.checked) {
    draw_icon(list, Icon::kCheck, {left + style.px(19), y}, style.px(12), c.text);
  }
  const std::string_view label(item.label);
  draw_text(list, style.fonts.label, ink(c.text, item.enabled), left + style.px(34), y,
            label.substr(0, label.find("##")));
  draw_text_right(list, style.fonts.caption, ink(lit ? c.text : c.muted, item.enabled),
                  hit.high.x - style.px(9), y, item.right);
  if (taken) ImGui::CloseCurrentPopup();
  return taken;
}

void menu_code(const Style& style, std::span<const std::string> code) {
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x, line = style.px(18);
  std::vector<std::string> lines;
  for (const std::string& text : code) {
    for (std::string& part :
         lines_of_words(style.fonts.mono_caption, text, width - style.px(29 + 9 + 18))) {
      lines.push_back(std::move(part));
    }
  }
  const ImVec2 low(at.x + style.px(29), at.y);
  const ImVec2 high(at.x + width - style.px(9),
                    at.y + line * static_cast<float>(lines.size()) + style.px(10));
  ImDrawList* list = ImGui::GetWindowDrawList();
  list->AddRectFilled(low, high, style.colours.well, style.px(4));
  float y = low.y + style.px(5) + line / 2.0F;
  for (const std::string& text : lines) {
    draw_text(list, style.fonts.mono_caption, style.colours.text, low.x + style.px(9), y, text);
    y += line;
  }
  ImGui::Dummy({width, high.y - low.y + style.px(8)});
}

void menu_rule(const Style& style) {
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x, inset = style.px(5);
  ImGui::GetWindowDrawList()->AddRectFilled(
      {at.x - inset, at.y}, {at.x + width + inset, at.y + style.px(1)}, style.colours.line_strong);
  ImGui::Dummy({width, style.px(8)});
}

}  // namespace scorescope
