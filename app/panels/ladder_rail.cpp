#include "app/panels/ladder_rail.h"

#include <cmath>

namespace scorescope {
namespace {

constexpr LadderRows kFull{20.0F, 38.0F, 54.0F, 106.0F, 126.0F};
constexpr LadderRows kCompact{0.0F, 9.0F, 38.0F, 61.0F, 80.5F};

}  // namespace

const LadderRows& ladder_rows(LadderForm form) {
  return form == LadderForm::kFull ? kFull : kCompact;
}

void draw_rungs(const Style& style, const LadderGeometry& ladder, const RailPlace& place,
                ImU32 colour, const std::function<float(int)>& share_of) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  const float half = style.px(place.height) * 0.5F;
  const float gap = ladder.dense() ? 0.0F : style.px(place.gap) * 0.5F;
  const float radius = ladder.dense() ? 0.0F : style.px(place.radius);
  const float top = std::round(place.middle_y - half), bottom = top + 2.0F * half;
  for (int rung = 0; rung < ladder.count; ++rung) {
    const float left = ladder.rung_left(rung) + gap, right = ladder.rung_left(rung + 1) - gap;
    list->AddRectFilled({left, top}, {right, bottom}, style.colours.track, radius);
    const float share = share_of(rung);
    if (share <= 0.0F) continue;
    list->PushClipRect({left, top}, {left + (right - left) * share, bottom}, true);
    list->AddRectFilled({left, top}, {right, bottom}, colour, radius);
    list->PopClipRect();
  }
}

void draw_rail_handle(const Style& style, float x, const RailPlace& place, ImU32 ring) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  const float half_width = style.px(place.handle_width) * 0.5F;
  const float half_height = style.px(place.handle_height) * 0.5F, out = style.px(2.0F);
  x = std::round(x);
  const float y = std::round(place.middle_y), radius = style.px(3.0F);
  list->AddRectFilled({x - half_width - out, y - half_height - out},
                      {x + half_width + out, y + half_height + out}, ring, radius + out);
  list->AddRectFilled({x - half_width, y - half_height}, {x + half_width, y + half_height},
                      style.colours.knob, radius);
}

void draw_shown_ring(const Style& style, ImVec2 min, ImVec2 max) {
  const float out = style.px(3.0F);
  ImGui::GetWindowDrawList()->AddRect({min.x - out, min.y - out}, {max.x + out, max.y + out},
                                      style.colours.text, style.px(6.0F), 0, style.px(2.0F));
}

}  // namespace scorescope
