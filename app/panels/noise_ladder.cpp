#include "app/panels/noise_ladder.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <vector>

#include "app/panels/ladder_geometry.h"
#include "app/panels/panel_window.h"
#include "app/panels/sampler_colours.h"
#include "app/plot/number_text.h"
#include "app/widgets/cards.h"
#include "app/widgets/controls.h"
#include "app/widgets/text.h"

namespace scorescope {
namespace {

/// What a level's picture or number takes for itself, at scale 1.
constexpr float kLevelRoom = 60.0F;

/// Tag of a view beside a level's number, and the space round it, at scale 1.
constexpr float kLevelTag = 18.0F, kLevelTagGap = 4.0F;

/// Before the first frame the ladder is drawn with as many empty rungs as most lessons have.
constexpr int kRungsBeforeFrames = 10;

bool has_levels(const ProgramState& state) { return !shown_levels(state).empty(); }

int level_count(const ProgramState& state) {
  return has_levels(state) ? static_cast<int>(shown_levels(state).size()) : kRungsBeforeFrames;
}

/// The sampler whose walk fills the rail: the last one. Particles that move as data do not walk
/// down.
const CloudFrame* walking_cloud(const ProgramState& state) {
  if (moves_data(state)) return nullptr;
  return cloud(state, static_cast<int>(state.draft.samplers.size()) - 1);
}

/// The levels with picture and number: evenly over the ladder, and the shown one, for which its
/// neighbours make room.
std::vector<int> labelled_levels(const LadderGeometry& ladder, float room, int shown) {
  std::vector<int> levels = ladder.marked_levels(room);
  if (std::ranges::find(levels, shown) != levels.end()) return levels;
  std::erase_if(levels, [&](int level) {
    return std::abs(static_cast<float>(level - shown)) * ladder.pitch() < room;
  });
  levels.push_back(shown);
  return levels;
}

void show_level(ProgramState& state, int level) {
  state.view.follow = false;
  state.view.shown_level = level;
}

void draw_title_row(const Style& style, const Region& region, float middle, ProgramState& state) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  const auto& levels = shown_levels(state);
  const int shown = shown_level_index(state);
  draw_text(list, style.fonts.title, style.colours.text, region.min.x, middle, "Noise level");
  if (!levels.empty()) {
    const std::array<TextRun, 4> runs{
        {{style.fonts.mono_readout, style.colours.text, "σ", 0.0F},
         {style.fonts.mono_readout, style.colours.text, "=", 6.0F},
         {style.fonts.mono_readout, style.colours.text,
          number_text(levels[static_cast<std::size_t>(shown)]), 6.0F},
         {style.fonts.label, style.colours.muted,
          fmt::format("level {} of {}", shown + 1, levels.size()), 12.0F}}};
    draw_runs(style, list, region.min.x + style.px(98.0F), middle, runs);
  }
  if (moves_data(state)) {
    draw_text_right(list, style.fonts.label, style.colours.muted, region.max.x, middle,
                    "both views draw from all levels");
    return;
  }
  const float words = text_width(style.fonts.label, "Follow sampler");
  const float text_left = region.max.x - words;
  draw_text(list, style.fonts.label, style.colours.text, text_left, middle, "Follow sampler");
  place_at(text_left - style.px(10.0F + size::kToggleWidth),
           middle - style.px(size::kToggleHeight) * 0.5F);
  toggle(style, "follow", state.view.follow);
  simple_tooltip(style, "Follow sampler",
                 "The views and the handle go down the ladder with the sampler.");
}

void draw_pictures(const Style& style, const LadderGeometry& ladder, float top, float side,
                   const ScreenPictures& pictures, const ProgramState& state) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  const Palette& colours = style.colours;
  const int shown = shown_level_index(state);
  const float half = style.px(side) * 0.5F, radius = style.px(4.0F);
  // narrow rungs: the pictures at the ends stay inside, and those beside them make room
  const auto centre_of = [&](int level) {
    return std::round(std::clamp(ladder.rung_centre(level), ladder.left + half,
                                 std::max(ladder.left + half, ladder.left + ladder.width - half)));
  };
  const float first = centre_of(0), last = centre_of(ladder.count - 1);
  for (const int level : labelled_levels(ladder, style.px(kLevelRoom), shown)) {
    const float centre = centre_of(level);
    const bool crowds = (level != 0 && centre - first < 2.0F * half + style.px(4.0F)) ||
                        (level != ladder.count - 1 && last - centre < 2.0F * half + style.px(4.0F));
    if (crowds && level != shown && ladder.dense()) continue;
    const ImVec2 min{centre - half, top}, max{centre + half, top + 2.0F * half};
    const auto index = static_cast<std::size_t>(level);
    const ScreenPicture picture =
        index < pictures.levels.size() ? pictures.levels[index] : ScreenPicture{};
    draw_picture(list, picture, min, max, radius, colours.well);
    list->AddRect(min, max, colours.line_strong, radius);
  }
  if (!has_levels(state)) return;
  const float centre = centre_of(shown);
  draw_shown_ring(style, {centre - half, top}, {centre + half, top + 2.0F * half});
}

