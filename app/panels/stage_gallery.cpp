#include "app/panels/stage_gallery.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "app/panels/gallery.h"
#include "app/panels/gallery_geometry.h"
#include "app/panels/gallery_inspector.h"
#include "app/panels/gallery_titles.h"
#include "app/panels/gallery_tone.h"
#include "app/panels/panel_window.h"
#include "app/panels/plane.h"
#include "app/panels/stage_heading.h"
#include "app/plot/number_text.h"
#include "app/widgets/cards.h"
#include "app/widgets/controls.h"
#include "app/widgets/text.h"

namespace scorescope {
namespace {

constexpr const char* kMagnitude = "|σ s|";

std::string magnitude_maximum() { return short_number_text(static_cast<double>(kScoreMaximum)); }

const char* name_of_view(int view) { return view == 0 ? "view_a" : "view_b"; }

void draw_tiles(const Style& style, ImDrawList* list, const TileGrid& grid,
                const PictureTiles& tiles) {
  for (int i = 0; i < grid.count; ++i) {
    const Region tile = grid.tile(i);
    draw_tile(list, tiles, i, tile.min, tile.max, 0.0F, style.colours.well);
    if (i >= tiles.count) list->AddRect(tile.min, tile.max, style.colours.line);
  }
}

void draw_frame(const Style& style, ImDrawList* list, const Region& tile, ImU32 colour,
                float width) {
  const float out = std::round(style.px(width) * 0.5F);
  list->AddRect({tile.min.x - out, tile.min.y - out}, {tile.max.x + out, tile.max.y + out}, colour,
                style.px(3.0F), 0, style.px(width));
}

/// A white frame: round the tile on a dark stage, on its black edge where the stage is white.
void draw_chosen_frame(const Style& style, ImDrawList* list, const Region& tile,
                       const ProgramState& state) {
  const bool on_paper = !style.dark && state.view.gallery.content != GalleryContent::kScore;
  draw_frame(style, list, tile, style.colours.text, 2.0F);
  if (!on_paper) return;
  const float in = style.px(1.0F);
  list->AddRect({tile.min.x + in, tile.min.y + in}, {tile.max.x - in, tile.max.y - in}, kDark.text,
                style.px(2.0F), 0, style.px(2.0F));
}

/// What will appear and what to press, on a plate over the empty tiles.
void draw_empty_words(const Style& style, ImDrawList* list, const TileGrid& grid,
                      const GalleryEmptyText& words) {
  const ImVec2 centre = grid.block().centre();
  const float line = style.px(24.0F), key_gap = style.px(8.0F);
  const std::vector<TextRun> press{{style.fonts.label, style.colours.muted, "Press", 0.0F},
                                   {style.fonts.title, style.colours.text, words.verb, 5.0F}};
  const float cap = text_width(style.fonts.mono_caption, words.key) + style.px(12.0F);
  const float second = words.verb.empty() ? 0.0F : runs_width(style, press) + key_gap + cap;
  const float first = text_width(style.fonts.label, words.sentence);
  const float half = std::max(first, second) * 0.5F + style.px(14.0F);
  const float up = words.verb.empty() ? style.px(18.0F) : style.px(30.0F);
  list->AddRectFilled({centre.x - half, centre.y - up}, {centre.x + half, centre.y + up},
                      style.colours.background, style.px(size::kRadius));
  const float top = words.verb.empty() ? centre.y : centre.y - line * 0.5F;
  draw_text_centred(list, style.fonts.label, style.colours.muted, centre.x, top, words.sentence);
  if (words.verb.empty()) return;
  const float x = draw_runs(style, list, centre.x - second * 0.5F, top + line, press);
  key_cap(style, list, x + key_gap, top + line, words.key.c_str());
}

void draw_gallery_menu(const Style& style, const std::string& id, int view, ProgramState& state) {
  if (!begin_menu(style, id.c_str(), 300.0F)) return;
  const std::string name = name_of_view(view);
  if (menu_item(style, {.label = "Export picture", .right = "PNG, 2×"})) {
    state.ask(action::ExportPicture{name});
  }
  if (gallery_views(state) == 2) {
    const bool large = !state.view.maximised.empty();
    if (menu_item(style, {.label = large ? "Show both galleries" : "Show this gallery alone"})) {
      state.view.maximised = large ? "" : name;
    }
  }
  menu_rule(style);
  if (menu_item(style, {.label = "Pin this run to compare", .enabled = has_learned(state)})) {
    state.ask(action::PinRun{});
  }
  end_menu();
}

/// Hover frames a tile, a click chooses it, a right click opens the menu.
void take_gallery_pointer(const Style& style, const TileGrid& grid, int view, ProgramState& state) {
  const std::string id = view == 0 ? "gallery A" : "gallery B", menu = id + " menu";
  const Region block = grid.block();
  place_at(block.min.x, block.min.y);
  const bool pressed = ImGui::InvisibleButton(id.c_str(), {block.width(), block.height()});
  const bool hovered = ImGui::IsItemHovered();
  const int tile = grid.tile_at(ImGui::GetIO().MousePos);
  if (hovered && tile >= 0) {
    draw_frame(style, ImGui::GetWindowDrawList(), grid.tile(tile), style.colours.muted, 1.0F);
    ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
    // said until it was done once, as it lies over the neighbours; a class is not to read it
    if (!state.sample_was_clicked && !state.view.presenter) {
      const std::string name = fmt::format("Sample {}", tile + 1);
      simple_tooltip(style, name.c_str(), "Click to look at it closely and at its way here.",
                     "↑ ↓");
    }
  }
  if (pressed && tile >= 0) {
    choose_sample(state, view, tile);
    state.sample_was_clicked = true;
  }
  if (hovered && ImGui::IsMouseReleased(ImGuiMouseButton_Right)) ImGui::OpenPopup(menu.c_str());
  draw_gallery_menu(style, menu, view, state);
}

std::vector<FieldChoice> pair_choices(const ProgramState& state) {
  std::vector<FieldChoice> choices;
  for (const StagePair pair : gallery_pairs(state)) {
    choices.push_back({info_of(pair).id, gallery_pair_label(state, pair)});
  }
  return choices;
}

/// What the widest label of the pairs takes in their combo, at scale 1.
float pair_room(const Style& style, const ProgramState& state) {
  constexpr float kMarkAndPadding = 42.0F;
  float widest = 0.0F;
  for (const FieldChoice& choice : pair_choices(state)) {
    widest = std::max(widest, text_width(style.fonts.label, choice.label));
  }
  return widest / style.scale + kMarkAndPadding;
}

/// The chips of what the tiles show; returns the right end.
float draw_content_chips(const Style& style, float x, float top, ProgramState& state) {
  int number = 1;
  for (const ContentInfo& info : gallery_contents()) {
    const std::string key = std::to_string(number++);
    const LayerChip chip{.label = info.label,
                         .icon = info.content == GalleryContent::kScore      ? Icon::kDart
                                 : info.content == GalleryContent::kDenoised ? Icon::kDensity
                                                                             : Icon::kSquare,
                         .key = key.c_str(),
                         .on = state.view.gallery.content == info.content};
    place_at(x, top);
    if (layer_chip(style, chip)) state.view.gallery.content = info.content;
    simple_tooltip(style, info.label, info.help, key.c_str());
    x += layer_chip_width(style, chip) + style.px(6.0F);
  }
  return x;
}

float chips_width(const Style& style) {
  float width = 0.0F;
  for (const ContentInfo& info : gallery_contents()) {
    width += layer_chip_width(style, {.label = info.label, .key = "1"}) + style.px(6.0F);
  }
  return width;
}

void draw_switches(const Style& style, const Region& region, bool compact, ProgramState& state) {
  const float height = compact ? 28.0F : 30.0F;
  const float top = std::round(region.centre().y - style.px(height) * 0.5F);
  const float narrow = compact ? 140.0F : 184.0F, gap = style.px(10.0F);
  const float chips = chips_width(style);
  const bool as_chips = region.width() >= style.px(narrow * 0.75F) + gap + chips;
  constexpr float kSegments = 216.0F;
  const float rest = region.width() - gap - (as_chips ? chips : style.px(kSegments));
  const float combo_room = std::min(rest / style.scale, std::max(narrow, pair_room(style, state)));
  draw_gallery_pair_combo(style, {region.min.x, top}, combo_room, height, state);
  float x = region.min.x + style.px(combo_room) + gap;
  if (as_chips) {
    x = draw_content_chips(style, x, region.centre().y - style.px(15.0F), state);
  } else {
    std::vector<FieldChoice> choices;
    for (const ContentInfo& info : gallery_contents()) choices.push_back({info.id, info.label});
    std::string chosen = info_of(state.view.gallery.content).id;
    place_at(x, std::round(region.centre().y - style.px(13.0F)));
    if (segmented(style, "content", choices, chosen, kSegments)) {
      state.view.gallery.content = find_content(chosen)->content;
    }
    x += style.px(kSegments);
  }
  const bool room = region.max.x - x > style.px(190.0F);
  if (shows_magnitude(state) && room) {
    draw_magnitude_bar(style, region.max.x, region.centre().y,
                       is_exact_gallery(state, first_gallery(state)), 96.0F);
  }
}

}  // namespace

bool shows_magnitude(const ProgramState& state) {
  return state.view.gallery.content == GalleryContent::kScore &&
         gallery_pair(state) != StagePair::kStepGrid;
}

float magnitude_bar_width(const Style& style, float bar_width) {
  return text_width(style.fonts.caption, kMagnitude) +
         text_width(style.fonts.mono_caption, "0" + magnitude_maximum()) +
         style.px(bar_width + 21.0F);
}

float draw_magnitude_bar(const Style& style, float right, float middle, bool exact,
                         float bar_width) {
  const auto ramp = magnitude_ramp(style.colours, exact);
  const ColourBar bar{.name = kMagnitude,
                      .low = "0",
                      .high = magnitude_maximum(),
                      .ramp = ramp,
                      .bar_width = bar_width};
  const float width = magnitude_bar_width(style, bar_width);
  colour_bar(style, ImGui::GetWindowDrawList(), right - width, middle, bar);
  return right - width;
}

void draw_gallery_pair_combo(const Style& style, ImVec2 min, float width, float height,
                             ProgramState& state) {
  const std::vector<FieldChoice> choices = pair_choices(state);
  std::string chosen = info_of(gallery_pair(state)).id;
  place_at(min.x, min.y);
  if (combo(style, {.id = "galleries", .choices = choices, .width = width, .height = height},
            chosen)) {
    state.view.pair = pair_from_id(chosen);
    if (state.view.pair == StagePair::kPlane) show_plane(state);
    state.view.maximised.clear();
  }
  simple_tooltip(style, "Galleries",
                 "One gallery with a close look at a sample, two side by side that begin on the "
                 "same noise, the grid of annealed Langevin runs over T and ε, or both scores as "
                 "arrows on a plane through the pictures.");
}

void draw_gallery(const Style& style, const Region& region, int view,
                  const ScreenPictures& pictures, ProgramState& state) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  const TileGrid grid = tile_grid(region, sample_count(state, view), style.scale);
  const PictureTiles& tiles = pictures.galleries[static_cast<std::size_t>(view)];
  draw_tiles(style, list, grid, tiles);
  if (tiles.count == 0) {
    draw_empty_words(style, list, grid, gallery_empty_text(state, view));
  } else {
    const int chosen = chosen_sample(state);
    if (chosen < grid.count) draw_chosen_frame(style, list, grid.tile(chosen), state);
  }
  ImGui::PushID(view);
  take_gallery_pointer(style, grid, view, state);
  ImGui::PopID();
}

