// Small drawn things of controls.h: tags, key caps, bars, rules, the focus ring, hit areas.
#include <algorithm>
#include <cmath>

#include "app/widgets/controls.h"
#include "app/widgets/text.h"

namespace scorescope {
namespace {

void draw_ramp(const Style& style, ImDrawList* list, ImVec2 low, ImVec2 size,
               std::span<const ImU32> ramp, float opacity) {
  const auto pieces = static_cast<float>(ramp.size() - 1);
  for (std::size_t i = 0; i + 1 < ramp.size(); ++i) {
    const float left = std::round(low.x + size.x * static_cast<float>(i) / pieces);
    const float right = std::round(low.x + size.x * static_cast<float>(i + 1) / pieces);
    const ImU32 a = mixed(style.colours.background, ramp[i], opacity);
    const ImU32 b = mixed(style.colours.background, ramp[i + 1], opacity);
    list->AddRectFilledMultiColor({left, low.y}, {right, low.y + size.y}, a, b, b, a);
  }
}

}  // namespace

ImU32 ink(ImU32 colour, bool enabled) { return enabled ? colour : faded(colour, 0.4F); }

Hit hit_area(const char* id, ImVec2 size, bool enabled) {
  Hit hit;
  hit.low = ImGui::GetCursorScreenPos();
  hit.high = {hit.low.x + size.x, hit.low.y + size.y};
  if (!enabled) {
    // the same item as when it is enabled: what was pressed just now remembers that it was
    ImGui::BeginDisabled();
    ImGui::InvisibleButton(id, {std::max(size.x, 1.0F), std::max(size.y, 1.0F)});
    ImGui::EndDisabled();
    return hit;
  }
  hit.clicked = ImGui::InvisibleButton(id, {std::max(size.x, 1.0F), std::max(size.y, 1.0F)});
  hit.hovered = ImGui::IsItemHovered();
  hit.held = ImGui::IsItemActive();
  return hit;
}

float hover_time(const char* id, ImVec2 low, ImVec2 high) {
  float* time = ImGui::GetStateStorage()->GetFloatRef(ImGui::GetID(id), 0.0F);
  const bool inside = ImGui::IsWindowHovered() && ImGui::IsMouseHoveringRect(low, high) &&
                      !ImGui::IsMouseDown(ImGuiMouseButton_Left);
  *time = inside ? *time + ImGui::GetIO().DeltaTime : 0.0F;
  return *time;
}

bool has_keyboard() { return ImGui::IsItemFocused() && ImGui::GetIO().NavVisible; }

bool entered() {
  return has_keyboard() && ImGui::IsKeyPressed(ImGui::GetKeyIndex(ImGuiKey_Enter), false);
}

void focus_ring(const Style& style, float rounding) {
  if (!has_keyboard()) return;
  const float gap = style.px(2) + style.px(2) / 2.0F;
  const ImVec2 low = ImGui::GetItemRectMin(), high = ImGui::GetItemRectMax();
  ImGui::GetWindowDrawList()->AddRect({low.x - gap, low.y - gap}, {high.x + gap, high.y + gap},
                                      style.colours.text, style.px(rounding) + gap, 0, style.px(2));
}

void view_tag(const Style& style, ImDrawList* list, ImVec2 centre, const char* letter, ImU32 colour,
              bool filled, float side) {
  const float half = style.px(side) / 2.0F;
  const ImVec2 low(std::round(centre.x - half), std::round(centre.y - half));
  const ImVec2 high(low.x + 2 * half, low.y + 2 * half);
  const float radius = style.px(size::kTagRadius);
  if (filled) {
    list->AddRectFilled(low, high, colour, radius);
  } else {
    list->AddRect(low, high, colour, radius, 0, 1.5F * style.scale);
  }
  // dark letters on the bright hues of the dark theme, white ones on the deep hues of the light
  const ImU32 on_colour = style.dark ? style.colours.call_text : style.colours.well;
  ImFont* font = side >= size::kViewTag ? style.fonts.title : style.fonts.caption;
  draw_text_centred(list, font, filled ? on_colour : colour, (low.x + high.x) / 2.0F,
                    (low.y + high.y) / 2.0F, letter);
}

float key_cap(const Style& style, ImDrawList* list, float x, float middle_y, const char* key) {
  ImFont* font = style.fonts.mono_caption;
  const float height = style.px(size::kKeyCap);
  const float width = std::max(text_width(font, key) + 2 * style.px(6), height * 0.9F);
  const ImVec2 low(std::round(x), std::round(middle_y - height / 2.0F));
  const ImVec2 high(low.x + std::round(width), low.y + height);
  list->AddRectFilled(low, high, style.colours.control, style.px(size::kTagRadius));
  list->AddRect(low, high, style.colours.line_strong, style.px(size::kTagRadius));
  draw_text_centred(list, font, style.colours.text, (low.x + high.x) / 2.0F, middle_y, key);
  return high.x;
}

void progress_bar(const Style& style, ImDrawList* list, ImVec2 low, ImVec2 size, float share,
                  ImU32 colour) {
  const float radius = size.y / 2.0F;
  list->AddRectFilled(low, {low.x + size.x, low.y + size.y}, style.colours.track, radius);
  const float width = size.x * std::clamp(share, 0.0F, 1.0F);
  if (width >= 1.0F) {
    list->AddRectFilled(low, {low.x + std::max(width, size.y), low.y + size.y}, colour, radius);
  }
}

float colour_bar_width(const Style& style, const ColourBar& bar) {
  const float icons = bar.icon == Icon::kNone ? 0.0F : bar.second_ramp.empty() ? 17.0F : 32.0F;
  return text_width(style.fonts.caption, bar.name) +
         text_width(style.fonts.mono_caption, bar.low + bar.high) +
         style.px(bar.bar_width + 21.0F + icons);
}

float colour_bar(const Style& style, ImDrawList* list, float x, float middle_y,
                 const ColourBar& bar) {
  const bool two = !bar.second_ramp.empty();
  if (bar.icon != Icon::kNone) {
    draw_icon(list, bar.icon, {x + style.px(6), middle_y}, style.px(12),
              faded(bar.icon_colour, bar.opacity));
    x += style.px(two ? 15 : 17);
  }
  if (two) {
    draw_icon(list, bar.icon, {x + style.px(6), middle_y}, style.px(12), bar.second_icon_colour);
    x += style.px(17);
  }
  const ImU32 muted = style.colours.muted;
  x = draw_text(list, style.fonts.caption, muted, x, middle_y, bar.name) + style.px(9);
  x = draw_text(list, style.fonts.mono_caption, muted, x, middle_y, bar.low) + style.px(6);
  const ImVec2 low(std::round(x), std::round(middle_y - style.px(5)));
  const ImVec2 size(style.px(bar.bar_width), style.px(10));
  const float split = two ? std::round(size.y / 2.0F) : size.y;
  draw_ramp(style, list, low, {size.x, split}, bar.ramp, bar.opacity);
  if (two) {
    draw_ramp(style, list, {low.x, low.y + split}, {size.x, size.y - split}, bar.second_ramp, 1.0F);
  }
  list->AddRect(low, {low.x + size.x, low.y + size.y}, style.colours.line_strong);
  return draw_text(list, style.fonts.mono_caption, muted, low.x + size.x + style.px(6), middle_y,
                   bar.high);
}

void rule(const Style& style) {
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x;
  const float thickness = std::max(1.0F, std::floor(style.scale));
  ImGui::GetWindowDrawList()->AddRectFilled(at, {at.x + width, at.y + thickness},
                                            style.colours.line);
  ImGui::SetCursorScreenPos({at.x, at.y + thickness});
}

}  // namespace scorescope
