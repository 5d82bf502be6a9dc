// Lines and markers.
#include <algorithm>
#include <cmath>

#include "app/plot/decimate.h"
#include "app/plot/plot_frame.h"

namespace scorescope {
namespace {

struct Dash {
  float on, off;
};

Dash dash_of(LineStyle style) {
  switch (style) {
    case LineStyle::kDash:
      return {6, 4};
    case LineStyle::kRaw:
      return {5, 4};
    case LineStyle::kDot:
      return {2, 3};
    default:
      return {0, 0};
  }
}

/// Walks along the polyline and emits the stretches that are on.
void draw_dashes(ImDrawList* list, const std::vector<ImVec2>& points, const Stroke& stroke) {
  const Dash dash = dash_of(stroke.style);
  const float on = dash.on * stroke.scale, off = dash.off * stroke.scale;
  std::vector<ImVec2> piece{points.front()};
  float left = on;
  bool drawing = true;
  const auto flush = [&] {
    if (piece.size() > 1) {
      list->AddPolyline(piece.data(), static_cast<int>(piece.size()), stroke.colour, 0,
                        stroke.width);
    }
    piece.clear();
  };
  for (std::size_t i = 1; i < points.size(); ++i) {
    ImVec2 from = points[i - 1];
    const ImVec2 to = points[i];
    float length = std::hypot(to.x - from.x, to.y - from.y);
    while (length > left) {
      const float share = left / length;
      from = {from.x + (to.x - from.x) * share, from.y + (to.y - from.y) * share};
      length -= left;
      if (drawing) {
        piece.push_back(from);
        flush();
      } else {
        piece = {from};
      }
      drawing = !drawing;
      left = drawing ? on : off;
    }
    left -= length;
    if (drawing) piece.push_back(to);
  }
  if (drawing) flush();
}

}  // namespace

void draw_stroke(ImDrawList* list, const std::vector<ImVec2>& points, const Stroke& stroke) {
  if (points.size() < 2 || stroke.style == LineStyle::kNone) return;
  if (stroke.style == LineStyle::kSolid) {
    list->AddPolyline(points.data(), static_cast<int>(points.size()), stroke.colour, 0,
                      stroke.width);
    return;
  }
  draw_dashes(list, points, stroke);
}

void draw_marker(const PlotStyle& style, ImDrawList* list, Marker marker, ImVec2 at, ImU32 colour) {
  const float radius = 3.5F * style.scale * style.room, ring = radius + style.scale;
  if (marker == Marker::kRound) {
    list->AddCircleFilled(at, ring, style.panel, 24);
    list->AddCircleFilled(at, radius, colour, 24);
  } else if (marker == Marker::kSquare) {
    const float half = radius * 0.86F, outer = half + style.scale;
    list->AddRectFilled({at.x - outer, at.y - outer}, {at.x + outer, at.y + outer}, style.panel);
    list->AddRectFilled({at.x - half, at.y - half}, {at.x + half, at.y + half}, colour);
  } else if (marker == Marker::kLevel) {
    const float half = 11.0F * style.scale * style.room, up = style.scale * style.room;
    list->AddRectFilled({at.x - half, at.y - up}, {at.x + half, at.y + up}, colour);
  } else if (marker == Marker::kDiamond) {
    for (const auto& [reach, fill] :
         {std::pair{ring * 1.35F, style.panel}, std::pair{radius * 1.35F, colour}}) {
      list->AddQuadFilled({at.x, at.y - reach}, {at.x + reach, at.y}, {at.x, at.y + reach},
                          {at.x - reach, at.y}, fill);
    }
  }
}

bool has_values(const Series& series) {
  const auto finite = [](double value) { return std::isfinite(value); };
  return std::any_of(series.y.begin(), series.y.end(), finite) ||
         std::any_of(series.low.begin(), series.low.end(), finite);
}

std::vector<std::vector<ImVec2>> screen_runs(const PlotFrame& frame, const Series& series) {
  std::vector<std::vector<ImVec2>> runs;
  bool fresh = true;
  for (std::size_t i = 0; i < std::min(series.x.size(), series.y.size()); ++i) {
    const ImVec2 point = frame.at(series.x[i], series.y[i]);
    if (!std::isfinite(point.x) || !std::isfinite(point.y)) {
      fresh = true;
      continue;
    }
    if (fresh) runs.emplace_back();
    fresh = false;
    // far outside, coordinates only cost precision
    const float reach = 20.0F * (frame.height() + 1.0F);
    const ImVec2 kept(point.x, std::clamp(point.y, frame.low.y - reach, frame.high.y + reach));
    // a segment without length has no direction to draw a joint with
    const bool repeats = !runs.back().empty() && std::abs(runs.back().back().x - kept.x) < 0.01F &&
                         std::abs(runs.back().back().y - kept.y) < 0.01F;
    if (!repeats) runs.back().push_back(kept);
  }
  for (auto& run : runs) run = decimated(run);
  return runs;
}

}  // namespace scorescope
