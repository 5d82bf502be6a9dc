#include "app/panels/gallery_inspector.h"

#include <fmt/format.h>

#include <cmath>
#include <string>
#include <vector>

#include "app/panels/gallery.h"
#include "app/panels/gallery_geometry.h"
#include "app/panels/gallery_titles.h"
#include "app/panels/panel_window.h"
#include "app/panels/plane.h"
#include "app/plot/number_text.h"
#include "app/widgets/cards.h"
#include "app/widgets/controls.h"
#include "app/widgets/icons.h"
#include "app/widgets/text.h"

namespace scorescope {
namespace {

/// A sample this much nearer to one training picture than to any other counts as memorised.
constexpr double kMemorised = 1.0 / 3.0;
/// Facts stand in two lines each from this height on, at scale 1.
constexpr float kTallFacts = 180.0F;

/// A muted name and what there is to say; the rest is muted too.
struct Fact {
  std::string name, value, rest, note;
  bool large = false;  ///< the class, which is the answer
  bool warns = false;
};

std::string class_name(const PictureFrame& frame, int index) {
  const auto i = static_cast<std::size_t>(index);
  return i < frame.class_names.size() ? frame.class_names[i] : std::to_string(index);
}

/// Looked at is the sample as it ended, while the gallery shows a moment on its way.
bool shows_the_way(const ProgramState& state) {
  const GalleryFrame* frame = chosen_gallery(state);
  return frame && frame->finished && !follows_sampler(state);
}

std::vector<Fact> facts_of(const PictureFrame& frame, const InspectedSample& sample,
                           const ProgramState& state) {
  std::vector<Fact> facts;
  if (sample.reads_as >= 0) {
    const std::string name = class_name(frame, sample.reads_as);
    const std::string probability = fmt::format("{:.2f}", sample.probability);
    facts.push_back({shows_the_way(state) ? "Ends as" : "Reads as", sample.unknown ? "?" : name,
                     sample.unknown ? name + " " + probability : probability, "", true, false});
  }
  if (sample.nearest.empty()) return facts;
  facts.push_back(
      {"Nearest is", number_text(sample.nearest.front().distance, 3), "away", "", false, false});
  const bool memorised = sample.ratio < kMemorised;
  facts.push_back({"d₁ / d₂", fmt::format("{:.2f}", sample.ratio),
                   memorised ? "memorised" : "not memorised",
                   fmt::format("below {:.2f} {}", kMemorised, memorised ? "is" : "would be"), false,
                   memorised});
  return facts;
}

/// Name above value, as at 1600 x 900; returns the next y.
float draw_tall_fact(const Style& style, ImDrawList* list, float x, float y, const Fact& fact) {
  const Palette& colours = style.colours;
  draw_text(list, style.fonts.label, colours.muted, x, y, fact.name);
  y += style.px(fact.large ? 29.0F : 22.0F);
  ImFont* font = fact.large ? style.fonts.view_title : style.fonts.mono_readout;
  const float end = draw_text(list, font, colours.text, x, y, fact.value);
  if (fact.note.empty()) {
    draw_text(list, fact.large ? style.fonts.mono : style.fonts.label, colours.muted,
              end + style.px(fact.large ? 14.0F : 6.0F), y, fact.rest);
    return y + style.px(fact.large ? 37.0F : 30.0F);
  }
  y += style.px(23.0F);
  float left = x;
  if (fact.warns) {
    draw_icon(list, Icon::kWarning, {x + style.px(7.0F), y}, style.px(14.0F), colours.warning);
    left += style.px(20.0F);
  }
  draw_text(list, style.fonts.label, colours.text, left, y, fact.rest);
  draw_text(list, style.fonts.caption, colours.muted, x, y + style.px(18.0F), fact.note);
  return y + style.px(40.0F);
}

/// Everything in one line, for small windows.
float draw_flat_fact(const Style& style, ImDrawList* list, float x, float y, float right,
                     const Fact& fact) {
  const Palette& colours = style.colours;
  const std::vector<TextRun> runs{
      {style.fonts.caption, colours.muted, fact.name, 0.0F},
      {fact.large ? style.fonts.title : style.fonts.mono_medium, colours.text, fact.value, 8.0F},
      {style.fonts.caption, colours.muted, fact.note.empty() ? fact.rest : "", 6.0F}};
  draw_runs(style, list, x, y, runs);
  if (fact.note.empty()) return y + style.px(28.0F);
  y += style.px(24.0F);
  draw_text(list, style.fonts.caption, colours.text, x, y,
            shortened(style.fonts.caption, fact.rest, right - x));
  return y + style.px(28.0F);
}

void draw_waiting_words(const Style& style, const Region& region, const std::string& words) {
  const float line = style.px(20.0F);
  float y = region.min.y + line * 0.5F;
  for (const std::string& text : wrapped_lines(style.fonts.label, words, region.width())) {
    draw_text(ImGui::GetWindowDrawList(), style.fonts.label, style.colours.muted, region.min.x, y,
              text);
    y += line;
  }
}

void draw_facts(const Style& style, const Region& region, const ProgramState& state) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  const PictureFrame* frame = picture_frame(state);
  const InspectedSample* sample = inspected_sample(state);
  if (!frame || !sample) return draw_waiting_words(style, region, chosen_empty_text(state));
  const bool tall = region.height() >= style.px(kTallFacts);
  float y = region.min.y + style.px(10.0F);
  for (const Fact& fact : facts_of(*frame, *sample, state)) {
    y = tall ? draw_tall_fact(style, list, region.min.x, y, fact)
             : draw_flat_fact(style, list, region.min.x, y, region.max.x, fact);
  }
  place_at(region.min.x, region.min.y);
  ImGui::InvisibleButton("facts", {region.width(), region.height()});
  simple_tooltip(style, "The chosen sample",
                 "What the classifier reads and how sure it is, and the distances d₁ and d₂ over "
                 "all pixels to the two nearest training pictures. A sample that is three times "
                 "as near to one of them as to any other counts as memorised. Of a sampler that "
                 "has ended it is the sample as it ended, whichever moment is shown.");
}

/// Chooses the plane through the three nearest pictures, and shows it.
void draw_plane_button(const Style& style, float left, float middle, ProgramState& state) {
  const InspectedSample* sample = inspected_sample(state);
  if (!sample || sample->nearest.size() < 3) return;
  place_at(left, middle - style.px(12.0F));
  if (icon_button(style, {.id = "plane of the nearest",
                          .icon = Icon::kDart,
                          .side = 24,
                          .icon_size = 13,
                          .framed = false,
                          .on = false,
                          .enabled = true})) {
    ExperimentSpec next = state.draft;
    next.plane = {.through = "pictures",
                  .first = sample->nearest[0].number,
                  .second = sample->nearest[1].number,
                  .third = sample->nearest[2].number};
    edit_spec(state, std::move(next));
    show_plane(state);
  }
  simple_tooltip(style, "Plane of scores",
                 "Shows the scores as arrows on the plane through the first three of these "
                 "pictures. Another plane can be chosen in the settings, under Data.");
}

void draw_headings(const Style& style, const Region& title, const InspectorPlan& plan,
                   ProgramState& state) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  const float middle = std::round(title.centre().y - style.px(2.0F));
  draw_text(list, style.fonts.title, style.colours.text, title.min.x, middle, "Chosen sample");
  const TileGrid grid = tile_grid({{0, 0}, {100, 100}},
                                  sample_count(state, gallery_request(state).chosen_view), 1.0F);
  const int chosen = chosen_sample(state);
  const std::vector<TextRun> place{
      {style.fonts.label, style.colours.muted, "row", 0.0F},
      {style.fonts.title, style.colours.text, std::to_string(chosen / grid.columns + 1), 4.0F},
      {style.fonts.label, style.colours.muted, "column", 6.0F},
      {style.fonts.title, style.colours.text, std::to_string(chosen % grid.columns + 1), 4.0F}};
  draw_runs(style, list, title.max.x - runs_width(style, place), middle, place);
  list->AddRectFilled({title.min.x, plan.rule}, {title.max.x, plan.rule + style.px(1.0F)},
                      style.colours.line);
  const float second = plan.nearest_title.centre().y + style.px(1.0F);
  const float end = draw_text(list, style.fonts.title, style.colours.text, title.min.x, second,
                              "Nearest training pictures");
  draw_plane_button(style, end + style.px(6.0F), second, state);
  draw_text_right(list, style.fonts.label, style.colours.muted, title.max.x, second,
                  shows_the_way(state) ? "distance at its end" : "pixel distance");
}

