// Combos, toggles, segments and slider tracks of controls.h.
#include <algorithm>
#include <cmath>

#include "app/widgets/cards.h"
#include "app/widgets/controls.h"
#include "app/widgets/text.h"

namespace scorescope {
namespace {

const std::string& label_of(std::span<const FieldChoice> choices, const std::string& chosen) {
  for (const FieldChoice& choice : choices) {
    if (choice.id == chosen) return choice.label;
  }
  return chosen;
}

/// Returns whether the value had to be cut.
bool draw_combo(const Style& style, const Combo& combo, const Hit& hit, std::string_view value) {
  const Palette& c = style.colours;
  ImDrawList* list = ImGui::GetWindowDrawList();
  const float radius = style.px(size::kFieldRadius), y = hit.centre().y;
  ImU32 fill = hit.hovered ? c.raised : c.control;
  if (hit.held) fill = c.line_strong;
  list->AddRectFilled(hit.low, hit.high, fill, radius);
  list->AddRect(hit.low, hit.high, c.line, radius);
  float x = hit.low.x + style.px(9);
  if (combo.icon != Icon::kNone) {
    draw_icon(list, combo.icon, {x + style.px(6), y}, style.px(12), ink(c.muted, combo.enabled));
    x += style.px(19);
  }
  if (*combo.prefix != '\0') {
    x = draw_text(list, style.fonts.label, ink(c.muted, combo.enabled), x, y, combo.prefix) +
        style.px(8);
  }
  const float chevron = hit.high.x - style.px(14);
  ImFont* font = combo.title ? style.fonts.button : style.fonts.label;
  const std::string shown = shortened(font, value, chevron - style.px(8) - x);
  draw_text(list, font, ink(c.text, combo.enabled), x, y, shown);
  draw_icon(list, Icon::kDown, {chevron, y}, style.px(11), ink(c.muted, combo.enabled));
  return shown != value;
}

/// The open list of a combo; returns true when a choice was taken.
bool combo_list(const Style& style, const Combo& combo, const Hit& hit, std::string& chosen) {
  float width = hit.high.x - hit.low.x;
  for (const FieldChoice& choice : combo.choices) {
    width = std::max(width, text_width(style.fonts.label, choice.label) + style.px(64));
  }
  const float height = style.px(size::kMenuRow) * static_cast<float>(combo.choices.size());
  const float gap = style.px(4), below = ImGui::GetIO().DisplaySize.y - hit.high.y;
  // upwards where there is more room, and not enough below
  const bool up = below < height + style.px(10) + gap && hit.low.y > below;
  ImGui::SetNextWindowPos({hit.low.x, up ? hit.low.y - gap : hit.high.y + gap}, ImGuiCond_Always,
                          {0.0F, up ? 1.0F : 0.0F});
  bool taken = false;
  if (begin_menu(style, "list", width / style.scale)) {
    for (const FieldChoice& choice : combo.choices) {
      ImGui::PushID(choice.id.c_str());
      const bool on = choice.id == chosen;
      if (menu_item(style, {.label = choice.label.c_str(), .checked = on}) && !on) {
        chosen = choice.id;
        taken = true;
      }
      ImGui::PopID();
    }
    end_menu();
  }
  return taken;
}

}  // namespace

float combo_width(const Style& style, std::string_view value) {
  return text_width(style.fonts.label, value) + style.px(9) + style.px(8) + style.px(14);
}

bool combo(const Style& style, const Combo& combo, std::string& chosen) {
  ImGui::PushID(combo.id);
  const float width =
      combo.width > 0 ? style.px(combo.width) : std::floor(ImGui::GetContentRegionAvail().x);
  const Hit hit = hit_area("combo", {width, style.px(combo.height)}, combo.enabled);
  const std::string& value = label_of(combo.choices, chosen);
  const bool cut = draw_combo(style, combo, hit, value);
  if (cut && combo.own_tooltip) simple_tooltip(style, value.c_str(), "");
  if (combo.enabled) focus_ring(style, size::kFieldRadius);
  if (hit.clicked) ImGui::OpenPopup("list");
  const ImVec2 after = ImGui::GetCursorPos();
  const bool taken = combo_list(style, combo, hit, chosen);
  ImGui::SetCursorPos(after);
  ImGui::PopID();
  return taken;
}

bool toggle(const Style& style, const char* id, bool& on, bool enabled) {
  const float width = style.px(size::kToggleWidth), height = style.px(size::kToggleHeight);
  const Hit hit = hit_area(id, {width, height}, enabled);
  if (hit.clicked) on = !on;
  const Palette& c = style.colours;
  const float radius = height / 2.0F;
  ImDrawList* list = ImGui::GetWindowDrawList();
  list->AddRectFilled(hit.low, hit.high, ink(on ? c.fill : c.track, enabled), radius);
  const float x = on ? hit.high.x - radius : hit.low.x + radius;
  list->AddCircleFilled({x, hit.centre().y}, radius - style.px(2.5F),
                        on ? c.panel : ink(c.panel, enabled), 24);
  if (enabled) focus_ring(style, size::kToggleHeight / 2.0F);
  return hit.clicked;
}

bool segmented(const Style& style, const char* id, std::span<const FieldChoice> choices,
               std::string& chosen, float width) {
  ImGui::PushID(id);
  const Palette& c = style.colours;
  const float whole = style.px(width), height = style.px(size::kField);
  const float radius = style.px(size::kFieldRadius);
  const ImVec2 origin = ImGui::GetCursorScreenPos();
  ImDrawList* list = ImGui::GetWindowDrawList();
  list->AddRectFilled(origin, {origin.x + whole, origin.y + height}, c.control, radius);
  list->AddRect(origin, {origin.x + whole, origin.y + height}, c.line, radius);
  bool changed = false;
  const auto count = static_cast<float>(choices.size());
  for (std::size_t i = 0; i < choices.size(); ++i) {
    const float left = std::round(origin.x + whole * static_cast<float>(i) / count);
    const float right = std::round(origin.x + whole * static_cast<float>(i + 1) / count);
    ImGui::SetCursorScreenPos({left, origin.y});
    const Hit hit = hit_area(choices[i].id.c_str(), {right - left, height});
    const bool on = choices[i].id == chosen;
    if (on || hit.hovered) {
      const ImVec2 low(left + style.px(1), origin.y + style.px(1));
      const ImVec2 high(right - style.px(1), origin.y + height - style.px(1));
      list->AddRectFilled(low, high, c.raised, radius);
      if (on) list->AddRect(low, high, c.line_strong, radius);
    }
    draw_text_centred(list, style.fonts.label, on ? c.text : c.muted, hit.centre().x,
                      hit.centre().y, choices[i].label);
    focus_ring(style, size::kFieldRadius);
    if (hit.clicked && !on) {
      chosen = choices[i].id;
      changed = true;
    }
  }
  ImGui::SetCursorScreenPos(origin);
  ImGui::Dummy({whole, height});
  ImGui::PopID();
  return changed;
}

SliderOutcome slider_track(const Style& style, const SliderTrack& track, double& value) {
  SliderOutcome outcome;
  const float knob = style.px(size::kKnobRadius), width = style.px(track.width);
  const Hit hit = hit_area(track.id, {width, style.px(track.height)}, track.enabled);
  const float y = std::round(hit.centre().y);
  if (hit.held && ImGui::IsMouseDown(ImGuiMouseButton_Left)) {
    const float at = (ImGui::GetIO().MousePos.x - hit.low.x - knob) / (width - 2 * knob);
    const double wanted = std::clamp(static_cast<double>(at), 0.0, 1.0);
    // a press on the knob itself must not move it
    const bool pressed_knob =
        ImGui::IsItemActivated() && std::abs(wanted - value) * (width - 2.0F * knob) < knob;
    outcome.changed = !pressed_knob && wanted != value;
    if (outcome.changed) value = wanted;
  }
  if (track.enabled && has_keyboard()) {
    const int steps = (ImGui::IsKeyPressed(ImGui::GetKeyIndex(ImGuiKey_RightArrow)) ? 1 : 0) -
                      (ImGui::IsKeyPressed(ImGui::GetKeyIndex(ImGuiKey_LeftArrow)) ? 1 : 0);
    if (steps != 0) {
      value = std::clamp(value + 0.02 * steps, 0.0, 1.0);
      outcome.changed = outcome.committed = true;
    }
  }
  outcome.committed |= ImGui::IsItemDeactivated();
  const Palette& c = style.colours;
  ImDrawList* list = ImGui::GetWindowDrawList();
  const float half = style.px(size::kTrackHeight) / 2.0F;
  const float x = std::round(hit.low.x + knob + (width - 2 * knob) * static_cast<float>(value));
  list->AddRectFilled({hit.low.x, y - half}, {hit.high.x, y + half}, ink(c.track, track.enabled),
                      half);
  list->AddRectFilled({hit.low.x, y - half}, {x, y + half}, ink(c.fill, track.enabled), half);
  list->AddCircleFilled({x, y}, knob + style.px(1), c.panel, 24);
  list->AddCircleFilled({x, y}, knob, mixed(c.panel, c.knob, track.enabled ? 1.0F : 0.4F), 24);
  if (track.enabled) focus_ring(style, size::kTagRadius);
  return outcome;
}

}  // namespace scorescope