/// Tag of the view that shows a level, or nothing.
struct LevelTag {
  const char* letter;
  ImU32 colour;
};

std::vector<LevelTag> tags_of_level(const Style& style, const ProgramState& state, int level) {
  std::vector<LevelTag> tags;
  if (state.view.pair != StagePair::kSamplers || !state.view.follow) return tags;
  for (int i = 0; i < static_cast<int>(state.draft.samplers.size()); ++i) {
    const CloudFrame* frame = cloud(state, i);
    if (!frame || frame->level != level) continue;
    tags.push_back({i == 0 ? "A" : "B", sampler_colours(style.colours, state, i).mark});
  }
  return tags;
}

/// The number of a level with the tags of the views left of it.
struct LevelNumber {
  ImFont* font = nullptr;
  ImU32 colour = 0;
  std::string text;
  std::vector<LevelTag> tags;
  bool keeps = false;  ///< shown or tagged: the others make room
  float left = 0.0F, right = 0.0F;
};

LevelNumber level_number(const Style& style, const LadderGeometry& ladder,
                         const ProgramState& state, int level) {
  const bool here = level == shown_level_index(state);
  LevelNumber out{here ? style.fonts.mono_medium : style.fonts.mono_caption,
                  here ? style.colours.text : style.colours.muted,
                  number_text(shown_levels(state)[static_cast<std::size_t>(level)]),
                  tags_of_level(style, state, level)};
  const bool at_an_end = level == 0 || level == ladder.count - 1;
  out.keeps = here || !out.tags.empty() || (at_an_end && ladder.dense());
  const float tags = static_cast<float>(out.tags.size()) * style.px(kLevelTag + kLevelTagGap);
  const float width = text_width(out.font, out.text);
  // the number stays under its rung; beside narrow ones it makes room for its tags
  float centre = ladder.rung_centre(level);
  if (width + 2.0F * tags + style.px(kLevelTagGap) > ladder.pitch()) centre += tags * 0.5F;
  const float left = centre - width * 0.5F - tags;
  out.left = std::max(ladder.left, std::min(left, ladder.left + ladder.width - width - tags));
  out.right = out.left + tags + width;
  return out;
}

void draw_numbers(const Style& style, const LadderGeometry& ladder, float middle,
                  const ProgramState& state) {
  if (!has_levels(state)) return;
  std::vector<LevelNumber> numbers;
  for (const int level : labelled_levels(ladder, style.px(kLevelRoom), shown_level_index(state))) {
    numbers.push_back(level_number(style, ladder, state, level));
  }
  const float gap = style.px(kLevelTagGap);
  ImDrawList* list = ImGui::GetWindowDrawList();
  for (const LevelNumber& number : numbers) {
    const bool covered = std::ranges::any_of(numbers, [&](const LevelNumber& other) {
      return other.keeps && &other != &number && other.left < number.right + gap &&
             number.left < other.right + gap;
    });
    if (covered && !number.keeps) continue;
    float x = number.left + style.px(kLevelTag) * 0.5F;
    for (auto tag = number.tags.rbegin(); tag != number.tags.rend(); ++tag) {
      view_tag(style, list, {std::round(x), std::round(middle)}, tag->letter, tag->colour, true,
               kLevelTag);
      x += style.px(kLevelTag + kLevelTagGap);
    }
    draw_text_right(list, number.font, number.colour, number.right, middle, number.text);
  }
}

