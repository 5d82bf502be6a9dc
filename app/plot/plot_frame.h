// The axes area of one plot on screen: values to pixels and back. Internal to app/plot.
#pragma once

#include <imgui.h>

#include <vector>

#include "app/plot/plot.h"
#include "app/plot/ticks.h"

namespace scorescope {

struct PlotFrame {
  ImVec2 low{}, high{};  ///< screen corners of the axes area, upper left and lower right
  PlotRange x{}, y{};
  bool log_x = false, log_y = false;
  bool falls = false;  ///< large x at the left

  float width() const { return high.x - low.x; }
  float height() const { return high.y - low.y; }
  bool contains(ImVec2 point) const;
  /// Not finite for values a logarithmic axis cannot show.
  float px(double value) const;
  float py(double value) const;
  ImVec2 at(double vx, double vy) const { return {px(vx), py(vy)}; }
  double x_at(float pixel) const;
  double y_at(float pixel) const;
};

/// The frame and the marks of its axes for a plot drawn between `low` and `high`; the legend stands
/// above it from `low` on.
struct PlotLayout {
  PlotFrame frame;
  float legend_height = 0.0F;
  float slant = 0.0F;  ///< what the names of classes take more as they slant; 0: they lie
  std::vector<Tick> x_ticks, y_ticks;
};
PlotLayout laid_out(const PlotStyle& style, const PlotModel& model, const PlotState& state,
                    ImVec2 low, ImVec2 high);

/// Text with its middle at y, left end at x; returns the right end.
float plot_text(ImDrawList* list, ImFont* font, ImU32 colour, float x, float middle_y,
                std::string_view text);
/// Text that rises by 45 degrees and ends at `end`. Drawn flat at first, as a list leaves out
/// glyphs beyond its edges, between `left` and that.
void slanting_text(ImDrawList* list, ImFont* font, ImU32 colour, ImVec2 end, float left,
                   std::string_view text);
float plot_text_width(ImFont* font, std::string_view text);

/// A line in one of the styles of tokens.md, cut by length for dashes.
struct Stroke {
  ImU32 colour = 0;
  float width = 1.0F;  ///< px
  LineStyle style = LineStyle::kSolid;
  float scale = 1.0F;
};
void draw_stroke(ImDrawList* list, const std::vector<ImVec2>& points, const Stroke& stroke);
/// A marker of radius 3.5 with a ring of the panel's colour.
void draw_marker(const PlotStyle& style, ImDrawList* list, Marker marker, ImVec2 at, ImU32 colour);

/// The points of a series on screen, without gaps, one run per stretch of finite values.
std::vector<std::vector<ImVec2>> screen_runs(const PlotFrame& frame, const Series& series);

void draw_axes(const PlotStyle& style, ImDrawList* list, const PlotLayout& layout,
               const PlotModel& model);
void draw_curves(const PlotStyle& style, ImDrawList* list, const PlotFrame& frame,
                 const PlotModel& model);
void draw_heat(const PlotStyle& style, ImDrawList* list, const PlotFrame& frame,
               const HeatStrip& heat);
/// Least and largest colour-coded value of a strip (positive, outliers left out).
PlotRange heat_range(const HeatStrip& heat);
/// The legend in as few rows as show every entry whole, `width` px wide. A reference line below
/// `lowest`, where the y axis ends, says so.
void draw_legend(const PlotStyle& style, ImDrawList* list, const PlotModel& model, double lowest,
                 ImVec2 low, float width);
/// How high that is, px.
float legend_height(const PlotStyle& style, const PlotModel& model, double lowest, float width);
void draw_empty_state(const PlotStyle& style, ImDrawList* list, const PlotFrame& frame,
                      const PlotModel& model);
/// The line, dots and card at the mouse.
void draw_hover(const PlotStyle& style, ImDrawList* list, const PlotFrame& frame,
                const PlotModel& model, ImVec2 mouse);

/// True if the series holds at least one value that can be drawn.
bool has_values(const Series& series);

}  // namespace scorescope
