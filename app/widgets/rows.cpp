// Rows of the settings column: one per field, and the headers of its sections.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>

#include "app/plot/number_text.h"
#include "app/widgets/cards.h"
#include "app/widgets/controls.h"
#include "app/widgets/field_scale.h"
#include "app/widgets/text.h"

namespace scorescope {
namespace {

constexpr float kControlWidth = size::kValueRight - size::kControlX;
/// What a number keeps where its label is long: a track that can still be dragged, four digits.
constexpr float kLeastTrack = 30, kLeastValue = 42;

/// One row under construction: its corner, its width, and what was found out so far. A value that
/// does not fit beside its label stands on a second line.
struct Row {
  const Style& style;
  ImVec2 origin;
  float width;
  int lines = 1;
  ImVec2 low() const { return origin; }
  ImVec2 high() const {
    return {origin.x + width, origin.y + style.px(size::kRow) * static_cast<float>(lines)};
  }
  /// The height of the label, and that of the control.
  float label_middle() const { return std::round(origin.y + style.px(size::kRow) / 2.0F); }
  float middle() const { return std::round(high().y - style.px(size::kRow) / 2.0F); }
  /// The right end of values; keeps its distance when the column is not 272 wide.
  float right() const { return origin.x + width - style.px(size::kSettings - size::kValueRight); }
  float control() const { return origin.x + style.px(size::kControlX); }
};

Row begin_row(const Style& style) {
  return {style, ImGui::GetCursorScreenPos(), ImGui::GetContentRegionAvail().x};
}

void end_row(const Row& row) { ImGui::SetCursorScreenPos({row.low().x, row.high().y}); }

Icon sign_of(Effect effect) { return effect == Effect::kLive ? Icon::kLive : Icon::kReset; }

const char* word_of(Effect effect) {
  if (effect == Effect::kLive) return "live";
  return effect == Effect::kResample ? "resamples" : "restarts";
}

/// The dot of a value that differs from the lesson's; returns true when it was clicked.
bool changed_dot(const Row& row) {
  const Style& style = row.style;
  const float hit_side = style.px(size::kDotHit);
  const ImVec2 centre(row.origin.x + style.px(size::kDotX), row.label_middle());
  ImGui::SetCursorScreenPos({centre.x - hit_side / 2.0F, centre.y - hit_side / 2.0F});
  const Hit hit = hit_area("changed", {hit_side, hit_side});
  const float radius = style.px(size::kDotRadius) + (hit.hovered ? style.px(1) : 0.0F);
  ImGui::GetWindowDrawList()->AddCircleFilled(centre, radius, style.colours.text, 16);
  focus_ring(style, 4);
  simple_tooltip(style, "Changed", "Click to put back the lesson's value.");
  return hit.clicked;
}

/// True if the row acts differently from its section and says so by a sign after its label.
bool is_signed(const FieldInfo& field, const FieldRowOptions& options) {
  return options.section_effect && *options.section_effect != field.effect;
}

/// Between the label's end and what follows: a gap, and the sign where there is one.
float after_label(const Row& row, const FieldInfo& field, const FieldRowOptions& options) {
  return row.style.px(4) + (is_signed(field, options) ? row.style.px(16) : 0.0F);
}

/// Where a control may begin that leaves the label whole.
float label_end(const Row& row, const FieldInfo& field, const FieldRowOptions& options) {
  const Style& style = row.style;
  return std::ceil(row.origin.x + style.px(size::kLabelX) +
                   text_width(style.fonts.label, field.label) + after_label(row, field, options));
}

/// The label, cut where it would run into the control at `left`.
void draw_label(const Row& row, const FieldInfo& field, const FieldRowOptions& options,
                float left) {
  const Style& style = row.style;
  ImDrawList* list = ImGui::GetWindowDrawList();
  const ImU32 colour = ink(style.colours.muted, options.enabled);
  const float start = row.origin.x + style.px(size::kLabelX);
  const float room = left - start - after_label(row, field, options);
  const float end = draw_text(list, style.fonts.label, colour, start, row.label_middle(),
                              shortened(style.fonts.label, field.label, room));
  if (!is_signed(field, options)) return;
  draw_icon(list, sign_of(field.effect), {std::round(end + style.px(11)), row.label_middle()},
            style.px(12), colour);
}

std::string value_text(const Value& value) {
  if (const auto* whole = std::get_if<std::int64_t>(&value)) return count_text(*whole);
  if (const auto* real = std::get_if<double>(&value)) return short_number_text(*real);
  if (const auto* parts = std::get_if<std::vector<GaussianComponent>>(&value)) {
    return count_text(static_cast<std::int64_t>(parts->size())) + " components";
  }
  return to_text(value);
}

/// By this key every distribution that is read from a file calls its path.
bool is_path(const FieldInfo& field) { return field.key == "path"; }

/// Of text: whether there is none.
bool is_minimum(const FieldInfo& field, const Value& value) {
  if (const auto* whole = std::get_if<std::int64_t>(&value)) {
    return static_cast<double>(*whole) == field.minimum;
  }
  if (const auto* text = std::get_if<std::string>(&value)) return text->empty();
  const auto* real = std::get_if<double>(&value);
  return real != nullptr && *real == field.minimum;
}

/// What stands in the row: of a path the name of the file, which tells files apart; of a minimum
/// with a meaning of its own, that.
std::string shown_text(const FieldInfo& field, const Value& value) {
  if (!field.minimum_label.empty() && is_minimum(field, value)) return field.minimum_label;
  const std::string text = value_text(value);
  return is_path(field) ? text.substr(text.rfind('/') + 1) : text;
}

std::string choice_label(const FieldInfo& field, const std::string& id) {
  const auto found = std::ranges::find(field.choices, id, &FieldChoice::id);
  return found == field.choices.end() ? id : found->label;
}

bool is_number(const Value& value) {
  return std::holds_alternative<double>(value) || std::holds_alternative<std::int64_t>(value);
}

/// The choice of a combo, or nullptr for other fields.
const std::string* chosen_of(const FieldInfo& field, const Value& value) {
  return field.choices.empty() ? nullptr : std::get_if<std::string>(&value);
}

/// Where the control of a row begins: with the others; further right if the label is long and the
/// control can do with less; further left if a choice is long and the label leaves room.
float control_left(const Row& row, const FieldInfo& field, const Value& value,
                   const FieldRowOptions& options) {
  const Style& style = row.style;
  if (row.lines > 1) return row.origin.x + style.px(size::kLabelX);
  const float label = label_end(row, field, options);
  if (std::holds_alternative<bool>(value)) return row.right() - style.px(size::kToggleWidth);
  if (is_number(value)) {
    const float track = has_slider(field) ? style.px(kLeastTrack + 8) : 0.0F;
    return std::min(std::max(row.control(), label), row.right() - track - style.px(kLeastValue));
  }
  if (const std::string* choice = chosen_of(field, value)) {
    const float wanted = row.right() - combo_width(style, choice_label(field, *choice));
    return std::max(label, std::min(row.control(), std::floor(wanted)));
  }
  return row.control();
}

/// The slider's track beside a control that begins at `left`: shorter where the value needs room.
float track_width(const Row& row, const Value& value, float left) {
  const Style& style = row.style;
  const float usual = row.right() - row.control() - style.px(size::kTrackWidth + 8);
  const float text = std::max(usual, text_width(style.fonts.mono, value_text(value)));
  return std::clamp(row.right() - left - style.px(8) - text, style.px(kLeastTrack),
                    style.px(size::kTrackWidth));
}

/// True if a choice stands whole beside the label.
bool fits_one_line(const Row& row, const FieldInfo& field, const Value& value,
                   const FieldRowOptions& options) {
  const std::string* choice = chosen_of(field, value);
  if (choice == nullptr) return true;
  const float left = control_left(row, field, value, options);
  return combo_width(row.style, choice_label(field, *choice)) <= row.right() - left + 1.0F;
}

/// Applies typed text if it can be read as a value of the field; otherwise says what is allowed.
bool apply_text(const FieldInfo& field, const char* text, Value& value, std::string& problem) {
  try {
    const Value read = checked_value(field, parse_value(field, text, ""), "");
    const bool changed = read != value;
    value = read;
    return changed;
  } catch (const UserError& error) {
    problem = error.what();
    return false;
  }
}

/// The field while it is typed into. Returns what happened; `editing` becomes false at the end.
RowOutcome edit_text(const Style& style, const FieldInfo& field, Value& value, float left,
                     float right, float middle, bool& editing, bool just_opened) {
  RowOutcome outcome;
  std::array<char, 1024> buffer{};
  const std::string text = to_text(value);
  std::memcpy(buffer.data(), text.data(), std::min(text.size(), buffer.size() - 1));
  ImGui::PushFont(style.fonts.mono);
  const float height = ImGui::GetFrameHeight();
  ImGui::SetCursorScreenPos({left, std::round(middle - height / 2.0F)});
  ImGui::SetNextItemWidth(right - left);
  if (just_opened) ImGui::SetKeyboardFocusHere();
  std::string problem;
  if (ImGui::InputText("##typed", buffer.data(), buffer.size(),
                       ImGuiInputTextFlags_AutoSelectAll)) {
    outcome.edited = apply_text(field, buffer.data(), value, problem);
  }
  const ImVec2 low = ImGui::GetItemRectMin(), high = ImGui::GetItemRectMax();
  outcome.committed = ImGui::IsItemDeactivatedAfterEdit();
  if (!just_opened && !ImGui::IsItemActive() && !ImGui::IsItemFocused()) editing = false;
  if (ImGui::IsItemDeactivated()) editing = false;
  ImGui::PopFont();
  if (!problem.empty() || (ImGui::GetStateStorage()->GetBool(ImGui::GetID("refused")) && editing)) {
    draw_tooltip(
        style,
        {.name = "Allowed: " + (field.choices.empty() ? range_text(field) : allowed_text(field))},
        low, high);
  }
  if (outcome.edited || !problem.empty()) {
    ImGui::GetStateStorage()->SetBool(ImGui::GetID("refused"), !problem.empty());
  }
  return outcome;
}

/// A value as text; a click (or Enter on it) turns it into a text field.
RowOutcome typed_value(const Row& row, const FieldInfo& field, Value& value, float left,
                       bool enabled, bool framed) {
  const Style& style = row.style;
  ImGuiStorage* storage = ImGui::GetStateStorage();
  const ImGuiID key = ImGui::GetID("editing");
  enum : int { kShown = 0, kOpening = 1, kEditing = 2 };
  const int state = storage->GetInt(key, kShown);
  if (state != kShown) {
    bool editing = true;
    // a path needs all the room there is, its label's too
    if (is_path(field)) left = row.origin.x + style.px(size::kLabelX);
    const RowOutcome outcome =
        edit_text(style, field, value, left, row.right(), row.middle(), editing, state == kOpening);
    storage->SetInt(key, editing ? kEditing : kShown);
    return outcome;
  }
  ImGui::SetCursorScreenPos({left, row.middle() - style.px(size::kField) / 2.0F});
  const Hit hit = hit_area("value", {row.right() - left, style.px(size::kField)}, enabled);
  ImDrawList* list = ImGui::GetWindowDrawList();
  const float radius = style.px(size::kFieldRadius);
  if (framed) {
    list->AddRectFilled(hit.low, hit.high, style.colours.control, radius);
    list->AddRect(hit.low, hit.high, style.colours.line, radius);
  } else if (hit.hovered) {
    list->AddRectFilled(hit.low, {hit.high.x + style.px(4), hit.high.y}, style.colours.raised,
                        radius);
  }
  focus_ring(style, size::kFieldRadius);
  const std::string text = shown_text(field, value);
  const ImU32 colour = ink(style.colours.text, enabled);
  if (framed) {
    draw_text(list, style.fonts.mono, colour, left + style.px(8), row.middle(),
              shortened(style.fonts.mono, text, row.right() - left - style.px(16)));
  } else {
    draw_text_right(list, style.fonts.mono, colour, row.right(), row.middle(),
                    shortened(style.fonts.mono, text, row.right() - left));
  }
  if (hit.clicked) storage->SetInt(key, kOpening);
  return {};
}

RowOutcome number_control(const Row& row, const FieldInfo& field, Value& value, bool enabled,
                          float left) {
  RowOutcome outcome;
  const Style& style = row.style;
  if (has_slider(field)) {
    ImGui::SetCursorScreenPos({left, row.origin.y});
    double position = slider_position(field, value);
    const float track = track_width(row, value, left);
    const SliderOutcome slid = slider_track(
        style, {.id = "track", .width = track / style.scale, .enabled = enabled}, position);
    if (slid.changed) {
      const Value moved = value_at(field, position);
      outcome.edited = moved != value;
      value = moved;
    }
    outcome.committed = slid.committed;
    left += track + style.px(8);
  }
  const RowOutcome typed = typed_value(row, field, value, left, enabled, false);
  outcome.edited |= typed.edited;
  outcome.committed |= typed.committed;
  return outcome;
}

RowOutcome choice_control(const Row& row, const FieldInfo& field, std::string& value,
                          const FieldRowOptions& options, float left) {
  const Style& style = row.style;
  const bool enabled = options.enabled;
  float widest = 0.0F;
  for (const FieldChoice& choice : field.choices) {
    widest = std::max(widest, text_width(style.fonts.label, choice.label));
  }
  const bool short_words = widest + style.px(12) < style.px(kControlWidth) / 2.0F;
  const bool segments = field.choices.size() == 2 && short_words && enabled;
  const float width = (row.right() - left) / style.scale;
  ImGui::SetCursorScreenPos({left, row.middle() - style.px(size::kField) / 2.0F});
  const bool changed = segments ? segmented(style, "choice", field.choices, value, width)
                                : combo(style,
                                        {.id = "choice",
                                         .choices = field.choices,
                                         .width = width,
                                         .enabled = enabled,
                                         .own_tooltip = false},
                                        value);
  return {.edited = changed, .committed = changed};
}

RowOutcome bool_control(const Row& row, bool& value, bool enabled) {
  const Style& style = row.style;
  ImGui::SetCursorScreenPos({row.right() - style.px(size::kToggleWidth),
                             row.middle() - style.px(size::kToggleHeight) / 2.0F});
  const bool changed = toggle(style, "switch", value, enabled);
  return {.edited = changed, .committed = changed};
}

RowOutcome control_of(const Row& row, const FieldInfo& field, Value& value,
                      const FieldRowOptions& options) {
  const bool enabled = options.enabled;
  const float left = control_left(row, field, value, options);
  if (auto* flag = std::get_if<bool>(&value)) return bool_control(row, *flag, enabled);
  auto* text = std::get_if<std::string>(&value);
  if (text != nullptr && !field.choices.empty()) {
    return choice_control(row, field, *text, options, left);
  }
  if (is_number(value)) return number_control(row, field, value, enabled, left);
  const bool typable = !std::holds_alternative<std::vector<GaussianComponent>>(value);
  return typed_value(row, field, value, left, enabled && typable, true);
}

/// The die at the right of a seed row; the value ends left of it.
bool seed_die(const Row& row, bool enabled) {
  const Style& style = row.style;
  const float side = style.px(22);
  const ImVec2 centre(row.right() - style.px(8), row.middle());
  ImGui::SetCursorScreenPos({centre.x - side / 2.0F, centre.y - side / 2.0F});
  const Hit hit = hit_area("dice", {side, side}, enabled);
  const ImU32 colour = hit.hovered ? style.colours.text : style.colours.muted;
  draw_icon(ImGui::GetWindowDrawList(), Icon::kDice, centre, style.px(16), ink(colour, enabled));
  focus_ring(style, 4);
  simple_tooltip(style, "New seed", "Draws another seed and starts again.");
  return hit.clicked;
}

/// The tooltip of a row, with what the row itself had to cut.
TooltipText row_tooltip(const Row& row, const FieldInfo& field, const Value& value,
                        const Value& lesson_value, const FieldRowOptions& options) {
  TooltipText text = field_tooltip(field, lesson_value);
  if (!options.advice.empty()) text.advice = "Suggested: " + options.advice;
  if (!row_shows_whole(row.style, field, value, row.width, options)) {
    const auto* id = std::get_if<std::string>(&value);
    text.facts.emplace_back("now", id != nullptr ? choice_label(field, *id) : value_text(value));
  }
  return text;
}

/// Everything round the control: light, label, dot, tooltip.
template <class Control>
RowOutcome row_round(const Style& style, const FieldInfo& field, Value& value,
                     const Value& lesson_value, const FieldRowOptions& options, Control control) {
  ImGui::PushID(field.key.c_str());
  Row row = begin_row(style);
  if (!fits_one_line(row, field, value, options)) row.lines = 2;
  const float rest = options.with_tooltip ? hover_time("row", row.low(), row.high()) : 0.0F;
  const bool explained = rest > 0.5F;
  if (explained) {
    ImGui::GetWindowDrawList()->AddRectFilled(row.low(), row.high(), style.colours.control);
  }
  RowOutcome outcome;
  if (value != lesson_value && options.enabled && changed_dot(row)) {
    value = lesson_value;
    outcome.edited = outcome.committed = true;
  }
  draw_label(row, field, options,
             row.lines > 1 ? row.right() : control_left(row, field, value, options));
  const RowOutcome used = control(row);
  outcome.edited |= used.edited;
  outcome.committed |= used.committed;
  outcome.dice |= used.dice;
  if (explained) {
    draw_tooltip(style, row_tooltip(row, field, value, lesson_value, options), row.low(),
                 row.high());
  }
  end_row(row);
  ImGui::PopID();
  return outcome;
}

void draw_tag(const Style& style, Effect effect, float right, float middle) {
  ImDrawList* list = ImGui::GetWindowDrawList();
  const ImU32 colour = style.colours.muted;
  const float left =
      draw_text_right(list, style.fonts.caption, colour, right, middle, word_of(effect));
  draw_icon(list, sign_of(effect), {std::round(left - style.px(11)), middle}, style.px(13), colour);
}

}  // namespace

bool section_header(const Style& style, const SectionHeader& header, bool& open) {
  rule(style);
  const ImVec2 origin = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x, height = style.px(size::kSectionHeader);
  const Hit hit = hit_area(header.name, {width, height});
  if (hit.clicked) open = !open;
  const Palette& c = style.colours;
  ImDrawList* list = ImGui::GetWindowDrawList();
  if (hit.hovered) list->AddRectFilled(hit.low, hit.high, c.control);
  const float middle = std::round(hit.centre().y);
  draw_icon(list, open ? Icon::kFoldOpen : Icon::kFoldClosed, {origin.x + style.px(12), middle},
            style.px(11), hit.hovered ? c.text : c.muted);
  const float name_end = draw_text(list, style.fonts.title, c.text,
                                   origin.x + style.px(size::kLabelX), middle, header.name);
  const float right = origin.x + width - style.px(size::kSettings - size::kValueRight);
  if (!open && !header.summary.empty()) {
    const std::string shown =
        shortened(style.fonts.caption, header.summary, right - name_end - style.px(10));
    draw_text_right(list, style.fonts.caption, c.muted, right, middle, shown);
    if (shown != header.summary) simple_tooltip(style, header.name, header.summary.c_str());
  } else if (header.tag) {
    draw_tag(style, *header.tag, right, middle);
  }
  focus_ring(style, 0);
  ImGui::SetCursorScreenPos({origin.x, origin.y + height});
  return hit.clicked;
}

void section_end(const Style& style) {
  const ImVec2 at = ImGui::GetCursorScreenPos();
  ImGui::SetCursorScreenPos({at.x, at.y + style.px(size::kSectionGap)});
}

bool row_shows_whole(const Style& style, const FieldInfo& field, const Value& value, float width,
                     const FieldRowOptions& options) {
  Row row{style, {0.0F, 0.0F}, width};
  if (!fits_one_line(row, field, value, options)) row.lines = 2;
  const float left = control_left(row, field, value, options);
  if (label_end(row, field, options) > (row.lines > 1 ? row.right() : left)) return false;
  if (std::holds_alternative<bool>(value)) return true;
  if (chosen_of(field, value) != nullptr) return fits_one_line(row, field, value, options);
  const bool slider = is_number(value) && has_slider(field);
  const float used = slider ? track_width(row, value, left) + style.px(8) : 0.0F;
  const float room = row.right() - left - used - (is_number(value) ? 0.0F : style.px(16));
  return !is_path(field) && text_width(style.fonts.mono, value_text(value)) <= room;
}

RowOutcome field_row(const Style& style, const FieldInfo& field, Value& value,
                     const Value& lesson_value, const FieldRowOptions& options) {
  return row_round(style, field, value, lesson_value, options,
                   [&](const Row& row) { return control_of(row, field, value, options); });
}

RowOutcome seed_row(const Style& style, const FieldInfo& field, Value& value,
                    const Value& lesson_value, const FieldRowOptions& options) {
  return row_round(style, field, value, lesson_value, options, [&](const Row& row) {
    Row narrower = row;
    narrower.width -= style.px(26);
    RowOutcome outcome = typed_value(
        narrower, field, value, control_left(row, field, value, options), options.enabled, false);
    outcome.dice = seed_die(row, options.enabled);
    return outcome;
  });
}

bool kind_row(const Style& style, const char* id, std::span<const FieldChoice> choices,
              std::string& kind, bool changed, bool* reset_wanted) {
  ImGui::PushID(id);
  const Row row = begin_row(style);
  if (changed && changed_dot(row) && reset_wanted != nullptr) *reset_wanted = true;
  const float left = row.origin.x + style.px(size::kLabelX);
  ImGui::SetCursorScreenPos({left, row.middle() - style.px(size::kField) / 2.0F});
  const float width = (row.right() - left) / style.scale;
  const bool taken = combo(style, {.id = "kind", .choices = choices, .width = width}, kind);
  end_row(row);
  ImGui::PopID();
  return taken;
}

bool path_row(const Style& style, const char* label, std::string& path) {
  const FieldInfo field{.key = label, .label = label, .initial = std::string()};
  Value value = path;
  const RowOutcome outcome = row_round(
      style, field, value, value, {.with_tooltip = false},
      [&](const Row& row) { return typed_value(row, field, value, row.control(), true, true); });
  path = std::get<std::string>(value);
  return outcome.committed;
}

void fact_row(const Style& style, const char* label, const std::string& text) {
  const Row row = begin_row(style);
  ImDrawList* list = ImGui::GetWindowDrawList();
  draw_text(list, style.fonts.label, style.colours.muted, row.origin.x + style.px(size::kLabelX),
            row.middle(), label);
  draw_text_right(list, style.fonts.mono, style.colours.text, row.right(), row.middle(),
                  shortened(style.fonts.mono, text, row.right() - row.control()));
  end_row(row);
}

}  // namespace scorescope