/// "4.59  no. 39 487" under a neighbour, the number only where there is room.
void draw_caption(const Style& style, ImDrawList* list, const Region& picture, float height,
                  float room, const NearestPicture& nearest) {
  const float middle = picture.max.y + std::round(height * 0.5F);
  std::vector<TextRun> runs{
      {style.fonts.mono_caption, style.colours.text, number_text(nearest.distance, 3), 0.0F},
      {style.fonts.caption, style.colours.muted, "no. " + count_text(nearest.number), 7.0F}};
  if (runs_width(style, runs) > room) runs.pop_back();
  draw_runs(style, list, picture.min.x, middle, runs);
}

void draw_nearest(const Style& style, const InspectorPlan& plan, const ScreenPictures& pictures,
                  const ProgramState& state) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  const InspectedSample* sample = inspected_sample(state);
  const PictureFrame* frame = picture_frame(state);
  const float radius = style.px(4.0F);
  const float room = plan.nearest[1].min.x - plan.nearest[0].min.x - style.px(6.0F);
  for (std::size_t i = 0; i < plan.nearest.size(); ++i) {
    const Region& at = plan.nearest[i];
    const bool known = sample && i < sample->nearest.size();
    draw_tile(list, known ? pictures.nearest : PictureTiles{}, static_cast<int>(i), at.min, at.max,
              radius, style.colours.well);
    list->AddRect(at.min, at.max, style.colours.line_strong, radius);
    if (!known) continue;
    const NearestPicture& nearest = sample->nearest[i];
    draw_caption(style, list, at, plan.caption, room, nearest);
    place_at(at.min.x, at.min.y);
    ImGui::PushID(static_cast<int>(i));
    ImGui::InvisibleButton("nearest", {at.width(), at.height()});
    ImGui::PopID();
    const std::string name = "Training picture " + count_text(nearest.number);
    const std::string label =
        nearest.label >= 0 ? "Its class is " + class_name(*frame, nearest.label) + "." : "";
    simple_tooltip(style, name.c_str(), label.c_str());
  }
}

}  // namespace

