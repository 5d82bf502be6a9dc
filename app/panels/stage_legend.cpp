#include "app/panels/stage_legend.h"

#include <fmt/format.h>

#include <algorithm>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "app/panels/gallery.h"
#include "app/panels/panel_window.h"
#include "app/panels/plane.h"
#include "app/panels/view_content.h"
#include "app/panels/view_titles.h"
#include "app/plot/number_text.h"
#include "app/widgets/cards.h"
#include "app/widgets/controls.h"
#include "app/widgets/text.h"

namespace scorescope {
namespace {

/// What the two views draw together.
struct DrawnLayers {
  bool density = false, exact = false, learned = false, error = false, rings = false;
};

DrawnLayers drawn_layers(const ProgramState& state) {
  DrawnLayers shown;
  for (int view = 0; view < 2; ++view) {
    const ViewPlan plan =
        view_plan(state.view.pair, shown_layers(state.view), state.view.follow, view);
    shown.density = shown.density || plan.density;
    shown.exact = shown.exact || plan.exact;
    shown.learned = shown.learned || plan.learned;
    shown.error = shown.error || plan.error;
    shown.rings = shown.rings || plan.rings;
  }
  return shown;
}

/// Room that the words about the plane's projection are left, at scale 1.
constexpr float kShareWords = 330.0F;

/// How much the bars of a row say: the forms of `kBarForms` from the fullest to the least.
struct BarForm {
  float width;      ///< of the ramp, at scale 1
  bool long_names;  ///< "|s| learned" and "|learned − exact|", else "|s|" with its dart and "Error"
  float gap;        ///< between two bars
};
constexpr std::array<BarForm, 10> kBarForms{{{112.0F, true, 24.0F},
                                             {96.0F, true, 24.0F},
                                             {86.0F, true, 22.0F},
                                             {64.0F, true, 18.0F},
                                             {96.0F, false, 18.0F},
                                             {72.0F, false, 15.0F},
                                             {56.0F, false, 15.0F},
                                             {44.0F, false, 12.0F},
                                             {34.0F, false, 10.0F},
                                             {24.0F, false, 10.0F}}};

/// One bar for every coloured layer that a view shows.
std::vector<ColourBar> colour_bars(const Style& style, const ProgramState& state,
                                   const BarForm& form) {
  const Palette& colours = style.colours;
  const DrawnLayers shown = drawn_layers(state);
  const auto& fields = state.frames.simulation->fields;
  const FieldScales scales = shared_scales(fields[0].get(), fields[1].get());
  const std::string largest = number_text(scales.arrow_maximum, 2);
  const float strength = has_learned(state) ? 1.0F : 0.5F;
  const ColourBar density{
      "Density", "0",       number_text(scales.density_maximum, 2), colours.density, Icon::kNone, 0,
      1.0F,      form.width};
  std::vector<ColourBar> out;
  if (shown.error) {
    out.push_back({form.long_names ? "|learned − exact|" : "Error",
                   short_number_text(scales.error_range[0], 2),
                   short_number_text(scales.error_range[1], 2), colours.error, Icon::kNone, 0, 1.0F,
                   form.width});
  }
  if (shown.density && !shown.error) out.push_back(density);
  // arrows of both fields have one scale: where room is short they share a bar
  const bool merged = shown.learned && shown.exact && !form.long_names;
  if (shown.learned) {
    out.push_back({form.long_names ? "|s| learned" : "|s|", "0", largest, colours.learned_ramp,
                   Icon::kDart, colours.learned, strength, form.width});
    if (merged) {
      out.back().second_ramp = colours.exact_ramp;
      out.back().second_icon_colour = colours.exact;
    }
  }
  if (shown.exact && !merged) {
    const bool is_exact = reference_name(state).empty();
    out.push_back({!form.long_names ? "|s|"
                   : is_exact       ? "|s| exact"
                                    : "|s| reference",
                   "0", largest, colours.exact_ramp,
                   shown.learned || !form.long_names ? Icon::kDart : Icon::kNone, colours.exact,
                   1.0F, form.width});
  }
  if (shown.density && shown.error) out.push_back(density);
  return out;
}

/// Bars in one row, or in two columns of two where they need it.
struct PlacedBars {
  std::vector<ColourBar> bars;
  std::size_t columns = 0;  ///< of each row
  float column = 0.0F;      ///< pixels from one column to the next; 0: one after the other
  float gap = 0.0F;         ///< pixels
};

/// The fullest form that fits `width` whole; no bar is ever left out. Bars give way to a note of
/// `note` pixels after them down to the shortest ones with long names.
PlacedBars placed_bars(const Style& style, const ProgramState& state, float width, float note) {
  PlacedBars placed;
  for (const auto& [rows, after] :
       {std::pair{1U, note}, std::pair{1U, 0.0F}, std::pair{2U, 0.0F}}) {
    for (const BarForm& form : kBarForms) {
      // one row of stubs says less than two rows of bars
      if (rows == 1 && form.width < 34.0F) continue;
      if (after > 0.0F && !form.long_names) continue;
      placed.bars = colour_bars(style, state, form);
      placed.gap = style.px(form.gap);
      placed.columns = (placed.bars.size() + rows - 1) / rows;
      float widest = 0.0F, sum = -placed.gap;
      for (const ColourBar& bar : placed.bars) {
        widest = std::max(widest, colour_bar_width(style, bar));
        sum += colour_bar_width(style, bar) + placed.gap;
      }
      placed.column = rows == 1 ? 0.0F : widest + placed.gap;
      const float needed =
          rows == 1 ? sum : static_cast<float>(placed.columns) * placed.column - placed.gap;
      if (needed + after <= width) return placed;
    }
  }
  return placed;
}

/// Returns where the next sign may begin.
float draw_bars(const Style& style, const Region& region, float middle, const PlacedBars& placed) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  const float left = region.min.x + style.px(2.0F);
  float x = left, right = left;
  const bool two_rows = placed.columns < placed.bars.size();
  if (two_rows) middle = std::round(region.centre().y - style.px(9.0F));
  for (std::size_t i = 0; i < placed.bars.size(); ++i) {
    if (two_rows && i == placed.columns) {
      x = left;
      middle += style.px(18.0F);
    }
    const float end = colour_bar(style, list, x, middle, placed.bars[i]);
    x = two_rows ? x + placed.column : end + placed.gap;
    right = std::max(right, end + placed.gap);
  }
  return right;
}

/// Sign and words, only if they fit before `right`; the longest of `wordings` that does.
float draw_note(const Style& style, float x, float middle, float right, Icon icon,
                std::initializer_list<const char*> wordings) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  for (const char* words : wordings) {
    if (x + style.px(20.0F) + text_width(style.fonts.caption, words) > right) continue;
    draw_icon(list, icon, {x + style.px(7.0F), middle}, style.px(14.0F), style.colours.muted);
    return draw_text(list, style.fonts.caption, style.colours.muted, x + style.px(20.0F), middle,
                     words) +
           style.px(18.0F);
  }
  return x;
}

