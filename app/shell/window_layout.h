// Where everything of the window is: pure arithmetic from the window's size, the UI scale and what
// is shown.
#pragma once

#include <array>

#include "app/panels/region.h"

namespace scorescope {

struct LayoutRequest {
  float width = 1600.0F, height = 900.0F;  ///< of the window, pixels
  float scale = 1.0F;                      ///< UI scale wanted
  bool settings_column = true, plots_column = true;
  bool presenter = false;
  bool one_view = false;  ///< a view is maximised, or the presenter's card shows one
  int galleries = 0;      ///< of pictures: one with its inspector, or two; 0: views of points
  /// Height the lesson's sentence needs at scale 1; 0: one line. In presenter mode below two views
  /// and the plot.
  float lesson = 0.0F;
};

/// Regions in pixels; one that is not shown is empty. No two overlap (the drawer lies over the
/// stage).
struct WindowLayout {
  float scale = 1.0F;    ///< used: the wanted one, less where the window is too small for it
  bool compact = false;  ///< the 1280 x 720 form: rail instead of settings, one-line readouts
  Region top_bar, status_bar;
  Region settings;  ///< the column, or the rail if compact
  Region drawer;    ///< where a section of the rail opens; empty unless compact
  Region plots;
  Region stage;   ///< everything between the columns
  Region lesson;  ///< the card's sentence; as high as asked for
  std::array<Region, 2> titles,
      views;  ///< views are squares of equal size; [1] is empty for one view
  Region inspector, inspector_title;  ///< beside one gallery; else empty
  Region legend;                      ///< colour bars
  Region layers;  ///< pair and layer chips; if compact the right part of the legend's row
  Region ladder, sampling_bar;
  Region presenter_plot, presenter_bar;  ///< empty unless presenter
};

/// Sizes of mock/tokens.md "Layout". Exact at 1600 x 900 and 1280 x 720; larger windows grow the
/// views, never the columns.
WindowLayout layout_window(const LayoutRequest& request);

/// Width and height of the smallest window, in pixels, that shows the interface at `scale`.
std::array<float, 2> least_window(float scale);

/// The scale that is used where `wanted` would leave less than the smallest sensible window.
float usable_scale(float width, float height, float wanted);

}  // namespace scorescope