void draw_gallery_inspector(const Style& style, const Region& title, const Region& region,
                            const ScreenPictures& pictures, ProgramState& state) {
  const PictureFrame* frame = picture_frame(state);
  const InspectorPlan plan =
      inspector_plan(region, title, frame ? frame->side : PictureFrame{}.side, style.scale);
  ImDrawList* list = ImGui::GetWindowDrawList();
  draw_headings(style, title, plan, state);
  const float radius = style.px(4.0F);
  draw_tile(list, pictures.chosen, 0, plan.picture.min, plan.picture.max, radius,
            style.colours.well);
  list->AddRect(plan.picture.min, plan.picture.max, style.colours.line_strong, radius);
  if (pictures.chosen.count == 0) {
    const float line = style.px(20.0F);
    const auto words = wrapped_lines(style.fonts.label, "Click a sample to look at it closely",
                                     plan.picture.width() - style.px(24.0F));
    float y = plan.picture.centre().y - line * (static_cast<float>(words.size()) - 1.0F) * 0.5F;
    for (const std::string& text : words) {
      draw_text_centred(list, style.fonts.label, style.colours.muted, plan.picture.centre().x, y,
                        text);
      y += line;
    }
  }
  draw_facts(style, plan.facts, state);
  draw_nearest(style, plan, pictures, state);
}

}  // namespace scorescope