void draw_rail(const Style& style, const LadderGeometry& ladder, const RailPlace& place,
               const ProgramState& state) {
  const CloudFrame* walking = walking_cloud(state);
  const int last = static_cast<int>(state.draft.samplers.size()) - 1;
  draw_rungs(style, ladder, place, sampler_colours(style.colours, state, last).mark,
             [&](int level) {
               if (!walking) return 0.0F;
               if (walking->finished) return 1.0F;
               return rung_progress(level, ladder.count, static_cast<double>(walking->step),
                                    static_cast<double>(walking->step_count));
             });
}

float handle_x(const LadderGeometry& ladder, const ProgramState& state) {
  const int shown = shown_level_index(state);
  const CloudFrame* walking = walking_cloud(state);
  if (!state.view.follow || !walking || walking->step_count <= 0) return ladder.rung_centre(shown);
  const float share = rung_progress(shown, ladder.count, static_cast<double>(walking->step),
                                    static_cast<double>(walking->step_count));
  return ladder.rung_left(shown) + ladder.pitch() * share;
}

/// Press or drag anywhere over the rungs moves the handle there.
void take_pointer(const Style& tooltips, const LadderGeometry& ladder, float top, float bottom,
                  ProgramState& state) {
  place_at(ladder.left, top);
  ImGui::InvisibleButton("rungs", {ladder.width, bottom - top});
  if (!has_levels(state)) return;
  if (ImGui::IsItemActive()) show_level(state, ladder.level_at(ImGui::GetIO().MousePos.x));
  if (ImGui::IsItemHovered()) ImGui::SetMouseCursor(ImGuiMouseCursor_Hand);
  simple_tooltip(tooltips, "Noise level",
                 "Press or drag to choose the level at which field, density and error are shown. "
                 "Every rung is a level; equal steps are equal ratios of σ.",
                 "← →");
}

}  // namespace

void draw_ladder_rail(const Style& style, const RailPlace& place, ProgramState& state) {
  const LadderGeometry ladder{place.left, place.right - place.left, level_count(state)};
  draw_rail(style, ladder, place, state);
  if (has_levels(state))
    draw_rail_handle(style, handle_x(ladder, state), place, style.colours.panel);
  take_pointer(place.tooltips != nullptr ? *place.tooltips : style, ladder,
               place.middle_y - style.px(place.handle_height),
               place.middle_y + style.px(place.handle_height), state);
}

void draw_noise_ladder(const Style& style, const LadderPlace& place, const ScreenPictures& pictures,
                       ProgramState& state) {
  const PanelWindow window("noise ladder", place.region, {.background = style.colours.background});
  draw_top_line(style, window.list(), place.region, style.colours.line);
  const LadderRows& rows = ladder_rows(place.form);
  const float left = place.region.min.x + style.px(place.padding);
  const float right = place.region.max.x - style.px(place.padding);
  const float top = place.region.min.y;
  const LadderGeometry ladder{left, right - left, level_count(state)};
  const RailPlace rail{.left = left, .right = right, .middle_y = top + style.px(rows.rail)};
  if (place.form == LadderForm::kFull) {
    draw_title_row(style, {{left, top}, {right, place.region.max.y}}, top + style.px(rows.title),
                   state);
  }
  take_pointer(style, ladder, top + style.px(rows.picture_top), place.region.max.y, state);
  draw_pictures(style, ladder, top + style.px(rows.picture_top), rows.picture, pictures, state);
  draw_rail(style, ladder, rail, state);
  draw_numbers(style, ladder, top + style.px(rows.numbers), state);
  if (has_levels(state))
    draw_rail_handle(style, handle_x(ladder, state), rail, style.colours.background);
}

}  // namespace scorescope
