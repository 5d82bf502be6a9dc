#include "app/panels/keyboard_list.h"

#include <algorithm>
#include <array>
#include <vector>

#include "app/panels/panel_window.h"
#include "app/widgets/controls.h"
#include "app/widgets/text.h"

namespace scorescope {
namespace {

struct KeyLine {
  std::vector<const char*> caps;
  const char* between;  ///< a word between the caps, or ""
  const char* what;
  std::vector<const char*> more_caps;  ///< a second pair in the same line
  const char* more_what;
};

constexpr const char* kLastLayer = "7";
static_assert(kLayerCount - 2 == 7, "the list names the key of the last layer");

const std::vector<KeyLine>& key_lines() {
  static const std::vector<KeyLine> kLines{{{"T"}, "", "Train or pause", {}, ""},
                                           {{"."}, "", "One training step", {}, ""},
                                           {{"Space"}, "", "Sample or pause, make a grid", {}, ""},
                                           {{","}, "", "One sampling step", {}, ""},
                                           {{"R"}, "", "Reset, same seed", {}, ""},
                                           {{"Shift", "R"}, "", "Reset, new seed", {}, ""},
                                           {{"←", "→"}, "", "Noise level", {}, ""},
                                           {{"1", kLastLayer}, "to", "Layers", {}, ""},
                                           {{"↑", "↓"}, "", "Sample of a gallery", {}, ""},
                                           {{"[", "]"}, "", "Card of the lesson", {}, ""},
                                           {{"Tab"}, "", "Hide the panels", {}, ""},
                                           {{"F"}, "", "Presenter mode", {}, ""},
                                           {{"F11"}, "", "Full screen", {}, ""},
                                           {{"Ctrl", "Z"}, "", "Undo", {"Ctrl", "Y"}, "Redo"},
                                           {{"Ctrl", "S"}, "", "Save state", {"Ctrl", "O"}, "Open"},
                                           {{"Ctrl", "Shift", "S"}, "", "Save a picture", {}, ""},
                                           {{"Ctrl", "+", "-"}, "", "Size of everything", {}, ""},
                                           {{"?"}, "", "This list", {}, ""}};
  return kLines;
}

constexpr float kWidth = 360.0F, kRow = 27.0F, kHeader = 44.0F, kBottom = 8.0F;

float draw_caps(const Style& style, ImDrawList* list, float x, float middle, const KeyLine& line) {
  for (std::size_t i = 0; i < line.caps.size(); ++i) {
    if (i > 0 && *line.between != '\0') {
      x = draw_text(list, style.fonts.caption, style.colours.muted, x + style.px(2.0F), middle,
                    line.between) +
          style.px(6.0F);
    }
    x = key_cap(style, list, x, middle, line.caps[i]) + style.px(4.0F);
  }
  return x;
}

void draw_line(const Style& style, ImDrawList* list, const Region& card, float middle,
               const KeyLine& line) {
  draw_caps(style, list, card.min.x + style.px(16.0F), middle, line);
  draw_text(list, style.fonts.label, style.colours.text, card.min.x + style.px(152.0F), middle,
            line.what);
  if (line.more_caps.empty()) return;
  float x = card.min.x + style.px(236.0F);
  for (const char* cap : line.more_caps) x = key_cap(style, list, x, middle, cap) + style.px(4.0F);
  draw_text(list, style.fonts.label, style.colours.text, x + style.px(4.0F), middle,
            line.more_what);
}

void draw_header(const Style& style, ImDrawList* list, const Region& card, ProgramState& state) {
  const float middle = card.min.y + style.px(kHeader * 0.5F);
  const std::array<TextRun, 2> runs{
      {{style.fonts.title, style.colours.text, "Keyboard", 0.0F},
       {style.fonts.label, style.colours.muted, "rests while you type in a field", 10.0F}}};
  draw_runs(style, list, card.min.x + style.px(16.0F), middle, runs);
  list->AddRectFilled({card.min.x, card.min.y + style.px(kHeader) - style.px(1.0F)},
                      {card.max.x, card.min.y + style.px(kHeader)}, style.colours.line_strong);
  place_at(card.max.x - style.px(32.0F), middle - style.px(12.0F));
  if (icon_button(style, {.id = "close keyboard list",
                          .icon = Icon::kClose,
                          .side = 24,
                          .icon_size = 12,
                          .framed = false,
                          .on = false,
                          .enabled = true})) {
    state.keyboard_list = false;
  }
}

}  // namespace

void draw_keyboard_list(const Style& style, const Region& within, ProgramState& state) {
  if (!state.keyboard_list) return;
  const auto lines = static_cast<float>(key_lines().size());
  const float around = style.px(kHeader + 2.0F * kBottom);
  // the presenter's large text may have to stand closer
  const float row = std::min(style.px(kRow), (within.height() - style.px(16.0F) - around) / lines);
  const float height = around + row * lines;
  const float right = within.max.x - style.px(8.0F), bottom = within.max.y - style.px(8.0F);
  const Region card{{std::round(right - style.px(kWidth)), std::round(bottom - height)},
                    {right, bottom}};
  const PanelWindow window("keyboard list", card, {.in_front = true});
  ImDrawList* list = window.list();
  list->AddRectFilled(card.min, card.max, style.colours.raised, style.px(size::kRadius));
  list->AddRect(card.min, card.max, style.colours.line_strong, style.px(size::kRadius));
  draw_header(style, list, card, state);
  float middle = card.min.y + style.px(kHeader + kBottom) + row * 0.5F;
  for (const KeyLine& line : key_lines()) {
    draw_line(style, list, card, std::round(middle), line);
    middle += row;
  }
}

}  // namespace scorescope
