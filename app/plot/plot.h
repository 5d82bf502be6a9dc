// Draws a PlotModel into a rectangle of the current ImGui window: legend, axes, curves, hover card.
#pragma once

#include <imgui.h>

#include <optional>

#include "app/plot/plot_model.h"
#include "app/plot/plot_style.h"

namespace scorescope {

struct PlotRange {
  double low = 0.0, high = 1.0;
  bool operator==(const PlotRange&) const = default;
};

/// What the user did to one plot: zoom and log switches. Kept by the panel, one per plot.
struct PlotState {
  std::optional<PlotRange> x{}, y{};     ///< zoomed; none: fitted
  std::optional<bool> log_x{}, log_y{};  ///< none: as the model says
  std::optional<ImVec2> drag_from{};     ///< screen position where a zoom drag began
  std::string choice{};                  ///< of PlotModel::choices; empty: the first
};

struct PlotOutcome {
  bool hovered = false;
  bool menu_wanted = false;  ///< right click: the panel opens its menu
};

/// `low` and `high` are the screen corners of legend and axes together (the header line with the
/// title belongs to the caller). Drag zooms, double-click fits, right click asks for the menu. With
/// `interactive` false (pictures) nothing reacts and no hover card is drawn.
PlotOutcome draw_plot(const PlotStyle& style, const PlotModel& model, PlotState& state, ImVec2 low,
                      ImVec2 high, bool interactive = true);

/// Removes zoom, as double-click does.
void fit_plot(PlotState& state);

}  // namespace scorescope