void draw_gallery_title(const Style& style, const Region& region, int view, bool with_button,
                        ProgramState& state) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  const GalleryTitle title = gallery_title(style.colours, state, view);
  const float middle = std::round(region.centre().y - style.px(2.0F)), half = style.px(10.0F);
  if (with_button) {  // one of two, which cards and plots call A and B
    view_tag(style, list, {region.min.x + style.px(12.0F), middle}, view == 0 ? "A" : "B",
             title.mark, true);
  } else {
    list->AddRectFilled({region.min.x, middle - half},
                        {region.min.x + style.px(5.0F), middle + half}, title.mark, style.px(2.0F));
  }
  float right = region.max.x - style.px(with_button ? 26.0F : 0.0F);
  if (shows_magnitude(state) && !with_button) {
    right = draw_magnitude_bar(style, right, middle, is_exact_gallery(state, view), 56.0F) -
            style.px(12.0F);
  }
  draw_title_runs(style, gallery_title_wordings(style, title),
                  region.min.x + style.px(with_button ? 34.0F : 16.0F), right, middle);
  if (with_button) draw_maximise(style, region, name_of_view(view), state);
}

void draw_single_gallery(const Style& style, const Region& title, const Region& region, int view,
                         const ScreenPictures& pictures, ProgramState& state) {
  draw_gallery(style, region, view, pictures, state);
  draw_gallery_title(style, title, view, false, state);
}

void draw_gallery_stage(const Style& style, const GalleryStagePlace& place,
                        const ScreenPictures& pictures, ProgramState& state) {
  const PanelWindow window("stage", place.stage, {.background = style.colours.background});
  state.hover.reset();
  draw_lesson_row(style, place.lesson, place.compact, state);
  const int first = first_gallery(state);
  const bool two = gallery_views(state) == 2;
  for (int slot = 0; slot < 2; ++slot) {
    const auto index = static_cast<std::size_t>(slot);
    if (place.views[index].empty()) continue;
    draw_gallery(style, place.views[index], first + slot, pictures, state);
    draw_gallery_title(style, place.titles[index], first + slot, two, state);
  }
  draw_switches(style, place.switches, place.compact, state);
  if (!place.inspector.empty()) {
    draw_gallery_inspector(style, place.inspector_title, place.inspector, pictures, state);
  }
}

}  // namespace scorescope
