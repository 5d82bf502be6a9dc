#include "app/panels/gallery_strip.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "app/panels/gallery.h"
#include "app/panels/ladder_geometry.h"
#include "app/panels/panel_window.h"
#include "app/panels/sampler_colours.h"
#include "app/plot/number_text.h"
#include "app/widgets/cards.h"
#include "app/widgets/controls.h"
#include "app/widgets/text.h"

namespace scorescope {
namespace {

/// Before the first frame as many places are drawn as most samplers keep.
constexpr int kMomentsBeforeFrames = 11;

int place_count(const ProgramState& state) {
  const GalleryFrame* frame = chosen_gallery(state);
  const int count = frame ? moment_count(*frame) : 0;
  return count > 0 ? count : kMomentsBeforeFrames;
}

/// Follows with the chosen gallery as the request has it; the strip is of the same one.
int strip_view(const ProgramState& state) {
  const int view = gallery_request(state).chosen_view;
  return gallery(state, view) ? view : 0;
}

ImU32 rail_colour(const Style& style, const ProgramState& state) {
  const int view = strip_view(state);
  if (is_exact_gallery(state, view)) return style.colours.exact;
  const bool second = gallery_view_request(state, view).level == ViewRequest::Level::kSamplerB;
  return sampler_colours(style.colours, state, second ? 1 : 0).mark;
}

void draw_follow_toggle(const Style& style, float right, float middle, ProgramState& state) {
  const float text_left = right - text_width(style.fonts.label, "Follow sampler");
  draw_text(ImGui::GetWindowDrawList(), style.fonts.label, style.colours.text, text_left, middle,
            "Follow sampler");
  place_at(text_left - style.px(10.0F + size::kToggleWidth),
           middle - style.px(size::kToggleHeight) * 0.5F);
  bool follows = follows_sampler(state);
  if (toggle(style, "follow", follows)) follow_sampler(state, follows);
  simple_tooltip(style, "Follow sampler", "The galleries show where the sampler is now.");
}

void draw_title_row(const Style& style, const Region& region, float middle, ProgramState& state) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  draw_text(list, style.fonts.title, style.colours.text, region.min.x, middle, "Noise level");
  const GalleryFrame* frame = chosen_gallery(state);
  if (frame && moment_count(*frame) > 0 && frame->moments_reached > 0) {
    const ImU32 text = style.colours.text;
    ImFont* mono = style.fonts.mono_readout;
    const std::array<TextRun, 4> runs{
        {{mono, text, "σ", 0.0F},
         {mono, text, "=", 6.0F},
         {mono, text, number_text(frame->shown_sigma), 6.0F},
         {style.fonts.label, style.colours.muted,
          fmt::format("picture {} of {}, the chosen sample on its way",
                      shown_moment(state, *frame) + 1, moment_count(*frame)),
          12.0F}}};
    draw_runs(style, list, region.min.x + style.px(98.0F), middle, runs);
  } else {
    draw_text(list, style.fonts.label, style.colours.muted, region.min.x + style.px(98.0F), middle,
              "the chosen sample on its way, once the sampler moves");
  }
  draw_follow_toggle(style, region.max.x, middle, state);
}

void draw_strip(const Style& style, const LadderGeometry& places, float top, float side,
                const ScreenPictures& pictures, const ProgramState& state) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  const GalleryFrame* frame = chosen_gallery(state);
  const PictureTiles& tiles = pictures.strips[static_cast<std::size_t>(strip_view(state))];
  const float half = std::round(style.px(side) * 0.5F), radius = style.px(4.0F);
  const int shown = frame ? shown_moment(state, *frame) : -1;
  const PictureTiles& now = pictures.galleries[static_cast<std::size_t>(strip_view(state))];
  const bool live = frame && shows_sampler(state, *frame) && now.count > 0;
  for (int i = 0; i < places.count; ++i) {
    const float centre = std::round(places.rung_centre(i));
    const ImVec2 min{centre - half, top}, max{min.x + style.px(side), top + style.px(side)};
    if (live && i == shown) {  // where the sampler is, also before that was kept
      draw_tile(list, now, chosen_sample(state), min, max, radius, style.colours.well);
    } else {
      draw_tile(list, tiles, i, min, max, radius, style.colours.well);
    }
    list->AddRect(min, max, style.colours.line_strong, radius);
    if (i == shown) draw_shown_ring(style, min, max);
  }
}

