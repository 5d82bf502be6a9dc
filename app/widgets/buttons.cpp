// The buttons of controls.h.
#include <algorithm>
#include <cmath>
#include <string_view>

#include "app/widgets/controls.h"
#include "app/widgets/text.h"

namespace scorescope {
namespace {

/// What is shown of an ImGui label: the part before "##".
std::string_view visible(std::string_view label) { return label.substr(0, label.find("##")); }

ImU32 surface(const Style& style, const Hit& hit, ImU32 resting) {
  if (hit.held) return style.colours.line_strong;
  return hit.hovered ? style.colours.raised : resting;
}

void frame(const Style& style, const Hit& hit, ImU32 fill, ImU32 border) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  const float radius = style.px(size::kRadius);
  list->AddRectFilled(hit.low, hit.high, fill, radius);
  list->AddRect(hit.low, hit.high, border, radius, 0, std::max(1.0F, std::floor(style.scale)));
}

/// Filled orange; a little darker under the mouse so that a press is felt.
void call_frame(const Style& style, const Hit& hit) {
  float shade = 0.0F;
  if (hit.hovered) shade = 0.08F;
  if (hit.held) shade = 0.18F;
  const ImU32 fill = mixed(style.colours.call, style.colours.call_text, shade);
  ImGui::GetWindowDrawList()->AddRectFilled(hit.low, hit.high, fill, style.px(size::kRadius));
}

/// A square that holds the layer's own colours while it is on: a ramp, or one grey; else an
/// outline.
void draw_layer_square(const Style& style, ImDrawList* list, Icon icon, ImVec2 centre, bool on) {
  const float half = style.px(6);
  const ImVec2 low(centre.x - half, centre.y - half), high(centre.x + half, centre.y + half);
  if (!on) {
    list->AddRect(low, high, style.colours.off, style.px(1), 0, style.px(1));
    return;
  }
  if (icon == Icon::kSquare) {
    list->AddRectFilled(low, high, style.colours.fill, style.px(1));
    return;
  }
  const auto draw_ramp = [&](std::span<const ImU32> ramp) {
    const auto pieces = static_cast<float>(ramp.size() - 1);
    for (std::size_t i = 0; i + 1 < ramp.size(); ++i) {
      const float left = low.x + 2 * half * static_cast<float>(i) / pieces;
      const float right = low.x + 2 * half * static_cast<float>(i + 1) / pieces;
      list->AddRectFilledMultiColor({left, low.y}, {right, high.y}, ramp[i], ramp[i + 1],
                                    ramp[i + 1], ramp[i]);
    }
  };
  if (icon == Icon::kDensity) {
    draw_ramp(style.colours.density);
  } else {
    draw_ramp(style.colours.error);
  }
  list->AddRect(low, high, style.colours.line_strong);
}

bool is_square(Icon icon) {
  return icon == Icon::kSquare || icon == Icon::kDensity || icon == Icon::kError;
}

}  // namespace

bool transport_button(const Style& style, const TransportButton& button) {
  const Hit hit =
      hit_area(button.label, {style.px(button.width), style.px(button.height)}, button.enabled);
  const Palette& c = style.colours;
  const bool call = button.call_to_action && button.enabled;
  if (call) {
    call_frame(style, hit);
  } else {
    const ImU32 resting = button.enabled ? c.raised : c.panel;
    frame(style, hit, hit.held || hit.hovered ? c.line_strong : resting,
          button.enabled ? c.line_strong : c.line);
  }
  const ImU32 colour = call ? c.call_text : ink(c.text, button.enabled);
  const std::string_view word = visible(button.label);
  const float height_share = button.height / size::kTransport;
  const float icon = style.px(14 * std::max(1.0F, height_share * 0.85F)), gap = style.px(10);
  const float width = icon + gap + text_width(style.fonts.button, word);
  ImDrawList* list = ImGui::GetWindowDrawList();
  const float x = hit.centre().x - width / 2.0F;
  draw_icon(list, button.icon, {std::round(x + icon / 2.0F), hit.centre().y}, icon, colour);
  draw_text(list, style.fonts.button, colour, x + icon + gap, hit.centre().y, word);
  if (button.enabled) focus_ring(style, size::kRadius);
  return hit.clicked;
}

bool icon_button(const Style& style, const IconButton& button) {
  const float side = style.px(button.side);
  const Hit hit = hit_area(button.id, {side, side}, button.enabled);
  const Palette& c = style.colours;
  if (button.on) {
    frame(style, hit, hit.held ? c.line_strong : c.raised, c.line_strong);
  } else if (button.framed) {
    frame(style, hit, button.enabled ? surface(style, hit, c.control) : c.panel, c.line);
  } else if (hit.hovered || hit.held) {
    frame(style, hit, surface(style, hit, c.panel), c.line);
  }
  const bool bright = button.on || hit.hovered;
  draw_icon(ImGui::GetWindowDrawList(), button.icon, hit.centre(), style.px(button.icon_size),
            ink(bright ? c.text : c.muted, button.enabled));
  if (button.enabled) focus_ring(style, size::kRadius);
  return hit.clicked;
}

bool text_button(const Style& style, const char* label, float height) {
  const std::string_view word = visible(label);
  const float width = text_width(style.fonts.label, word) + 2 * style.px(12);
  const Hit hit = hit_area(label, {std::round(width), style.px(height)});
  if (hit.hovered || hit.held) {
    const ImU32 fill = hit.held ? style.colours.line_strong : style.colours.control;
    ImGui::GetWindowDrawList()->AddRectFilled(hit.low, hit.high, fill, style.px(size::kRadius));
  }
  ImGui::GetWindowDrawList()->AddRect(hit.low, hit.high, style.colours.muted,
                                      style.px(size::kRadius));
  draw_text_centred(ImGui::GetWindowDrawList(), style.fonts.label, style.colours.text,
                    hit.centre().x, hit.centre().y, word);
  focus_ring(style, size::kRadius);
  return hit.clicked;
}

float layer_chip_width(const Style& style, const LayerChip& chip) {
  return std::round(style.px(10) + style.px(12) + style.px(7) +
                    text_width(style.fonts.label, visible(chip.label)) + style.px(10) +
                    text_width(style.fonts.mono_caption, chip.key) + style.px(10));
}

bool layer_chip(const Style& style, const LayerChip& chip) {
  const Hit hit =
      hit_area(chip.label, {layer_chip_width(style, chip), style.px(size::kChip)}, chip.enabled);
  const Palette& c = style.colours;
  const ImU32 resting = chip.on ? c.raised : c.background;
  frame(style, hit, surface(style, hit, resting), chip.on ? c.line_strong : c.line);
  ImDrawList* list = ImGui::GetWindowDrawList();
  const float y = hit.centre().y;
  const ImU32 icon = chip.on ? chip.icon_colour.value_or(c.text) : c.off;
  float x = hit.low.x + style.px(10);
  const ImVec2 centre(x + style.px(6), std::round(y));
  if (is_square(chip.icon)) {
    draw_layer_square(style, list, chip.icon, centre, chip.on && chip.enabled);
  } else {
    draw_icon(list, chip.icon, centre, style.px(12), ink(icon, chip.enabled));
  }
  x = draw_text(list, style.fonts.label, ink(chip.on ? c.text : c.muted, chip.enabled),
                x + style.px(19), y, visible(chip.label));
  draw_text(list, style.fonts.mono_caption, ink(c.muted, chip.enabled), x + style.px(10), y,
            chip.key);
  if (chip.enabled) focus_ring(style, size::kRadius);
  return hit.clicked;
}

}  // namespace scorescope
