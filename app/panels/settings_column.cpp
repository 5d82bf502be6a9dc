#include "app/panels/settings_column.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/panels/data_choice.h"
#include "app/panels/gallery.h"
#include "app/panels/panel_window.h"
#include "app/panels/plane.h"
#include "app/panels/setting_rows.h"
#include "app/panels/step_grid.h"
#include "app/plot/number_text.h"
#include "app/widgets/cards.h"
#include "app/widgets/controls.h"
#include "app/widgets/text.h"
#include "core/base/error.h"
#include "core/experiment/spec_json.h"

namespace scorescope {
namespace {

/// A section of the column: its rows that are always there, and those under "More".
struct Section {
  const char* id;
  const char* name;
  const char* rail_word;
  Icon rail_icon;
  Effect effect;
};

constexpr std::array<Section, 6> kSections{
    {{"data", "Data", "Data", Icon::kData, Effect::kRestarts},
     {"network", "Network", "Net", Icon::kNetwork, Effect::kRestarts},
     {"objective", "Objective", "Loss", Icon::kLoss, Effect::kRestarts},
     {"noise", "Noise", "Noise", Icon::kNoise, Effect::kRestarts},
     {"training", "Training", "Train", Icon::kTraining, Effect::kLive},
     {"sampling", "Sampling", "Sample", Icon::kSampling, Effect::kLive}}};

constexpr std::string_view kMainSeed = "main";
/// Height of the seed's place, at scale 1: a row and the space after a section.
constexpr float kSeedHeight = 37.0F;

bool is_about_particles(const ProgramState& state, const Section& section) {
  return std::string_view(section.id) == "sampling" && moves_data(state);
}

/// Where the loss moves the data nothing is sampled: the section is about the particles themselves.
const char* name_of(const ProgramState& state, const Section& section) {
  return is_about_particles(state, section) ? "Particles" : section.name;
}

const char* rail_word_of(const ProgramState& state, const Section& section) {
  return is_about_particles(state, section) ? "Particles" : section.rail_word;
}

struct SectionRows {
  std::vector<SettingRow> primary, more;
};

/// What a lesson sets belongs to its point: it is shown even if it is rarely used otherwise. Not so
/// the pace, which only lets a class follow.
bool is_shown_first(const ProgramState& state, const SettingRow& row) {
  if (row.field.primary) return true;
  return row.field.key != "pace" && lesson_value(state, row) != row.field.initial;
}

/// Options of points are left out, the others get the words of pictures.
bool suits_pictures(const ProgramState& state, SettingRow& row) {
  if (row.sections.front() == "data" && row.field.key == "first_n") row.field.label = "At most";
  if (row.sections.front() != "sampling") return true;
  const std::string &key = row.field.key, &start = state.draft.sampling.start;
  if (key == "score") return false;  // always the network's; the known one is a gallery of its own
  if (key == "start_width") return start == "square" || start == "gaussian";
  if (key == "particles") row.field.label = "Samples";
  if (key == "weights") row.field.primary = true;
  if (key == "start") {
    row.field.primary = true;
    std::erase_if(row.field.choices, [](const FieldChoice& c) { return c.id == "collapsed"; });
  }
  return true;
}

/// The rows of a section that not every build of the spec has.
std::vector<SettingRow> rows_if_there(const ProgramState& state, const std::string& section) {
  try {
    return section_rows(state, section);
  } catch (const UserError&) {
    return {};
  }
}

void append(const ProgramState& state, SectionRows& out, std::vector<SettingRow> rows) {
  for (SettingRow& row : rows) {
    if (shows_gallery(state) && !suits_pictures(state, row)) continue;
    const bool first = is_shown_first(state, row);
    (first ? out.primary : out.more).push_back(std::move(row));
  }
}

/// The grid's own rows, where it is what the stage shows.
void append_step_grid(const ProgramState& state, SectionRows& out) {
  if (!shows_step_grid(state)) return;
  for (SettingRow& row : section_rows(state, "step_grid")) {
    (row.field.primary ? out.primary : out.more).push_back(std::move(row));
  }
}

SectionRows sampling_section(const ProgramState& state) {
  SectionRows out;
  append_step_grid(state, out);
  append(state, out, section_rows(state, "sampling"));
  std::erase_if(out.primary, [](const SettingRow& row) { return row.field.key == "speed"; });
  std::erase_if(out.more, [](const SettingRow& row) { return row.field.key == "speed"; });
  append(state, out, sampler_rows(state));
  for (std::size_t i = state.draft.samplers.size(); i-- > 0;) {
    const std::string label = state.draft.samplers.size() < 2 ? "Sampler"
                              : i == 0                        ? "Sampler A"
                                                              : "Sampler B";
    out.more.insert(out.more.begin(), kind_row_of(state, "samplers." + std::to_string(i), label));
  }
  for (SettingRow& row : section_rows(state, "seeds")) {
    if (row.field.key != kMainSeed) out.more.push_back(std::move(row));
  }
  return out;
}

/// The seed of everything has a place of its own below the sections.
SettingRow seed_row_of(const ProgramState& state) {
  std::vector<SettingRow> rows = section_rows(state, "seeds");
  SettingRow row = *std::ranges::find(
      rows, kMainSeed, [](const SettingRow& r) { return std::string_view(r.field.key); });
  row.field.label = "Seed";
  return row;
}

SectionRows rows_of(const ProgramState& state, const std::string& id) {
  if (id == "sampling") return sampling_section(state);
  SectionRows out;
  if (id == "objective") out.primary.push_back(kind_row_of(state, id, "Loss"));
  if (id == "network") out.primary.push_back(kind_row_of(state, id, "Kind"));
  if (id == "noise") out.more.push_back(kind_row_of(state, id, "Levels by"));
  append(state, out, section_rows(state, id));
  if (id == "data" && shows_plane(state)) {
    const bool chosen = state.draft.plane.through == "pictures";
    for (SettingRow& row : rows_if_there(state, "plane")) {
      if (row.field.key == "through" || chosen) out.primary.push_back(std::move(row));
    }
  }
  if (id == "training") {
    if (shows_gallery(state)) append(state, out, rows_if_there(state, "distances"));
    for (SettingRow& row : section_rows(state, "compute")) out.more.push_back(row);
  }
  return out;
}

/// Of points or pictures; nullptr if there are no such data.
const EntryInfo* data_entry(const Schema& schema, const std::string& kind) {
  for (const EntryList* entries : {&schema.distributions, &schema.image_sets}) {
    const auto found = std::ranges::find(*entries, kind, &EntryInfo::id);
    if (found != entries->end()) return &*found;
  }
  return nullptr;
}

std::string data_label(const Schema& schema, const std::string& kind) {
  const EntryInfo* entry = data_entry(schema, kind);
  return entry != nullptr ? entry->label : kind;
}

/// What a folded section says.
std::string summary_of(const ProgramState& state, const std::string& id) {
  const auto& training = state.frames.training;
  if (id == "data") return data_label(*state.schema, state.draft.data.kind);
  if (id == "network") {
    if (moves_data(state) && state.draft.sampling.score == "exact") return "exact score, frozen";
    if (training && !training->network_description.empty()) return training->network_description;
    return entry_label(state.schema->networks, state.draft.network.kind);
  }
  if (id == "objective") return entry_label(state.schema->objectives, state.draft.objective.kind);
  if (id == "noise") {
    const auto& levels = shown_levels(state);
    if (levels.empty()) return entry_label(state.schema->schedules, state.draft.noise.kind);
    return fmt::format("{} to {}, {} levels", short_number_text(levels.front()),
                       short_number_text(levels.back()), levels.size());
  }
  if (id == "training") {
    if (moves_data(state) && state.draft.sampling.score == "exact") return "off, score is frozen";
    return count_text(state.draft.training.stop_after) + " steps";
  }
  if (shows_gallery(state)) {
    return count_text(state.draft.sampling.particles) + " samples, " +
           state.draft.sampling.weights + " weights";
  }
  return count_text(state.draft.sampling.particles) + " particles, " + state.draft.sampling.score;
}

/// True if the distribution is made from a file and has none of its own.
bool needs_file(const Schema& schema, const std::string& kind) {
  const EntryInfo* entry = data_entry(schema, kind);
  const FieldInfo* path = entry != nullptr ? find_field(entry->fields, "path") : nullptr;
  return path != nullptr && path->initial == Value(std::string());
}

void choose_data(ProgramState& state, const std::string& kind) {
  if (kind == state.draft.data.kind) return;
  // back to the lesson's own kind means back to the lesson's own data
  ExperimentSpec next = with_data(
      state, kind == state.lesson_spec.data.kind ? state.lesson_spec.data : Choice{kind, {}});
  if (next.data.options.empty() && needs_file(*state.schema, kind)) {
    if (!state.open_card) state.ask(action::ShowOpenCard{});
    return;
  }
  edit_spec(state, std::move(next));
}

void draw_thumbnails(const Style& style, const ScreenPictures& pictures, ProgramState& state) {
  const ImVec2 origin = ImGui::GetCursorScreenPos();
  ImDrawList* list = ImGui::GetWindowDrawList();
  const float side = style.px(size::kThumbnail), radius = style.px(4.0F);
  // from the labels to the values' right end, which leaves the ring clear of the scroll mark
  const float left = style.px(size::kLabelX), room = style.px(size::kValueRight) - left - side;
  const auto gaps = static_cast<float>(std::max<std::size_t>(pictures.data.size(), 2) - 1);
  for (std::size_t i = 0; i < pictures.data.size(); ++i) {
    const DataThumbnail& thumbnail = pictures.data[i];
    const float x = std::round(origin.x + left + room * static_cast<float>(i) / gaps);
    const ImVec2 min{x, origin.y}, max{x + side, origin.y + side};
    place_at(min.x, min.y);
    if (ImGui::InvisibleButton(thumbnail.kind.c_str(), {side, side})) {
      choose_data(state, thumbnail.kind);
    }
    const bool hovered = ImGui::IsItemHovered();
    simple_tooltip(style, entry_label(state.schema->distributions, thumbnail.kind).c_str(), "");
    draw_picture(list, thumbnail.picture, min, max, radius, style.colours.well);
    list->AddRect(min, max, hovered ? style.colours.muted : style.colours.line_strong, radius);
    if (thumbnail.kind == state.draft.data.kind) {
      const float out = style.px(3.0F) - style.px(0.5F);
      list->AddRect({min.x - out, min.y - out}, {max.x + out, max.y + out}, style.colours.text,
                    style.px(6.0F), 0, style.px(2.0F));
    }
  }
  place_at(origin.x, origin.y + side);
}

/// Combo over all distributions and the four pictures.
void draw_data_choice(const Style& style, const ScreenPictures& pictures, ProgramState& state) {
  const ImVec2 origin = ImGui::GetCursorScreenPos();
  std::vector<FieldChoice> choices;
  for (const EntryInfo& entry : state.schema->distributions) {
    choices.push_back({entry.id, entry.label});
  }
  for (const EntryInfo& entry : state.schema->image_sets) {
    choices.push_back({entry.id, entry.label});
  }
  std::string kind = state.draft.data.kind;
  bool reset = false;
  const bool changed = state.draft.data != state.lesson_spec.data;
  place_at(origin.x, origin.y + style.px(1.0F));
  if (kind_row(style, "data", choices, kind, changed, &reset)) choose_data(state, kind);
  if (reset) {
    edit_spec(state, with_data(state, state.lesson_spec.data));
  }
  place_at(origin.x, origin.y + style.px(35.0F));
  // the small pictures are densities in the plane
  if (!pictures.data.empty() && !shows_gallery(state)) draw_thumbnails(style, pictures, state);
  const ImVec2 end = ImGui::GetCursorScreenPos();
  place_at(origin.x, end.y + style.px(4.0F));
}

/// "More" beside a section's name, with a dot if something under it differs from the lesson.
struct MoreWord {
  Region region;
  bool open = false, hovered = false, changed = false;
};

void toggle_more(const Section& section, bool open, ProgramState& state) {
  if (open) {
    state.view.unfolded_more.erase(section.id);
  } else {
    state.view.unfolded_more.insert(section.id);
  }
}

/// Takes the press before the header does, which lies under it; draws nothing yet.
MoreWord press_more(const Style& style, const Section& section, bool changed, ProgramState& state) {
  MoreWord more;
  more.open = state.view.unfolded_more.contains(section.id);
  more.changed = changed;
  const ImVec2 origin = ImGui::GetCursorScreenPos();
  const float left = origin.x + style.px(size::kLabelX + 10.0F) +
                     text_width(style.fonts.title, name_of(state, section));
  const float right = left + text_width(style.fonts.caption, "More") + style.px(22.0F);
  const float top = origin.y + style.px(5.0F), bottom = top + style.px(26.0F);
  more.region = {{left, top}, {right, bottom}};
  place_at(left, top);
  if (ImGui::InvisibleButton("more", {right - left, bottom - top})) {
    toggle_more(section, more.open, state);
  }
  more.hovered = ImGui::IsItemHovered();
  focus_ring(style, style.px(4.0F));
  simple_tooltip(
      style, more.open ? "Less" : "More",
      more.open ? "Shows the most used options only." : "Shows all options of this section.");
  ImGui::SetCursorScreenPos(origin);
  return more;
}

void draw_more(const Style& style, const MoreWord& more) {
  const ImU32 colour = more.hovered ? style.colours.text : style.colours.muted;
  ImDrawList* list = ImGui::GetWindowDrawList();
  const float middle = more.region.centre().y;
  const float end = draw_text(list, style.fonts.caption, colour, more.region.min.x + style.px(4.0F),
                              middle, more.open ? "Less" : "More");
  if (more.changed && !more.open) {
    list->AddCircleFilled({end + style.px(8.0F), middle}, style.px(size::kDotRadius),
                          style.colours.text, 16);
  }
}

/// What cannot be chosen but belongs to the section.
void draw_facts(const Style& style, const std::string& id, const ProgramState& state) {
  const auto& training = state.frames.training;
  if (!training || !shows_gallery(state)) return;
  if (id == "network" && training->parameter_count > 0) {
    fact_row(style, "Parameters", count_text(training->parameter_count));
  }
  if (id == "training" && training->epoch > 0.0) {
    fact_row(style, "Epoch", number_text(training->epoch, 3));
  }
  const PictureFrame* frame = picture_frame(state);
  if (id == "data" && frame && frame->training_pictures > 0) {
    fact_row(style, "Training pictures", count_text(frame->training_pictures));
  }
}

void draw_rows(const Style& style, const Section& section, const ScreenPictures& pictures,
               ProgramState& state, bool with_seed) {
  if (std::string(section.id) == "data") draw_data_choice(style, pictures, state);
  SectionRows rows = rows_of(state, section.id);
  const auto draw_all = [&](std::vector<SettingRow> SectionRows::* part) {
    for (std::size_t i = 0; i < (rows.*part).size(); ++i) {
      const SettingRow row = (rows.*part)[i];
      // another kind has other rows: those of the old one are no options of the new draft
      if (draw_setting(style, row, section.effect, state)) rows = rows_of(state, section.id);
    }
  };
  draw_all(&SectionRows::primary);
  if (with_seed) draw_setting(style, seed_row_of(state), section.effect, state);
  draw_facts(style, section.id, state);
  if (state.view.unfolded_more.contains(section.id)) draw_all(&SectionRows::more);
  section_end(style);
}

void draw_section(const Style& style, const Section& section, const ScreenPictures& pictures,
                  ProgramState& state, bool always_open) {
  ImGui::PushID(section.id);
  bool open = always_open || !state.view.folded_sections.contains(section.id);
  const SectionHeader header{name_of(state, section), section.effect,
                             summary_of(state, section.id)};
  const SectionRows rows = rows_of(state, section.id);
  std::optional<MoreWord> more;
  if (open && !rows.more.empty()) {
    more = press_more(style, section, differs_from_lesson(state, rows.more), state);
  }
  if (section_header(style, header, open) && !always_open) {
    if (open) {
      state.view.folded_sections.erase(section.id);
    } else {
      state.view.folded_sections.insert(section.id);
    }
  }
  if (more && (open || always_open)) draw_more(style, *more);
  const bool with_seed = always_open && std::string_view(section.id) == "sampling";
  if (open || always_open) draw_rows(style, section, pictures, state, with_seed);
  ImGui::PopID();
}

void draw_sections(const Style& style, const Region& region, const ScreenPictures& pictures,
                   ProgramState& state) {
  const PanelWindow window("settings", region,
                           {.background = style.colours.panel, .scrolls = true});
  draw_right_line(style, window.list(), region, style.colours.line);
  // the first header's rule lies on the line under the top bar
  ImGui::SetCursorPosY(ImGui::GetCursorPosY() - style.px(1.0F));
  for (const Section& section : kSections) draw_section(style, section, pictures, state, false);
}

/// Under the sections and not in one of them: it is seen wherever they are scrolled to.
void draw_seed(const Style& style, const Region& region, ProgramState& state) {
  const PanelWindow window("seed", region, {.background = style.colours.panel});
  draw_right_line(style, window.list(), region, style.colours.line);
  draw_top_line(style, window.list(), region, style.colours.line);
  place_at(region.min.x, region.min.y + style.px(4.0F));
  draw_setting(style, seed_row_of(state), Effect::kLive, state);
}

void draw_column(const Style& style, const Region& region, const ScreenPictures& pictures,
                 ProgramState& state) {
  const float split = region.max.y - style.px(kSeedHeight);
  draw_sections(style, {region.min, {region.max.x, split}}, pictures, state);
  draw_seed(style, {{region.min.x, split}, region.max}, state);
}

bool section_changed(const ProgramState& state, const Section& section) {
  const SectionRows rows = rows_of(state, section.id);
  if (std::string(section.id) == "data" && state.draft.data != state.lesson_spec.data) return true;
  if (std::string(section.id) == "sampling" && differs_from_lesson(state, {seed_row_of(state)})) {
    return true;
  }
  return differs_from_lesson(state, rows.primary) || differs_from_lesson(state, rows.more);
}

void draw_rail_item(const Style& style, const Section& section, const Region& item,
                    ProgramState& state) {
  place_at(item.min.x, item.min.y);
  const bool pressed = ImGui::InvisibleButton(section.id, {item.width(), item.height()});
  const bool open = state.drawer == section.id;
  if (pressed) state.drawer = open ? "" : section.id;
  ImDrawList* list = ImGui::GetWindowDrawList();
  const bool lit = open || ImGui::IsItemHovered();
  if (lit) list->AddRectFilled(item.min, item.max, style.colours.control);
  const ImU32 colour = lit ? style.colours.text : style.colours.muted;
  const float middle = item.centre().x;
  draw_icon(list, section.rail_icon, {middle, item.min.y + style.px(20.0F)}, style.px(20.0F),
            colour);
  draw_text_centred(list, style.fonts.label, colour, middle, item.min.y + style.px(42.0F),
                    rail_word_of(state, section));
  if (section_changed(state, section)) {
    list->AddCircleFilled({item.max.x - style.px(12.0F), item.min.y + style.px(12.0F)},
                          style.px(size::kDotRadius), style.colours.text, 16);
  }
  focus_ring(style, 0.0F);
  simple_tooltip(style, name_of(state, section), summary_of(state, section.id).c_str());
}

void draw_rail(const Style& style, const Region& region, ProgramState& state) {
  const PanelWindow window("settings rail", region, {.background = style.colours.panel});
  draw_right_line(style, window.list(), region, style.colours.line);
  const float pitch = style.px(60.0F);
  float y = region.min.y + style.px(4.0F);
  for (const Section& section : kSections) {
    draw_rail_item(style, section, {{region.min.x, y}, {region.max.x - style.px(1.0F), y + pitch}},
                   state);
    y += pitch;
  }
}

/// A press outside the drawer and the rail closes it.
void close_drawer_on_press_outside(const SettingsPlace& place, ProgramState& state) {
  if (!ImGui::IsMouseClicked(ImGuiMouseButton_Left)) return;
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  const bool inside = place.drawer.contains(mouse) || place.region.contains(mouse);
  if (!inside && !ImGui::IsPopupOpen("", ImGuiPopupFlags_AnyPopup)) state.drawer.clear();
}

void draw_drawer(const Style& style, const SettingsPlace& place, const ScreenPictures& pictures,
                 ProgramState& state) {
  const auto found = std::ranges::find_if(
      kSections, [&](const Section& section) { return state.drawer == section.id; });
  if (found == kSections.end()) return;
  const PanelWindow window("settings drawer", place.drawer,
                           {.background = style.colours.panel, .scrolls = true, .in_front = true});
  draw_right_line(style, window.list(), place.drawer, style.colours.line_strong);
  draw_section(style, *found, pictures, state, true);
  close_drawer_on_press_outside(place, state);
}

}  // namespace

void draw_settings(const Style& style, const SettingsPlace& place, const ScreenPictures& pictures,
                   ProgramState& state) {
  if (place.region.empty() || !state.schema) return;
  if (!place.rail) {
    draw_column(style, place.region, pictures, state);
    return;
  }
  draw_rail(style, place.region, state);
  draw_drawer(style, place, pictures, state);
}

}  // namespace scorescope