/// How much of the scores the plane's arrows show, with its help under the pointer.
void draw_share(const Style& style, float x, float middle, float right, const ProgramState& state) {
  float end = x;
  for (const std::string& words : plane_share_words(state)) {
    end = draw_note(style, x, middle, right, Icon::kDart, {words.c_str()});
    if (end > x) break;
  }
  if (end <= x) return;
  place_at(x, middle - style.px(10.0F));
  ImGui::InvisibleButton("share", {end - x, style.px(20.0F)});
  const std::string help = fmt::format(
      "The score has as many coordinates as a picture has pixels; an arrow is the part of it that "
      "lies along the plane. The share is that of |s|² over the places with a picture: a small one "
      "means that the score points out of the plane, towards pictures that lie off it. The plane "
      "goes through {} and holds {} of the pictures' variance.",
      plane_frame(state)->through, percent_text(plane_frame(state)->variance_share));
  simple_tooltip(style, "Projected vectors", help.c_str());
}

constexpr const char* kRingsInShort = "rings 50, 90, 99 %";

/// What the shortest note on the rings takes after the bars.
float rings_room(const Style& style) {
  return style.px(24.0F + 20.0F) + text_width(style.fonts.caption, kRingsInShort);
}

void draw_arrow_combo(const Style& style, float left, float middle, ProgramState& state) {
  static const std::vector<FieldChoice> kChoices{
      {"equal", "Equal length"}, {"raw", "Raw length"}, {"log", "Log length"}};
  std::string chosen = kChoices[static_cast<std::size_t>(state.view.arrows)].id;
  place_at(left, middle - style.px(14.0F));
  if (combo(style,
            {.id = "arrows", .choices = kChoices, .width = 146, .height = 28, .icon = Icon::kDart},
            chosen)) {
    state.view.arrows = chosen == "raw"   ? ArrowScale::kRaw
                        : chosen == "log" ? ArrowScale::kLogarithmic
                                          : ArrowScale::kEqual;
  }
  simple_tooltip(style, "Arrow length",
                 "Equal shows directions everywhere; colour has the magnitude. Raw and log show it "
                 "as length too.");
}

