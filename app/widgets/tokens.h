// Design tokens: every colour of the two themes and the sizes that several panels share. Sizes are
// pixels at UI scale 1. Plain constants, usable from any thread.
#pragma once

#include <imgui.h>

#include <array>

namespace scorescope {

/// 0xRRGGBB to Dear ImGui's packed colour, opaque unless `alpha` (0 to 1) says otherwise.
constexpr ImU32 hex_colour(unsigned rgb, float alpha = 1.0F) {
  return IM_COL32((rgb >> 16U) & 0xFFU, (rgb >> 8U) & 0xFFU, rgb & 0xFFU,
                  static_cast<unsigned>(alpha * 255.0F + 0.5F));
}

/// `colour` with its alpha multiplied by `factor` (0 to 1).
constexpr ImU32 faded(ImU32 colour, float factor) {
  const auto alpha =
      static_cast<ImU32>(static_cast<float>((colour >> IM_COL32_A_SHIFT) & 0xFFU) * factor + 0.5F);
  return (colour & ~static_cast<ImU32>(IM_COL32_A_MASK)) | (alpha << IM_COL32_A_SHIFT);
}

/// A straight mix in sRGB: `share` of `over`, the rest of `under`; opaque.
constexpr ImU32 mixed(ImU32 under, ImU32 over, float share) {
  ImU32 result = IM_COL32_A_MASK;
  for (const unsigned shift : {IM_COL32_R_SHIFT, IM_COL32_G_SHIFT, IM_COL32_B_SHIFT}) {
    const auto a = static_cast<float>((under >> shift) & 0xFFU);
    const auto b = static_cast<float>((over >> shift) & 0xFFU);
    result |= static_cast<ImU32>(a + (b - a) * share + 0.5F) << shift;
  }
  return result;
}

/// All colours of a theme. Hue is meaning: exact blue, learned orange, plain green, annealed
/// purple, warning vermilion; everything of the chrome is grey.
struct Palette {
  ImU32 background;   ///< the stage
  ImU32 panel;        ///< bars and columns
  ImU32 control;      ///< frames of controls
  ImU32 raised;       ///< hover, switched on, solid button, cards, tooltips
  ImU32 well;         ///< background of views and empty rungs
  ImU32 line;         ///< rules and borders
  ImU32 line_strong;  ///< axes, borders of things that are on
  ImU32 grid;         ///< of plots
  ImU32 text, muted;
  ImU32 off;  ///< icons of layers that are off; never text
  ImU32 track, fill, knob;
  ImU32 call, call_text;  ///< Train / Pause
  ImU32 exact, learned, plain, annealed;
  ImU32 learned_text, plain_text, annealed_text;  ///< the same hues for text and big numbers
  ImU32 warning;                                  ///< always with an icon and a word
  ImU32 plate;                                    ///< behind text on a view
  ImU32 axis_plate;                               ///< behind axis numbers on a view
  ImU32 particle;                   ///< particles that no sampler owns (preview, data)
  std::array<ImU32, 7> density;     ///< equal stops, value (p/p_max)^0.75
  std::array<ImU32, 9> error;       ///< equal stops, log10 from 0.1 to 3
  std::array<ImU32, 3> exact_ramp;  ///< |s|, value (|s|/max)^0.6
  std::array<ImU32, 3> learned_ramp;
};

inline constexpr Palette kDark{
    .background = hex_colour(0x0F1216),
    .panel = hex_colour(0x171B21),
    .control = hex_colour(0x1E242C),
    .raised = hex_colour(0x2A323D),
    .well = hex_colour(0x0A0D11),
    .line = hex_colour(0x2A313B),
    .line_strong = hex_colour(0x414C59),
    .grid = hex_colour(0x222932),
    .text = hex_colour(0xE6EAF0),
    .muted = hex_colour(0x9AA4B2),
    .off = hex_colour(0x66717F),
    .track = hex_colour(0x39434F),
    .fill = hex_colour(0xAEB8C5),
    .knob = hex_colour(0xE6EAF0),
    .call = hex_colour(0xE69F00),
    .call_text = hex_colour(0x14100A),
    .exact = hex_colour(0x56B4E9),
    .learned = hex_colour(0xE69F00),
    .plain = hex_colour(0x12B886),
    .annealed = hex_colour(0xCC79A7),
    .learned_text = hex_colour(0xE69F00),
    .plain_text = hex_colour(0x2CCB9B),
    .annealed_text = hex_colour(0xDE94BC),
    .warning = hex_colour(0xD55E00),
    .plate = hex_colour(0x0A0D11, 0.80F),
    .axis_plate = hex_colour(0x0A0D11, 0.92F),
    .particle = hex_colour(0xC9D0DA),
    .density = {hex_colour(0x0A0D11), hex_colour(0x13233F), hex_colour(0x2B3C62),
                hex_colour(0x4B5569), hex_colour(0x77757A), hex_colour(0xA39A78),
                hex_colour(0xE3D27A)},
    // magma from 0 to 0.92
    .error = {hex_colour(0x000004), hex_colour(0x1B1042), hex_colour(0x491274),
              hex_colour(0x772180), hex_colour(0xA6327C), hex_colour(0xD4476C),
              hex_colour(0xF26F62), hex_colour(0xFDA372), hex_colour(0xFDD99C)},
    .exact_ramp = {hex_colour(0x1F4D69), hex_colour(0x3C8CBB), hex_colour(0x6CC3F4)},
    .learned_ramp = {hex_colour(0x6E4D05), hex_colour(0xC08403), hex_colour(0xFFB72B)},
};

inline constexpr Palette kLight{
    .background = hex_colour(0xFFFFFF),
    .panel = hex_colour(0xF5F7F9),
    .control = hex_colour(0xE9EDF1),
    .raised = hex_colour(0xDCE2E9),
    .well = hex_colour(0xFFFFFF),
    .line = hex_colour(0xCDD5DE),
    .line_strong = hex_colour(0x98A3B1),
    .grid = hex_colour(0xE3E8ED),
    .text = hex_colour(0x10151B),
    .muted = hex_colour(0x47525F),
    .off = hex_colour(0x7E8997),
    .track = hex_colour(0xC3CCD6),
    .fill = hex_colour(0x47525F),
    .knob = hex_colour(0x10151B),
    .call = hex_colour(0xE69F00),
    .call_text = hex_colour(0x14100A),
    .exact = hex_colour(0x0A6DA8),
    .learned = hex_colour(0xB26A00),
    .plain = hex_colour(0x005A44),
    .annealed = hex_colour(0xA8357A),
    .learned_text = hex_colour(0x9A5B00),
    .plain_text = hex_colour(0x005A44),
    .annealed_text = hex_colour(0xA8357A),
    .warning = hex_colour(0xB84A00),
    .plate = hex_colour(0xFFFFFF, 0.86F),
    .axis_plate = hex_colour(0xFFFFFF, 0.94F),
    .particle = hex_colour(0x47525F),
    .density = {hex_colour(0xFFFFFF), hex_colour(0xE6EBF1), hex_colour(0xC3CCD8),
                hex_colour(0x98A4B6), hex_colour(0x6C7A93), hex_colour(0x425272),
                hex_colour(0x22345A)},
    // the seven light stops of tokens.md, resampled at nine
    .error = {hex_colour(0xFFFFFF), hex_colour(0xFCF1EE), hex_colour(0xF8DEDA),
              hex_colour(0xF0C2C2), hex_colour(0xE39AA8), hex_colour(0xC46A94),
              hex_colour(0x984584), hex_colour(0x66286F), hex_colour(0x35104F)},
    .exact_ramp = {hex_colour(0x93C3DF), hex_colour(0x2C86BC), hex_colour(0x084A75)},
    .learned_ramp = {hex_colour(0xDDB271), hex_colour(0xBC7406), hex_colour(0x8A5000)},
};

namespace size {
inline constexpr float kTopBar = 56, kStatusBar = 28, kSettings = 272, kPlots = 368;
inline constexpr float kStagePadding = 12, kViewGap = 12, kView = 462;
inline constexpr float kLesson = 34, kViewTitle = 34, kLegendRow = 32, kLayers = 30, kLadder = 137;
inline constexpr float kSamplingBar = 61;
inline constexpr float kTopBarSmall = 48, kStatusBarSmall = 24, kRail = 64, kStagePaddingSmall = 10;
inline constexpr float kViewSmall = 409;

inline constexpr float kTransport = 36, kTransportWidth = 116, kChip = 30, kCombo = 28, kField = 26;
inline constexpr float kRadius = 6, kFieldRadius = 5, kTagRadius = 4, kBarRadius = 3;

inline constexpr float kSectionHeader = 34, kRow = 30, kSectionGap = 7;
inline constexpr float kLabelX = 22, kControlX = 126, kValueRight = 259;  ///< of a column 272 wide
inline constexpr float kTrackWidth = 62, kTrackHeight = 4, kKnobRadius = 6;
inline constexpr float kDotX = 11, kDotRadius = 3, kDotHit = 22;
inline constexpr float kThumbnail = 54, kToggleWidth = 28, kToggleHeight = 16;

inline constexpr float kTooltipWidth = 320, kTooltipPadding = 12, kMenuRow = 30, kNotice = 52;
inline constexpr float kKeyCap = 20, kViewTag = 24;
inline constexpr float kPlotHeader = 30, kPlotLegend = 20, kPlotFolded = 30;
}  // namespace size

}  // namespace scorescope
