#include "app/panels/stage.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "app/panels/mixture_handles.h"
#include "app/panels/panel_window.h"
#include "app/panels/plane.h"
#include "app/panels/stage_heading.h"
#include "app/panels/stage_input.h"
#include "app/panels/stage_legend.h"
#include "app/panels/stage_plane.h"
#include "app/panels/view_axes.h"
#include "app/panels/view_content.h"
#include "app/panels/view_labels.h"
#include "app/panels/view_titles.h"
#include "app/widgets/cards.h"
#include "app/widgets/controls.h"
#include "app/widgets/text.h"

namespace scorescope {
namespace {

/// What a title may say, the fullest first: words are left out whole before any is cut.
std::vector<std::vector<TextRun>> title_wordings(const Style& style, const ViewTitle& title) {
  const std::vector<TextRun> words =
      formula_runs(style.fonts.label, style.colours.muted, title.words, 12.0F);
  const TextRun number{style.fonts.mono_caption, style.colours.text, title.number,
                       title.words.empty() ? 12.0F : 5.0F};
  std::vector<TextRun> whole = words;
  whole.push_back(number);
  TextRun alone = number;
  alone.gap_before = 12.0F;
  std::vector<std::vector<TextRun>> rests{whole, {}};
  if (!title.words.empty() && !title.number.empty()) rests.insert(rests.begin() + 1, {alone});
  std::vector<std::vector<TextRun>> out;
  for (const std::vector<TextRun>& rest : rests) {
    for (const std::string& name : {title.title, title.short_title}) {
      if (name.empty()) continue;
      out.push_back({{style.fonts.view_title, style.colours.text, name, 0.0F}});
      out.back().insert(out.back().end(), rest.begin(), rest.end());
    }
  }
  return out;
}

void draw_title(const Style& style, const Region& region, int view, bool compact, bool with_button,
                ProgramState& state) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  const ViewTitle title = view_title(style.colours, state, view, compact);
  const float middle = std::round(region.centre().y - style.px(2.0F));
  view_tag(style, list, {region.min.x + style.px(12.0F), middle}, view == 0 ? "A" : "B",
           title.tag_colour, title.tag_filled);
  const float left = region.min.x + style.px(34.0F);
  const float right = region.max.x - style.px(with_button ? 26.0F : 0.0F);
  draw_title_runs(style, title_wordings(style, title), left, right, middle);
  if (with_button) draw_maximise(style, region, view == 0 ? "view_a" : "view_b", state);
}

void draw_view(const Style& style, const Region& region, int view, const ScreenPictures& pictures,
               ProgramState& state) {
  if (shows_plane(state)) {
    draw_plane_view(style, region, view, pictures, false, state);
    return;
  }
  ImDrawList* list = ImGui::GetWindowDrawList();
  const float radius = style.px(size::kRadius);
  draw_picture(list, pictures.views[static_cast<std::size_t>(view)], region.min, region.max, radius,
               style.colours.well);
  if (!state.frames.simulation) {
    draw_text_centred(list, style.fonts.label, style.colours.muted, region.centre().x,
                      region.centre().y, "The field appears in a moment");
  }
  ImGui::PushID(view);
  take_view_pointer(style, region, view, state);
  list->PushClipRect(region.min, region.max, true);
  draw_view_labels(style, list, region, state, view, false);
  if (edit_mixture(style, list, region, state)) state.hover.reset();
  list->PopClipRect();
  ImGui::PopID();
  draw_view_axes(style, list, region, camera_of(state.view), false);
  list->AddRect(region.min, region.max, style.colours.line, radius);
}

/// The probe's card stands in the other view, where it hides nothing under the pointer.
void draw_probe(const Style& style, const StagePlace& place, int first,
                const ScreenPictures& pictures, ProgramState& state) {
  if (!state.hover) return;
  const bool two = !place.views[1].empty();
  const std::size_t slot = two ? static_cast<std::size_t>(1 - state.hover->view) : 0;
  if (!two && state.hover->view != first) return;
  if (shows_plane(state)) {
    draw_plane_probe(style, place.views[slot], pictures, state);
    return;
  }
  draw_probe_card(style, ImGui::GetWindowDrawList(), place.views[slot], state);
}

}  // namespace

void draw_stage(const Style& style, const StagePlace& place, const ScreenPictures& pictures,
                ProgramState& state) {
  const PanelWindow window("stage", place.stage, {.background = style.colours.background});
  state.hover.reset();
  draw_lesson_row(style, place.lesson, place.compact, state);
  const int first = state.view.maximised == "view_b" ? 1 : 0;
  for (int slot = 0; slot < 2; ++slot) {
    const auto index = static_cast<std::size_t>(slot);
    if (place.views[index].empty()) continue;
    ImGui::PushID(slot);
    draw_view(style, place.views[index], first + slot, pictures, state);
    draw_title(style, place.titles[index], first + slot, place.compact, true, state);
    ImGui::PopID();
  }
  draw_stage_legend(style, place.legend, place.compact, state);
  draw_layer_row(style, place.layers, place.compact, state);
  draw_probe(style, place, first, pictures, state);
}

void draw_single_view(const Style& style, const Region& title, const Region& region, int view,
                      const ScreenPictures& pictures, ProgramState& state) {
  draw_view(style, region, view, pictures, state);
  draw_title(style, title, view, false, false, state);
}

}  // namespace scorescope