struct ChipLook {
  Icon icon;
  std::optional<ImU32> colour;
};

ChipLook chip_look(const Palette& colours, StageLayer layer) {
  switch (layer) {
    case StageLayer::kData:
      return {Icon::kSquare, colours.particle};
    case StageLayer::kExact:
      return {Icon::kDart, colours.exact};
    case StageLayer::kLearned:
      return {Icon::kDart, colours.learned};
    case StageLayer::kError:
      return {Icon::kError, std::nullopt};
    case StageLayer::kDensity:
      return {Icon::kDensity, std::nullopt};
    case StageLayer::kParticles:
      return {Icon::kParticles, std::nullopt};
    case StageLayer::kPictures:
      return {Icon::kSquare, std::nullopt};
    case StageLayer::kDenoised:
      return {Icon::kDensity, std::nullopt};
    case StageLayer::kTrails:
      break;
  }
  return {Icon::kTrails, std::nullopt};
}

std::span<const LayerInfo> layers_on_offer(const ProgramState& state) {
  return shows_plane(state) ? plane_layers() : stage_layers();
}

void draw_chips(const Style& style, float x, float right, float top, ProgramState& state) {
  int number = 1;
  for (const LayerInfo& info : layers_on_offer(state)) {
    const std::string key = std::to_string(number++);
    const ChipLook look = chip_look(style.colours, info.layer);
    bool& on = shown_layers(state.view)[static_cast<std::size_t>(info.layer)];
    const LayerChip chip{.label = info.label,
                         .icon = look.icon,
                         .key = key.c_str(),
                         .on = on,
                         .enabled = true,
                         .icon_colour = look.colour};
    const float width = layer_chip_width(style, chip);
    if (x + width > right + 1.0F) return;
    place_at(x, top);
    if (layer_chip(style, chip)) on = !on;
    simple_tooltip(style, info.label, info.help, key.c_str());
    x += width + style.px(6.0F);
  }
}

void draw_layer_menu(const Style& style, ProgramState& state) {
  if (!begin_menu(style, "layer menu", 240.0F)) return;
  int number = 1;
  for (const LayerInfo& info : layers_on_offer(state)) {
    bool& on = shown_layers(state.view)[static_cast<std::size_t>(info.layer)];
    const std::string key = std::to_string(number++);
    if (menu_item(style, {.label = info.label, .right = key.c_str(), .checked = on})) on = !on;
  }
  menu_rule(style);
  static constexpr std::array<std::pair<ArrowScale, const char*>, 3> kLengths{
      {{ArrowScale::kEqual, "Arrows of equal length"},
       {ArrowScale::kRaw, "Raw length"},
       {ArrowScale::kLogarithmic, "Log length"}}};
  for (const auto& [scale, label] : kLengths) {
    if (menu_item(style, {.label = label, .checked = state.view.arrows == scale})) {
      state.view.arrows = scale;
    }
  }
  end_menu();
}

