#include "app/panels/open_card.h"

#include <imgui_stdlib.h>

#include <array>
#include <string>

#include "app/panels/panel_window.h"
#include "app/widgets/controls.h"
#include "app/widgets/text.h"

namespace scorescope {
namespace {

constexpr float kWidth = 436.0F, kHeight = 178.0F;

struct FileKind {
  const char* what;
  const char* becomes;
  float x;
};
constexpr std::array<FileKind, 4> kKinds{{{"Picture, CSV", "a distribution", 20.0F},
                                          {"IDX, folder", "a set of pictures", 142.0F},
                                          {"JSON", "opens a state", 268.0F},
                                          {"Lesson", "opens it", 372.0F}}};

void draw_words(const Style& style, ImDrawList* list, const Region& card) {
  const Palette& colours = style.colours;
  const float x = card.min.x, y = card.min.y;
  draw_icon(list, Icon::kDropFile, {x + style.px(34.0F), y + style.px(34.0F)}, style.px(30.0F),
            colours.text);
  draw_text(list, style.fonts.view_title, colours.text, x + style.px(62.0F), y + style.px(26.0F),
            "Drop or open a file");
  draw_text(list, style.fonts.label, colours.text, x + style.px(62.0F), y + style.px(50.0F),
            "Training restarts. Ctrl+Z brings the settings back.");
  list->AddRectFilled({x + style.px(16.0F), y + style.px(72.0F)},
                      {card.max.x - style.px(16.0F), y + style.px(73.0F)}, colours.line_strong);
  for (const FileKind& kind : kKinds) {
    draw_text(list, style.fonts.title, colours.text, x + style.px(kind.x), y + style.px(92.0F),
              kind.what);
    draw_text(list, style.fonts.label, colours.text, x + style.px(kind.x), y + style.px(113.0F),
              kind.becomes);
  }
}

void ask_to_open(ProgramState& state) {
  if (state.open_card_path.empty()) return;
  state.ask(action::OpenPath{state.open_card_path});
  state.open_card = false;
}

void draw_path_field(const Style& style, const Region& card, ProgramState& state) {
  const float y = card.min.y + style.px(136.0F);
  place_at(card.min.x + style.px(20.0F), y + style.px(1.0F));
  ImGui::SetNextItemWidth(card.width() - style.px(40.0F + 72.0F));
  ImGui::PushFont(style.fonts.mono);
  if (ImGui::IsWindowAppearing()) ImGui::SetKeyboardFocusHere();
  const bool entered = ImGui::InputTextWithHint(
      "##path", "path of a file", &state.open_card_path,
      ImGuiInputTextFlags_EnterReturnsTrue | ImGuiInputTextFlags_AutoSelectAll);
  ImGui::PopFont();
  if (entered) ask_to_open(state);
  place_at(card.max.x - style.px(84.0F), y);
  if (text_button(style, "Open")) ask_to_open(state);
}

void draw_close(const Style& style, const Region& card, ProgramState& state) {
  place_at(card.max.x - style.px(32.0F), card.min.y + style.px(8.0F));
  const bool closed = icon_button(style, {.id = "close open card",
                                          .icon = Icon::kClose,
                                          .side = 24,
                                          .icon_size = 12,
                                          .framed = false,
                                          .on = false,
                                          .enabled = true});
  if (closed || ImGui::IsKeyPressed(ImGui::GetKeyIndex(ImGuiKey_Escape), false)) {
    state.open_card = false;
  }
}

}  // namespace

void draw_open_card(const Style& style, const Region& over, ProgramState& state) {
  if (!state.open_card) return;
  const float ring = style.px(4.0F);
  ImGui::GetForegroundDrawList()->PushClipRect(
      {over.min.x - 2.0F * ring, over.min.y - 2.0F * ring},
      {over.max.x + 2.0F * ring, over.max.y + 2.0F * ring});
  ImGui::GetForegroundDrawList()->AddRect({over.min.x - ring, over.min.y - ring},
                                          {over.max.x + ring, over.max.y + ring},
                                          style.colours.text, style.px(8.0F), 0, style.px(2.0F));
  ImGui::GetForegroundDrawList()->PopClipRect();
  const ImVec2 centre = over.centre();
  const ImVec2 min{std::round(centre.x - style.px(kWidth) * 0.5F),
                   std::round(centre.y - style.px(kHeight) * 0.5F)};
  const Region card{min, {min.x + style.px(kWidth), min.y + style.px(kHeight)}};
  const PanelWindow window("open card", card, {.in_front = true});
  ImDrawList* list = window.list();
  list->AddRectFilled(card.min, card.max, style.colours.raised, style.px(size::kRadius));
  list->AddRect(card.min, card.max, style.colours.line_strong, style.px(size::kRadius));
  draw_words(style, list, card);
  draw_path_field(style, card, state);
  draw_close(style, card, state);
}

}  // namespace scorescope
