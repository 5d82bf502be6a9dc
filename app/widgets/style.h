// Style: the colours, fonts and scale that everything on screen is drawn with. A value made once
// per theme or scale and passed by const reference; UI thread.
#pragma once

#include <imgui.h>

#include <cmath>

#include "app/plot/plot_style.h"
#include "app/widgets/tokens.h"

namespace scorescope {

/// Faces by role, in em sizes of tokens.md "Type". Pointers belong to the font atlas; none is null
/// after build_fonts.
struct Fonts {
  ImFont* caption = nullptr;       ///< Inter 400, 13: ticks, tags, captions
  ImFont* label = nullptr;         ///< Inter 400, 14
  ImFont* medium = nullptr;        ///< Inter 500, 14
  ImFont* title = nullptr;         ///< Inter 600, 14: section and plot titles
  ImFont* lesson = nullptr;        ///< Inter 400, 16
  ImFont* button = nullptr;        ///< Inter 600, 16
  ImFont* view_title = nullptr;    ///< Inter 600, 20
  ImFont* share = nullptr;         ///< Inter 600, 36: share labels
  ImFont* heading = nullptr;       ///< Inter 600, 20; 40 in the presenter
  ImFont* mono_caption = nullptr;  ///< JetBrains Mono 400, 13
  ImFont* mono = nullptr;          ///< JetBrains Mono 400, 14
  ImFont* mono_medium = nullptr;   ///< JetBrains Mono 500, 14
  ImFont* mono_readout = nullptr;  ///< JetBrains Mono 500, 16
};

struct Style {
  const Palette& colours;
  Fonts fonts;
  float scale = 1.0F;
  bool dark = true;

  /// A length of tokens.md in whole framebuffer pixels.
  float px(float length) const { return std::round(length * scale); }
};

/// Writes the values of tokens.md "Controls" and the palette into the current ImGui context.
void apply_imgui_style(const Style& style);

/// What app/plot needs to know. `line_width` is that of tokens.md "Plots" for the theme.
PlotStyle plot_style(const Style& style);

}  // namespace scorescope