void draw_layer_button(const Style& style, const Region& region, ProgramState& state) {
  const float width = style.px(118.0F), height = style.px(28.0F);
  const ImVec2 min{region.max.x - width, std::round(region.centre().y - height * 0.5F)};
  place_at(min.x, min.y);
  if (ImGui::InvisibleButton("layers", {width, height})) ImGui::OpenPopup("layer menu");
  const bool lit = ImGui::IsItemHovered() || ImGui::IsPopupOpen("layer menu");
  ImDrawList* list = ImGui::GetWindowDrawList();
  const ImVec2 max{min.x + width, min.y + height};
  list->AddRectFilled(min, max, lit ? style.colours.raised : style.colours.control,
                      style.px(size::kRadius));
  list->AddRect(min, max, style.colours.line, style.px(size::kRadius));
  const auto offered = layers_on_offer(state);
  const auto on = std::ranges::count_if(
      offered, [&](const LayerInfo& info) { return has(shown_layers(state.view), info.layer); });
  const std::vector<TextRun> runs{
      {style.fonts.label, style.colours.text, "Layers", 0.0F},
      {style.fonts.label, style.colours.text, fmt::format("{} of {}", on, offered.size()), 8.0F}};
  draw_runs(style, list, min.x + (width - runs_width(style, runs)) * 0.5F, (min.y + max.y) * 0.5F,
            runs);
  draw_layer_menu(style, state);
}

std::vector<FieldChoice> pairs_on_offer(const ProgramState& state) {
  std::vector<FieldChoice> choices;
  if (shows_gallery(state)) {
    for (const StagePair pair : gallery_pairs(state)) {
      choices.push_back({info_of(pair).id, gallery_pair_label(state, pair)});
    }
    return choices;
  }
  for (const PairInfo& info : stage_pairs()) {
    if (info.pair == StagePair::kSamplers && state.draft.samplers.size() < 2) continue;
    choices.push_back({info.id, pair_label(state, info.pair)});
  }
  return choices;
}

void draw_pair_combo(const Style& style, ImVec2 min, float width, float height, bool icon,
                     ProgramState& state) {
  const std::vector<FieldChoice> choices = pairs_on_offer(state);
  std::string chosen = info_of(state.view.pair).id;
  place_at(min.x, min.y);
  if (combo(style,
            {.id = "pair",
             .choices = choices,
             .width = width,
             .height = height,
             .icon = icon ? Icon::kPair : Icon::kNone},
            chosen)) {
    state.view.pair = pair_from_id(chosen);
    if (shows_gallery(state)) state.view.maximised.clear();
  }
  simple_tooltip(style, "Pair of views",
                 "What the two views compare. They share camera, colours and, for samplers, the "
                 "random numbers.");
}

}  // namespace

void draw_stage_legend(const Style& style, const Region& region, bool compact,
                       ProgramState& state) {
  const float middle = std::round(region.centre().y - style.px(4.0F) * (compact ? 0.0F : 1.0F));
  float right = region.max.x;
  if (!compact) {
    right -= style.px(146.0F);
    draw_arrow_combo(style, right, region.min.y + style.px(12.0F), state);
    right -= style.px(12.0F);
  }
  if (!state.frames.simulation) return;
  ImDrawList* list = ImGui::GetWindowDrawList();
  list->PushClipRect(region.min, {right, region.max.y}, true);
  const bool rings = drawn_layers(state).rings && !compact;
  // of the plane the words about the projection come first, the bars take what they leave
  const float words = shows_plane(state) && !compact ? style.px(kShareWords) : 0.0F;
  const PlacedBars placed =
      placed_bars(style, state, right - region.min.x - style.px(12.0F) - words,
                  rings ? rings_room(style) : 0.0F);
  float x = draw_bars(style, region, middle, placed);
  if (rings) {
    x = draw_note(style, x, middle, right, Icon::kRings,
                  {"rings hold 50, 90 and 99 % of the mass", kRingsInShort});
  }
  if (shows_plane(state)) draw_share(style, x, middle, right, state);
  if (moves_data(state) && !compact) {
    draw_note(style, x, middle, right, Icon::kParticles, {"start"});
  }
  list->PopClipRect();
}

void draw_layer_row(const Style& style, const Region& region, bool compact, ProgramState& state) {
  if (compact) {
    const float height = style.px(28.0F);
    draw_pair_combo(style, {region.min.x, std::round(region.centre().y - height * 0.5F)}, 156.0F,
                    28.0F, false, state);
    draw_layer_button(style, region, state);
    return;
  }
  const float combo = shows_plane(state) ? 156.0F : 184.0F;  // its chips have longer words
  draw_pair_combo(style, region.min, combo, 30.0F, true, state);
  draw_chips(style, region.min.x + style.px(combo + 16.0F), region.max.x, region.min.y, state);
}

}  // namespace scorescope
