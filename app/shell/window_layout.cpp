#include "app/shell/window_layout.h"

#include <algorithm>
#include <cmath>

#include "app/widgets/tokens.h"

namespace scorescope {
namespace {

/// Below this many pixels at scale 1 the full form does not fit.
constexpr float kFullWidth = 1440.0F, kFullHeight = 820.0F;
/// The smallest window at scale 1 in which the compact form still shows two views.
constexpr float kLeastWidth = 1040.0F, kLeastHeight = 585.0F;
constexpr float kLeastScale = 0.5F, kMostScale = 4.0F;

/// Heights of the rows of the stage at scale 1, from the top bar down.
struct Rows {
  float above, lesson, title, under_view, legend, layers, under_layers, ladder, sampling;
  float padding, gap;
};

// tokens.md "Layout": 8, 34, 34, view, 8, 32, 30, 10, ladder 137, sampling 61
constexpr Rows kFullRows{8,
                         size::kLesson,
                         size::kViewTitle,
                         8,
                         size::kLegendRow,
                         size::kLayers,
                         10,
                         size::kLadder,
                         size::kSamplingBar,
                         size::kStagePadding,
                         size::kViewGap};
/// A compact stage below this width has its colour bars in two rows.
constexpr float kNarrowStage = 720.0F, kLegendOfTwoRows = 42.0F;
// measured on mock/2d-1280.png
constexpr Rows kCompactRows{3, 34, 29, 2, 32, 0, 0, 94, 45, size::kStagePaddingSmall, 10};

float height_without_view(const Rows& rows) {
  return rows.above + rows.lesson + rows.title + rows.under_view + rows.legend + rows.layers +
         rows.under_layers + rows.ladder + rows.sampling;
}

Region box(float left, float top, float right, float bottom) {
  return {{left, top}, {std::max(left, right), std::max(top, bottom)}};
}

/// Views that are a little narrower than their half of the stage stand at its edges, in line with
/// the ladder; where much is left over they stay together in the middle.
float gap_between(const Rows& rows, float loose, float side) {
  return loose <= std::max(rows.gap, 0.25F * side) ? std::max(loose, rows.gap) : rows.gap;
}

/// The ladder and the sampling transport at the foot of the stage.
void place_bars(WindowLayout& out, const Rows& rows, const Region& stage) {
  out.sampling_bar = box(stage.min.x, stage.max.y - rows.sampling, stage.max.x, stage.max.y);
  out.ladder =
      box(stage.min.x, out.sampling_bar.min.y - rows.ladder, stage.max.x, out.sampling_bar.min.y);
}

/// Lays the stage out at scale 1 in the free area `stage`.
void place_stage(WindowLayout& out, const Rows& rows, const Region& stage, bool one_view) {
  const float free_height = stage.height() - height_without_view(rows);
  const float free_width = stage.width() - 2.0F * rows.padding;
  const float side_by_width = one_view ? free_width : (free_width - rows.gap) * 0.5F;
  const float side = std::max(0.0F, std::floor(std::min(side_by_width, free_height)));
  const float gap = gap_between(rows, free_width - 2.0F * side, side);
  const float block = one_view ? side : 2.0F * side + gap;
  // What the views cannot use is shared out above and beside them, so that they stay centred.
  const float spare = std::floor(std::max(0.0F, free_height - side) * 0.5F);
  const float left = std::floor(stage.min.x + (stage.width() - block) * 0.5F);
  const float right = left + block;
  float y = stage.min.y + rows.above + spare;
  const bool wide_text = one_view || out.compact;
  const float text_right = wide_text ? std::max(right, stage.max.x - rows.padding) : right;
  const float text_left = wide_text ? std::min(left, stage.min.x + rows.padding) : left;
  out.lesson = box(text_left, y, text_right, y + rows.lesson);
  y += rows.lesson;
  for (int i = 0; i < (one_view ? 1 : 2); ++i) {
    const float x = left + static_cast<float>(i) * (side + gap);
    out.titles[static_cast<std::size_t>(i)] = box(x, y, x + side, y + rows.title);
    out.views[static_cast<std::size_t>(i)] =
        box(x, y + rows.title, x + side, y + rows.title + side);
  }
  y += rows.title + side + rows.under_view;
  out.legend = box(text_left, y, text_right, y + rows.legend);
  y += rows.legend;
  out.layers = box(text_left, y, text_right, y + rows.layers);
  place_bars(out, rows, stage);
}

/// One gallery at the left with its switches below, the inspector beside both.
void place_gallery(WindowLayout& out, const Rows& rows, const Region& stage) {
  constexpr float kLeastInspector = 300, kMostInspector = 620, kGap = 24;
  const float under = std::max(rows.layers, rows.legend);
  const float free_height =
      stage.height() - height_without_view(rows) + rows.legend + rows.layers - under;
  const float free_width = stage.width() - 2.0F * rows.padding;
  const float side =
      std::max(0.0F, std::floor(std::min(free_width - kGap - kLeastInspector, free_height)));
  const float beside = std::min(free_width - side - kGap, kMostInspector);
  const float left = std::floor(stage.min.x + (stage.width() - side - kGap - beside) * 0.5F);
  const float right = left + side + kGap + beside;
  float y = stage.min.y + rows.above + std::floor(std::max(0.0F, free_height - side) * 0.5F);
  out.lesson = box(left, y, right, y + rows.lesson);
  y += rows.lesson;
  out.titles[0] = box(left, y, left + side, y + rows.title);
  out.inspector_title = box(left + side + kGap, y, right, y + rows.title);
  y += rows.title;
  out.views[0] = box(left, y, left + side, y + side);
  out.layers =
      box(left, y + side + rows.under_view, left + side, y + side + rows.under_view + under);
  out.inspector = box(left + side + kGap, y, right, out.layers.max.y + rows.under_layers * 0.5F);
}

/// The compact form has no row of its own for pair and layers: they share the legend's.
void share_legend_row(WindowLayout& out) {
  constexpr float kPairAndLayers = 282.0F;
  const float split = std::max(out.legend.min.x, out.legend.max.x - kPairAndLayers);
  out.layers = box(split, out.legend.min.y, out.legend.max.x, out.legend.max.y);
  out.legend.max.x = split;
}

/// mock/presenter-dark.png: padding 32, title, heading, view 632, a bar of 112 below. Two views
/// leave the plot its share of the width; the sentence then has the row below all three.
void place_presenter(WindowLayout& out, const LayoutRequest& request, float width, float height) {
  constexpr float kPadding = 32, kTitleTop = 20, kTitle = 56, kHeadingTop = 76, kHeading = 56;
  constexpr float kViewTop = 132, kBelowView = 24, kBar = 112, kGap = 48, kViewGap = 20;
  constexpr float kPlotShare = 0.3F;
  out.presenter_bar = box(0, height - kBar, width, height);
  const float bottom = height - kBar - kBelowView - (request.one_view ? 0.0F : request.lesson);
  const int count = request.one_view ? 1 : 2;
  const float by_width =
      request.one_view ? (width - 80.0F) * 0.5F
                       : (width * (1.0F - kPlotShare) - 2.0F * kPadding - kGap - kViewGap) * 0.5F;
  const float side = std::max(0.0F, std::floor(std::min(bottom - kViewTop, by_width)));
  out.stage = box(0, 0, width, height - kBar);
  out.lesson = box(kPadding, kTitleTop, width - kPadding, kTitleTop + kTitle);
  float x = kPadding;
  for (std::size_t i = 0; i < static_cast<std::size_t>(count); ++i) {
    out.titles[i] = box(x, kHeadingTop, x + side, kHeadingTop + kHeading);
    out.views[i] = box(x, kViewTop, x + side, kViewTop + side);
    x += side + (i + 1 < static_cast<std::size_t>(count) ? kViewGap : kGap);
  }
  out.presenter_plot = box(x, kHeadingTop, width - kPadding, bottom);
}

Region scaled(const Region& region, float scale) {
  return {{std::round(region.min.x * scale), std::round(region.min.y * scale)},
          {std::round(region.max.x * scale), std::round(region.max.y * scale)}};
}

void scale_regions(WindowLayout& out) {
  for (Region* region : {&out.top_bar, &out.status_bar, &out.settings, &out.drawer, &out.plots,
                         &out.stage, &out.lesson, &out.titles[0], &out.titles[1], &out.legend,
                         &out.layers, &out.ladder, &out.sampling_bar, &out.presenter_plot,
                         &out.presenter_bar, &out.inspector, &out.inspector_title}) {
    *region = scaled(*region, out.scale);
  }
  for (Region& view : out.views) {
    const float side = std::round(view.width() * out.scale);
    view = scaled(view, out.scale);
    view.max = {view.min.x + side, view.min.y + side};
  }
}

}  // namespace

std::array<float, 2> least_window(float scale) {
  return {std::ceil(kLeastWidth * scale), std::ceil(kLeastHeight * scale)};
}

float usable_scale(float width, float height, float wanted) {
  const float fitting = std::min(width / kLeastWidth, height / kLeastHeight);
  return std::clamp(std::min(wanted, fitting), kLeastScale, kMostScale);
}

WindowLayout layout_window(const LayoutRequest& request) {
  WindowLayout out;
  out.scale = usable_scale(request.width, request.height, request.scale);
  const float width = std::floor(request.width / out.scale);
  const float height = std::floor(request.height / out.scale);
  if (request.presenter) {
    place_presenter(out, request, width, height);
    scale_regions(out);
    return out;
  }
  out.compact = width < kFullWidth || height < kFullHeight;
  const float top = out.compact ? size::kTopBarSmall : size::kTopBar;
  const float status = out.compact ? size::kStatusBarSmall : size::kStatusBar;
  out.top_bar = box(0, 0, width, top);
  out.status_bar = box(0, height - status, width, height);
  float left = 0.0F, right = width;
  if (request.settings_column) left = out.compact ? size::kRail : size::kSettings;
  if (request.plots_column) right = width - size::kPlots;
  out.settings = box(0, top, left, height - status);
  out.plots = box(right, top, width, height - status);
  out.stage = box(left, top, right, height - status);
  Rows rows = out.compact ? kCompactRows : kFullRows;
  rows.lesson = std::max(rows.lesson, request.lesson);
  if (out.compact && out.stage.width() < kNarrowStage) rows.legend = kLegendOfTwoRows;
  // galleries have one row of switches, the colour bar in it
  if (request.galleries > 0 && !out.compact) rows.legend = 0;
  if (request.galleries == 1) {
    place_bars(out, rows, out.stage);
    place_gallery(out, rows, out.stage);
  } else {
    place_stage(out, rows, out.stage, request.one_view);
    if (request.galleries > 0 && out.compact) out.layers = out.legend;
  }
  if (out.compact) {
    if (request.galleries == 0) share_legend_row(out);
    if (request.settings_column) {
      out.drawer = box(left, top, left + size::kSettings, height - status);
    }
  }
  scale_regions(out);
  return out;
}

}  // namespace scorescope
