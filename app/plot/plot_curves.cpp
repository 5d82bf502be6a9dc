// Everything inside the axes: grid, areas, bands, reference lines, curves, heat cells.
#include <algorithm>
#include <cmath>

#include "app/plot/decimate.h"
#include "app/plot/end_labels.h"
#include "app/plot/number_text.h"
#include "app/plot/plot_frame.h"
#include "app/plot/range.h"

namespace scorescope {
namespace {

constexpr float kLabelLine = 14.0F;  // from one value beside its curve to the next

ImU32 with_alpha(ImU32 colour, float alpha) {
  return (colour & ~static_cast<ImU32>(IM_COL32_A_MASK)) |
         (static_cast<ImU32>(alpha * 255.0F + 0.5F) << static_cast<unsigned>(IM_COL32_A_SHIFT));
}

/// Fills between neighbouring columns. Without anti-aliasing, or the seams between quads show.
void fill_columns(ImDrawList* list, const std::vector<BandColumn>& columns, ImU32 colour) {
  const ImDrawListFlags flags = list->Flags;
  list->Flags &= ~ImDrawListFlags_AntiAliasedFill;
  for (std::size_t i = 1; i < columns.size(); ++i) {
    const BandColumn &a = columns[i - 1], &b = columns[i];
    list->AddQuadFilled({a.x, a.high}, {b.x, b.high}, {b.x, b.low}, {a.x, a.low}, colour);
  }
  list->Flags = flags;
}

void draw_band(const PlotStyle& style, ImDrawList* list, const PlotFrame& frame,
               const Series& series) {
  std::vector<BandColumn> columns;
  const std::size_t count = std::min({series.x.size(), series.low.size(), series.high.size()});
  const auto flush = [&] {
    fill_columns(list, decimated_band(columns), with_alpha(style.colour(series.role), 0.22F));
    columns.clear();
  };
  for (std::size_t i = 0; i < count; ++i) {
    BandColumn column{frame.px(series.x[i]), frame.py(series.low[i]), frame.py(series.high[i])};
    if (!std::isfinite(column.low) && std::isfinite(column.high)) column.low = frame.high.y;
    if (std::isfinite(column.x) && std::isfinite(column.low) && std::isfinite(column.high)) {
      columns.push_back(column);
    } else {
      flush();
    }
  }
  flush();
}

/// Half the width of a bar, and where its middle stands beside its x. All bars at one x fill five
/// eighths of the distance between neighbours.
struct BarPlace {
  float half, offset;
};
BarPlace bar_place(const PlotFrame& frame, const Series& series) {
  const auto beside = static_cast<float>(series.bars_beside);
  const float half = std::abs(frame.px(1.0) - frame.px(0.0)) * 0.3125F / beside;
  return {std::max(1.0F, half), (2.0F * static_cast<float>(series.bar) - beside + 1.0F) * half};
}

/// From zero or the foot of the plot.
void draw_bars(const PlotStyle& style, ImDrawList* list, const PlotFrame& frame,
               const Series& series) {
  const auto [half, offset] = bar_place(frame, series);
  const float zero = frame.py(0.0);
  const float foot =
      std::isfinite(zero) ? std::clamp(zero, frame.low.y, frame.high.y) : frame.high.y;
  for (std::size_t i = 0; i < std::min(series.x.size(), series.y.size()); ++i) {
    const float x = frame.px(series.x[i]) + offset, y = frame.py(series.y[i]);
    if (!std::isfinite(x) || !std::isfinite(y)) continue;
    list->AddRectFilled({std::round(x - half), std::min(y, foot)},
                        {std::round(x + half), std::max(y, foot)}, style.colour(series.role),
                        style.px(2));
  }
}

void draw_whiskers(const PlotStyle& style, ImDrawList* list, const PlotFrame& frame,
                   const Series& series) {
  const ImU32 colour = series.bars ? style.text : style.colour(series.role);
  const float thin = std::max(1.0F, std::round(style.scale));
  float half = style.px(3 * style.room), offset = 0.0F;
  if (series.bars) {
    const BarPlace bar = bar_place(frame, series);
    half = std::min(half, std::floor(bar.half));
    offset = bar.offset;
  }
  for (std::size_t i = 0; i < std::min({series.x.size(), series.low.size(), series.high.size()});
       ++i) {
    const float x = std::round(frame.px(series.x[i]) + offset);
    const float low = frame.py(series.low[i]), high = frame.py(series.high[i]);
    if (!std::isfinite(x) || !std::isfinite(low) || !std::isfinite(high)) continue;
    list->AddRectFilled({x, high}, {x + thin, low}, colour);
    for (const float end : {low, high}) {
      list->AddRectFilled({x - half, std::round(end)}, {x + half + thin, std::round(end) + thin},
                          colour);
    }
  }
}

double value_of(const Series& series, double x) {
  for (std::size_t i = 0; i < std::min(series.x.size(), series.y.size()); ++i) {
    if (series.x[i] == x) return series.y[i];
  }
  return std::nan("");
}

void draw_area(const PlotStyle& style, ImDrawList* list, const PlotFrame& frame,
               const PlotModel& model, const Area& area) {
  const Series& above = model.series[static_cast<std::size_t>(area.above)];
  std::vector<BandColumn> columns;
  for (std::size_t i = 0; i < std::min(above.x.size(), above.y.size()); ++i) {
    BandColumn column{frame.px(above.x[i]), frame.high.y, frame.py(above.y[i])};
    if (area.below >= 0) {
      const Series& below = model.series[static_cast<std::size_t>(area.below)];
      const float lower = frame.py(value_of(below, above.x[i]));
      if (std::isfinite(lower)) column.low = lower;
    }
    if (std::isfinite(column.x) && std::isfinite(column.high)) {
      column.low = std::min(column.low, frame.high.y);
      columns.push_back(column);
    }
  }
  fill_columns(list, decimated_band(columns), with_alpha(style.colour(area.role), area.alpha));
}

void draw_reference_line(const PlotStyle& style, ImDrawList* list, const PlotFrame& frame,
                         const ReferenceLine& line) {
  const bool vertical = line.direction == ReferenceLine::Direction::kVertical;
  const float place = std::round(vertical ? frame.px(line.at) : frame.py(line.at));
  if (!std::isfinite(place)) return;
  const Stroke stroke{style.colour(line.role), (vertical ? 1.5F : 1.75F) * style.scale * style.room,
                      line.style, style.scale * std::sqrt(style.room)};
  if (vertical) {
    draw_stroke(list, {{place + 0.5F, frame.high.y}, {place + 0.5F, frame.low.y}}, stroke);
  } else {
    draw_stroke(list, {{frame.low.x, place}, {frame.high.x, place}}, stroke);
  }
}

/// True if a horizontal line of the model passes within `gap` px of y.
bool near_line(const PlotFrame& frame, const PlotModel& model, float y, float gap) {
  return std::any_of(model.lines.begin(), model.lines.end(), [&](const ReferenceLine& line) {
    return line.direction == ReferenceLine::Direction::kHorizontal && std::isfinite(line.at) &&
           std::abs(frame.py(line.at) - y) < gap;
  });
}

/// The newest value beside its point: right of it, or left and above where there is no room, and
/// below a reference line rather than on it.
EndLabel end_label(const PlotStyle& style, const PlotFrame& frame, const PlotModel& model,
                   const Series& series, ImVec2 end) {
  const float width = plot_text_width(style.number, series.end_text);
  const float gap = style.px(9 * style.room), line = style.px(kLabelLine * style.room);
  if (series.x.size() == 1) {  // the name of a mark: beside the curve that runs through it
    const bool below = end.y + line < frame.high.y - line / 2.0F;
    return {end.x + gap * 0.7F, below ? end.y + line : end.y - line, width};
  }
  EndLabel label{end.x + gap, end.y, width};
  if (label.x + width > frame.high.x + style.px(10)) {
    label.x = std::min(end.x, frame.high.x) - width;
    label.y = end.y - line;
    if (near_line(frame, model, label.y, line * 0.8F) || label.y < frame.low.y + line / 2) {
      label.y = end.y + line;
    }
  } else if (near_line(frame, model, label.y, line * 0.7F)) {
    label.y += line;
  }
  return label;
}

struct EndPoint {
  bool there = false;
  ImVec2 at{};
};

EndPoint newest_point(const PlotFrame& frame, const Series& series) {
  for (std::size_t i = std::min(series.x.size(), series.y.size()); i-- > 0;) {
    const ImVec2 at = frame.at(series.x[i], series.y[i]);
    if (std::isfinite(at.x) && std::isfinite(at.y)) return {true, at};
  }
  return {};
}

void draw_end_texts(const PlotStyle& style, ImDrawList* list, const PlotFrame& frame,
                    const PlotModel& model) {
  std::vector<const Series*> named;
  std::vector<EndLabel> labels;
  for (const Series& series : model.series) {
    const EndPoint end = newest_point(frame, series);
    const bool inside = end.there && end.at.x <= frame.high.x + 1.0F && end.at.x >= frame.low.x;
    if (series.end_text.empty() || !inside) continue;
    named.push_back(&series);
    labels.push_back(end_label(style, frame, model, series, end.at));
  }
  const float foot = style.px(4 * style.room);  // digits stand lower than the middle of their line
  push_apart(labels, style.px(kLabelLine * style.room), frame.low.y, frame.high.y - foot);
  for (std::size_t i = 0; i < labels.size(); ++i) {
    plot_text(list, style.number, style.word_colour(named[i]->role), labels[i].x, labels[i].y,
              named[i]->end_text);
  }
}

/// Nearly as wide as its class, so that those beside each other stay apart.
void draw_level(const PlotStyle& style, ImDrawList* list, const PlotFrame& frame, ImVec2 at,
                ImU32 colour) {
  const float half = std::floor(std::abs(frame.px(1.0) - frame.px(0.0)) * 0.42F);
  const float up = style.scale * style.room;
  list->AddRectFilled({std::round(at.x - half), at.y - up}, {std::round(at.x + half), at.y + up},
                      colour);
}

void draw_markers(const PlotStyle& style, ImDrawList* list, const PlotFrame& frame,
                  const Series& series) {
  if (series.marker == Marker::kNone) return;
  const ImU32 colour = style.colour(series.role);
  if (series.marker_at_end) {
    const EndPoint end = newest_point(frame, series);
    if (end.there && frame.contains(end.at)) {
      draw_marker(style, list, series.marker, end.at, colour);
    }
    return;
  }
  // markers nearer than twice their width leave nothing to be seen of the line between them
  const float apart = series.marker == Marker::kLevel ? 0.0F : style.px(14 * style.room);
  float last = -1e9F;
  for (std::size_t i = 0; i < std::min(series.x.size(), series.y.size()); ++i) {
    const ImVec2 at = frame.at(series.x[i], series.y[i]);
    if (!std::isfinite(at.x) || !std::isfinite(at.y)) continue;
    if (std::abs(at.x - last) < apart) continue;
    last = at.x;
    if (series.marker == Marker::kLevel) {
      draw_level(style, list, frame, at, colour);
    } else {
      draw_marker(style, list, series.marker, at, colour);
    }
  }
}

float cell_share(const PlotRange& range, float value) {
  const double low = std::log(range.low), high = std::log(range.high);
  return static_cast<float>(
      std::clamp((std::log(static_cast<double>(value)) - low) / (high - low), 0.0, 1.0));
}

ImU32 ramp_colour(const PlotStyle& style, float share) {
  const float at = share * static_cast<float>(style.heat.size() - 1);
  const auto below = std::min(static_cast<std::size_t>(at), style.heat.size() - 2);
  const float part = at - static_cast<float>(below);
  const ImVec4 a = ImGui::ColorConvertU32ToFloat4(style.heat[below]);
  const ImVec4 b = ImGui::ColorConvertU32ToFloat4(style.heat[below + 1]);
  return ImGui::ColorConvertFloat4ToU32(
      {a.x + (b.x - a.x) * part, a.y + (b.y - a.y) * part, a.z + (b.z - a.z) * part, 1.0F});
}

}  // namespace

void draw_axes(const PlotStyle& style, ImDrawList* list, const PlotLayout& layout,
               const PlotModel& model) {
  const PlotFrame& frame = layout.frame;
  const float thin = std::max(1.0F, std::floor(style.scale)), mark = style.px(4);
  for (const Tick& tick : layout.y_ticks) {
    const float y = std::round(frame.high.y - tick.position);
    if (!model.heat && y < frame.high.y - 1.0F) {
      list->AddRectFilled({frame.low.x, y}, {frame.high.x, y + thin}, style.grid);
    }
    const float width = plot_text_width(style.number, tick.text);
    plot_text(list, style.number, style.muted, frame.low.x - style.px(9) - width, y, tick.text);
  }
  list->AddRectFilled({frame.low.x, frame.low.y}, {frame.low.x + thin, frame.high.y}, style.axis);
  list->AddRectFilled({frame.low.x, frame.high.y}, {frame.high.x, frame.high.y + thin}, style.axis);
  const float text_y = frame.high.y + mark + style.px(9 * style.room);
  for (const Tick& tick : layout.x_ticks) {
    const float x = std::round(frame.px(tick.value));
    list->AddRectFilled({x, frame.high.y}, {x + thin, frame.high.y + mark}, style.axis);
    const float width = plot_text_width(style.number, tick.text);
    if (layout.slant > 0.0F && width > style.number->FontSize) {  // "?" stands upright
      slanting_text(list, style.number, style.muted, {x, text_y - style.px(4 * style.room)},
                    frame.low.x, tick.text);
      continue;
    }
    const float rightmost = frame.high.x + style.px(12 * style.room) - width;
    plot_text(list, style.number, style.muted, std::min(x - width / 2.0F, rightmost), text_y,
              tick.text);
  }
  const float name = plot_text_width(style.label, model.x.name);
  plot_text(list, style.label, style.muted, (frame.low.x + frame.high.x - name) / 2.0F,
            text_y + layout.slant + style.px(14.5F * style.room), model.x.name);
}

void draw_curves(const PlotStyle& style, ImDrawList* list, const PlotFrame& frame,
                 const PlotModel& model) {
  const float margin = style.px(6 * style.room);  // markers may stand on the axes
  list->PushClipRect({frame.low.x, frame.low.y - style.px(2)}, {frame.high.x, frame.high.y}, true);
  if (model.heat) draw_heat(style, list, frame, *model.heat);
  for (const Area& area : model.areas) draw_area(style, list, frame, model, area);
  for (const Series& series : model.series) {
    if (series.bars) draw_bars(style, list, frame, series);
    if (!series.whiskers) draw_band(style, list, frame, series);
  }
  for (const ReferenceLine& line : model.lines) draw_reference_line(style, list, frame, line);
  for (const Series& series : model.series) {
    const Stroke stroke{style.colour(series.role), series.width * style.line_width * style.scale,
                        series.style, style.scale * std::sqrt(style.room)};
    if (series.bars) continue;
    for (const auto& run : screen_runs(frame, series)) draw_stroke(list, run, stroke);
  }
  for (const Series& series : model.series) {
    if (series.whiskers) draw_whiskers(style, list, frame, series);
  }
  list->PopClipRect();
  list->PushClipRect({frame.low.x - margin, frame.low.y - margin},
                     {frame.high.x + margin * 2, frame.high.y + margin}, true);
  for (const Series& series : model.series) draw_markers(style, list, frame, series);
  draw_end_texts(style, list, frame, model);
  list->PopClipRect();
}

PlotRange heat_range(const HeatStrip& heat) {
  std::vector<double> values(heat.values.begin(), heat.values.end());
  PlotRange range = fitted_range(std::move(values), true, true);
  if (!(range.low < range.high)) range.high = range.low * 1.1;
  return range;
}

void draw_heat(const PlotStyle& style, ImDrawList* list, const PlotFrame& frame,
               const HeatStrip& heat) {
  const PlotRange range = heat_range(heat);
  const std::size_t columns = heat.column_end.size(), rows = heat.row_value.size();
  const float pitch = frame.height() / static_cast<float>(rows);
  float left = frame.low.x;
  for (std::size_t column = 0; column < columns; ++column) {
    const float right = std::round(frame.px(heat.column_end[column]));
    if (!std::isfinite(right) || right <= left) continue;
    for (std::size_t row = 0; row < rows; ++row) {
      const float value = heat.values[row * columns + column];
      if (!std::isfinite(value) || value <= 0.0F) continue;
      const float top = std::round(frame.low.y + pitch * static_cast<float>(row));
      const float bottom = std::round(frame.low.y + pitch * static_cast<float>(row + 1));
      list->AddRectFilled({left, top}, {right, bottom},
                          ramp_colour(style, cell_share(range, value)));
    }
    left = right;
  }
}

}  // namespace scorescope
