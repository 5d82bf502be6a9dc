// The controls of the screens: buttons, rows of the settings column, chips, bars. Each draws at the
// ImGui cursor of the current window and advances it like any ImGui item; identifiers come from the
// label (or `id`) and the ImGui id stack. Sizes from tokens.md "Controls". UI thread.
#pragma once

#include <imgui.h>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "app/widgets/icons.h"
#include "app/widgets/style.h"
#include "core/base/field.h"

namespace scorescope {

// --- buttons -----------------------------------------------------------------------------------

/// Train, Pause, Sample ... 36 high with an icon before the word.
struct TransportButton {
  const char* label = "";  ///< also the id; use "Pause##training" to tell two apart
  Icon icon = Icon::kPlay;
  bool call_to_action = false;  ///< filled orange; only Train / Pause
  bool enabled = true;
  float width = size::kTransportWidth;
  float height = size::kTransport;
};
bool transport_button(const Style& style, const TransportButton& button);

/// A square button with an icon only.
struct IconButton {
  const char* id = "";
  Icon icon = Icon::kNone;
  float side = size::kTransport;
  float icon_size = 16;
  bool framed = true;  ///< control-coloured frame; false: bare icon, frame on hover only
  bool on = false;     ///< switched on: raised with a strong border
  bool enabled = true;
};
bool icon_button(const Style& style, const IconButton& button);

/// "Show", "Cancel": a word in a `muted` border, 28 high (or `height`), as wide as its word.
bool text_button(const Style& style, const char* label, float height = size::kCombo);

/// A switch of the layer row: icon, word, number key.
struct LayerChip {
  const char* label = "";
  Icon icon = Icon::kSquare;
  const char* key = "";
  bool on = false;
  bool enabled = true;
  std::optional<ImU32> icon_colour{};  ///< while on; none: text colour
};
bool layer_chip(const Style& style, const LayerChip& chip);

/// Width a chip takes, to lay out a row.
float layer_chip_width(const Style& style, const LayerChip& chip);

// --- choices -----------------------------------------------------------------------------------

struct Combo {
  const char* id = "";
  std::span<const FieldChoice> choices{};
  float width = 0;  ///< px at scale 1; 0: what is available
  float height = size::kField;
  Icon icon = Icon::kNone;
  const char* prefix = "";  ///< muted word before the value ("Lesson")
  bool title = false;       ///< value in 16 semi-bold
  bool enabled = true;
  bool own_tooltip = true;  ///< a value that is cut is told in a tooltip; false: the row tells it
};
/// Framebuffer pixels a combo without icon and prefix needs to show `value` whole.
float combo_width(const Style& style, std::string_view value);
/// Returns true when another choice was taken; `chosen` is its id.
bool combo(const Style& style, const Combo& combo, std::string& chosen);

/// 28 x 16. Returns true when switched.
bool toggle(const Style& style, const char* id, bool& on, bool enabled = true);

/// Joined buttons, one of which is on. `width` in px at scale 1. Returns true when changed.
bool segmented(const Style& style, const char* id, std::span<const FieldChoice> choices,
               std::string& chosen, float width);

/// A bare slider: track, fill and knob, `value` in 0..1. Returns true while it changes.
struct SliderTrack {
  const char* id = "";
  float width = size::kTrackWidth;
  float height = size::kRow;  ///< of the hit area
  bool enabled = true;
};
struct SliderOutcome {
  bool changed = false;    ///< the value moved this frame
  bool committed = false;  ///< the mouse was released after a move, or a key moved it
};
SliderOutcome slider_track(const Style& style, const SliderTrack& track, double& value);

// --- rows of the settings column
// ------------------------------------------------------------------

/// Header of a section: fold sign, name, and at the right a tag or, when folded, a summary.
struct SectionHeader {
  const char* name = "";
  std::optional<Effect> tag{};  ///< "live" with a bolt, "restarts" with a turning arrow
  std::string summary{};        ///< shown instead of the tag while folded
};
/// Draws the rule above, toggles `open` on a click; returns true when toggled. A summary that has
/// to be cut is whole in the tooltip.
bool section_header(const Style& style, const SectionHeader& header, bool& open);
void section_end(const Style& style);  ///< the gap of 7

/// How a row behaves beyond what its field says.
struct FieldRowOptions {
  std::optional<Effect> section_effect{};  ///< a row whose effect differs carries its own sign
  bool enabled = true;
  bool with_tooltip = true;
  std::string advice{};  ///< what is suggested for the option here and why, for its tooltip
};

/// What happened in a row.
struct RowOutcome {
  bool edited = false;     ///< the value differs from before this frame (a drag may be under way)
  bool committed = false;  ///< the edit is complete: apply it
  bool dice = false;       ///< the die of a seed row was pressed: the caller draws a new seed
};

/// Draws the control that fits `field` (toggle, slider with value to type into, combo, segmented
/// for two short choices, text) and edits `value`. A value that differs from `lesson_value` gets
/// the changed-dot, which puts it back. Values are held within the field's range; text that cannot
/// be read leaves the old value and shows what is allowed in the tooltip. A path shows the name of
/// its file; what is cut stands whole in the tooltip.
RowOutcome field_row(const Style& style, const FieldInfo& field, Value& value,
                     const Value& lesson_value, const FieldRowOptions& options = {});

/// True if a row `width` framebuffer pixels wide shows label and value whole. A path never does: of
/// it the row shows the file's name.
bool row_shows_whole(const Style& style, const FieldInfo& field, const Value& value, float width,
                     const FieldRowOptions& options = {});

/// A seed (integer) row with a die.
RowOutcome seed_row(const Style& style, const FieldInfo& field, Value& value,
                    const Value& lesson_value, const FieldRowOptions& options = {});

/// A combo over the whole column width (data, lesson): no label. `kind` is the entry's id.
bool kind_row(const Style& style, const char* id, std::span<const FieldChoice> choices,
              std::string& kind, bool changed, bool* reset_wanted);

/// A path to type, with an optional "Open" beside it; returns true on commit (Enter or focus lost).
bool path_row(const Style& style, const char* label, std::string& path);

/// Label at the left, text at the right: facts that cannot be changed.
void fact_row(const Style& style, const char* label, const std::string& text);

// --- small things ------------------------------------------------------------------------------

/// 24 (or 18) px square with a letter; `filled` false draws the outline only.
void view_tag(const Style& style, ImDrawList* list, ImVec2 centre, const char* letter, ImU32 colour,
              bool filled, float side = size::kViewTag);

/// A key cap with its left edge at x, centred on middle_y; returns its right edge.
float key_cap(const Style& style, ImDrawList* list, float x, float middle_y, const char* key);

/// Share 0..1 of a bar of that size.
void progress_bar(const Style& style, ImDrawList* list, ImVec2 low, ImVec2 size, float share,
                  ImU32 colour);

/// Name, least number, colour ramp, largest number: one entry of the legend row.
struct ColourBar {
  std::string name{};
  std::string low{}, high{};
  std::span<const ImU32> ramp{};
  Icon icon = Icon::kNone;
  ImU32 icon_colour = 0;
  float opacity = 1.0F;  ///< 0.5 while nothing is learned
  float bar_width = 112;
  /// A second ramp over the same numbers, below the first, and the icon of what has it.
  std::span<const ImU32> second_ramp{};
  ImU32 second_icon_colour = 0;
};
/// What colour_bar takes.
float colour_bar_width(const Style& style, const ColourBar& bar);
/// Returns the right edge.
float colour_bar(const Style& style, ImDrawList* list, float x, float middle_y,
                 const ColourBar& bar);

/// A horizontal 1 px rule over the current content width; advances the cursor by 1 px.
void rule(const Style& style);

/// The keyboard stands on the last item.
bool has_keyboard();
/// ... and Enter takes it, as a click does (Space does so by itself).
bool entered();

/// The 2 px ring of keyboard focus round the last item, if it has it. Called by every control.
void focus_ring(const Style& style, float rounding);

/// The ink of an enabled or disabled control: disabled is 40 %.
ImU32 ink(ImU32 colour, bool enabled);

/// An item without a picture of its own: what the mouse or keyboard did to it this frame.
struct Hit {
  bool clicked = false, hovered = false, held = false;
  ImVec2 low{}, high{};  ///< screen corners
  ImVec2 centre() const { return {(low.x + high.x) / 2.0F, (low.y + high.y) / 2.0F}; }
};
/// Adds an item of `size` framebuffer pixels at the cursor. A disabled one reacts to nothing.
Hit hit_area(const char* id, ImVec2 size, bool enabled = true);

/// How long the mouse has rested in the rectangle `low` to `high` of the current window, in
/// seconds.
float hover_time(const char* id, ImVec2 low, ImVec2 high);

}  // namespace scorescope