/// A number where it keeps `gap` to the one before; the shown one always.
void draw_numbers(const Style& style, const LadderGeometry& places, float middle, float gap,
                  ImFont* font, ImFont* shown_font, const ProgramState& state) {
  const GalleryFrame* frame = chosen_gallery(state);
  if (!frame || moment_count(*frame) == 0) return;
  const int shown = shown_moment(state, *frame);
  float end = -1e9F;
  const float keep_from =
      shown < 0 ? 1e9F
                : places.rung_centre(shown) -
                      text_width(shown_font, moment_text(state, *frame, shown)) * 0.5F;
  for (int i = 0; i < places.count; ++i) {
    const std::string text = moment_text(state, *frame, i);
    ImFont* face = i == shown ? shown_font : font;
    const float width = text_width(face, text);
    // a long number of a narrow rung would stand out to the left of all
    const float left = std::max(places.rung_centre(i) - width * 0.5F, places.left);
    const bool meets_shown = i < shown && left + width + gap > keep_from;
    if (i != shown && (left < end + gap || meets_shown)) continue;
    end = draw_text(ImGui::GetWindowDrawList(), face,
                    i == shown ? style.colours.text : style.colours.muted, left, middle, text);
  }
}

void draw_rail(const Style& style, const LadderGeometry& places, const RailPlace& place,
               const ProgramState& state) {
  const GalleryFrame* frame = chosen_gallery(state);
  draw_rungs(style, places, place, rail_colour(style, state),
             [&](int moment) { return frame ? moment_progress(*frame, moment) : 0.0F; });
}

/// Where the sampler stands within its rung, or in the middle of the rung that was chosen.
void draw_handle(const Style& style, const LadderGeometry& places, const RailPlace& place,
                 ImU32 ring, const ProgramState& state) {
  const GalleryFrame* frame = chosen_gallery(state);
  const int shown = frame ? shown_moment(state, *frame) : -1;
  if (shown < 0) return;
  float x = places.rung_centre(shown);
  if (follows_sampler(state) && !frame->finished) {
    x = places.rung_left(shown) + places.pitch() * moment_progress(*frame, shown);
  }
  draw_rail_handle(style, x, place, ring);
}

/// Press or drag shows a moment of the way in the galleries.
void take_pointer(const Style& tooltips, const LadderGeometry& places, float top, float bottom,
                  ProgramState& state) {
  place_at(places.left, top);
  ImGui::InvisibleButton("moments", {places.width, bottom - top});
  if (!chosen_gallery(state)) return;
  if (ImGui::IsItemActive()) show_moment(state, places.level_at(ImGui::GetIO().MousePos.x));
  if (ImGui::IsItemHovered()) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
  simple_tooltip(tooltips, "The way of the chosen sample",
                 "Press or drag to show all samples as they were at that noise level. The last "
                 "picture follows the sampler.",
                 "← →");
}

}  // namespace

float strip_side(LadderForm form) { return ladder_rows(form).picture; }

void draw_strip_rail(const Style& style, const RailPlace& place, ProgramState& state) {
  const LadderGeometry places{place.left, place.right - place.left, place_count(state)};
  draw_rail(style, places, place, state);
  draw_handle(style, places, place, style.colours.panel, state);
  draw_numbers(style, places, place.middle_y + style.px(34.0F), style.px(30.0F), style.fonts.mono,
               style.fonts.mono, state);
  take_pointer(place.tooltips != nullptr ? *place.tooltips : style, places,
               place.middle_y - style.px(place.handle_height),
               place.middle_y + style.px(place.handle_height), state);
}

void draw_gallery_strip(const Style& style, const LadderPlace& place,
                        const ScreenPictures& pictures, ProgramState& state) {
  const PanelWindow window("noise ladder", place.region, {.background = style.colours.background});
  draw_top_line(style, window.list(), place.region, style.colours.line);
  const LadderRows& rows = ladder_rows(place.form);
  const float left = place.region.min.x + style.px(place.padding);
  const float right = place.region.max.x - style.px(place.padding);
  const float top = place.region.min.y;
  const LadderGeometry places{left, right - left, place_count(state)};
  const RailPlace rail{.left = left, .right = right, .middle_y = top + style.px(rows.rail)};
  if (place.form == LadderForm::kFull) {
    draw_title_row(style, {{left, top}, {right, place.region.max.y}}, top + style.px(rows.title),
                   state);
  }
  take_pointer(style, places, top + style.px(rows.picture_top), place.region.max.y, state);
  draw_strip(style, places, top + style.px(rows.picture_top), rows.picture, pictures, state);
  draw_rail(style, places, rail, state);
  draw_numbers(style, places, top + style.px(rows.numbers), style.px(8.0F),
               style.fonts.mono_caption, style.fonts.mono_medium, state);
  draw_handle(style, places, rail, style.colours.background, state);
}

}  // namespace scorescope
