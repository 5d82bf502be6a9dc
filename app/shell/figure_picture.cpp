#include "app/shell/figure_picture.h"

#include <algorithm>
#include <cmath>

#include "app/panels/gallery.h"
#include "app/panels/gallery_geometry.h"
#include "app/panels/panel_window.h"
#include "app/panels/plane.h"
#include "app/panels/stage.h"
#include "app/panels/stage_gallery.h"
#include "app/panels/stage_step_grid.h"
#include "app/panels/step_grid.h"
#include "app/shell/offscreen_ui.h"
#include "app/shell/stage_pictures.h"
#include "core/base/error.h"

namespace scorescope {
namespace {

constexpr float kPlotWidth = 560.0F, kPlotHeight = 360.0F;
constexpr float kViewSide = 462.0F, kViewPadding = 12.0F, kTop = 8.0F, kTitle = 34.0F,
                kBelow = 16.0F;

/// Large enough for cells of up to three pictures a row, each a little more than its pixels.
PixelSize step_grid_figure_size(const ProgramState& state, float scale) {
  constexpr float kTile = 76.0F, kCellGap = 12.0F, kHead = 44.0F, kAside = 76.0F, kCaption = 24.0F;
  const StepGridShape shape = step_grid_shape(state);
  const auto columns = static_cast<float>(shape.epsilon.size()),
             rows = static_cast<float>(shape.steps_per_level.size());
  const auto across = static_cast<float>(std::min(shape.samples, shape.samples > 8 ? 4 : 3));
  const float down = std::ceil(static_cast<float>(shape.samples) / across);
  const float width = 2.0F * kViewPadding + kAside + columns * across * (kTile + 2.0F) +
                      (columns - 1.0F) * kCellGap;
  const float height =
      kTop + kTitle + kHead + rows * (down * (kTile + 2.0F) + kCaption) + kBelow * 0.5F;
  return {static_cast<int>(std::max(width, 480.0F) * scale), static_cast<int>(height * scale)};
}

PixelSize scaled_size(float width, float height, float scale) {
  return {static_cast<int>(width * scale), static_cast<int>(height * scale)};
}

Style style_of(const FigureRequest& request, const OffscreenUi& ui) {
  return {request.state.view.dark ? kDark : kLight, ui.fonts().window, ui.scale(),
          request.state.view.dark};
}

const ScreenPictures& update_view(const Style& style, const ProgramState& state,
                                  const Region& region, int view, StagePictures& pictures) {
  const auto index = static_cast<std::size_t>(view);
  if (shows_tiles(state)) {
    TileSizes sizes;
    sizes.gallery[index] =
        static_cast<int>(tile_grid(region, sample_count(state, view), style.scale).cell);
    return pictures.update_galleries(style, state, sizes);
  }
  ViewSizes sizes;
  sizes.side[index] = static_cast<int>(region.width());
  if (shows_plane(state)) return pictures.update_plane(style, state, sizes);
  return pictures.update(style, state, sizes);
}

RgbaImage paint_view(const FigureRequest& request, OffscreenUi& ui, int view) {
  const Style style = style_of(request, ui);
  ProgramState state = request.state;  // drawing takes input into the state; a picture must not
  state.hover.reset();
  const float side = style.px(kViewSide), pad = style.px(kViewPadding), title = style.px(kTitle);
  const float top = style.px(kTop);
  const PixelSize size{static_cast<int>(side + 2.0F * pad),
                       static_cast<int>(top + title + side + style.px(kBelow))};
  const Region region{{pad, top + title}, {pad + side, top + title + side}};
  StagePictures pictures;
  const ScreenPictures& handles = update_view(style, state, region, view, pictures);
  const auto draw = [&] {
    apply_imgui_style(style);
    const PanelWindow window(
        "figure", {{0.0F, 0.0F}, {static_cast<float>(size.width), static_cast<float>(size.height)}},
        {.background = style.colours.background});
    const Region heading{{pad, top}, {pad + side, top + title}};
    if (shows_tiles(state)) {
      draw_single_gallery(style, heading, region, view, handles, state);
    } else {
      draw_single_view(style, heading, region, view, handles, state);
    }
  };
  ui.paint(size, style.colours.background, draw);
  return ui.paint(size, style.colours.background, draw);
}

/// In the words and colours of the screen, with tiles of whole pixels: each picture's pixel is a
/// square of three by three at scale 1.
RgbaImage paint_step_grid(const FigureRequest& request, OffscreenUi& ui) {
  const Style style = style_of(request, ui);
  ProgramState state = request.state;
  state.view.pair = StagePair::kStepGrid;
  state.hover.reset();
  const float pad = style.px(kViewPadding), title = style.px(kTitle), top = style.px(kTop);
  const PixelSize size = step_grid_figure_size(state, style.scale);
  const Region grid{{pad, top + title},
                    {static_cast<float>(size.width) - pad, static_cast<float>(size.height)}};
  StagePictures pictures;
  TileSizes sizes;
  sizes.step_grid =
      static_cast<int>(step_grid_plan(grid, step_grid_shape(state), style.scale, false).tile);
  const ScreenPictures& handles = pictures.update_galleries(style, state, sizes);
  const auto draw = [&] {
    apply_imgui_style(style);
    const PanelWindow window(
        "figure", {{0.0F, 0.0F}, {static_cast<float>(size.width), static_cast<float>(size.height)}},
        {.background = style.colours.background});
    draw_step_grid_title(style, {{pad, top}, {grid.max.x, top + title}}, state);
    draw_step_grid(style, grid, false, handles, state);
  };
  ui.paint(size, style.colours.background, draw);
  return ui.paint(size, style.colours.background, draw);
}

RgbaImage paint_plot(const FigureRequest& request, OffscreenUi& ui, const PlotEntry& entry) {
  const Style style = style_of(request, ui);
  const PixelSize size = scaled_size(kPlotWidth, kPlotHeight, ui.scale());
  const PlotInput input{request.state.frames.training.get(), request.state.frames.simulation.get(),
                        shown_level_index(request.state), shows_gallery(request.state)};
  const auto known = request.plots.plots.find(std::string(entry.id));
  PlotState plot = known == request.plots.plots.end() ? PlotState{} : known->second;
  PlotInput chosen = input;
  chosen.choice = plot.choice;
  const Region all{{0.0F, 0.0F}, {static_cast<float>(size.width), static_cast<float>(size.height)}};
  const auto draw = [&] {
    apply_imgui_style(style);
    const PanelWindow window("figure", all, {.background = style.colours.panel});
    const float pad = style.px(8.0F);
    draw_figure(style, entry.build(chosen), plot, {pad, style.px(4.0F)},
                {all.max.x - pad, all.max.y - pad}, false);
  };
  ui.paint(size, style.colours.panel, draw);
  return ui.paint(size, style.colours.panel, draw);
}

}  // namespace

RgbaImage figure_picture(const FigureRequest& request) {
  OffscreenUi ui(request.scale);
  if (request.figure == "view_a") return paint_view(request, ui, 0);
  if (request.figure == "view_b") return paint_view(request, ui, 1);
  if (request.figure == kStepGridFigure && shows_gallery(request.state)) {
    return paint_step_grid(request, ui);
  }
  const PlotEntry* entry = find_plot(request.figure);
  if (entry == nullptr) {
    std::string known = shows_gallery(request.state) ? "view_a, view_b, grid" : "view_a, view_b";
    for (const PlotEntry& plot : plot_catalogue()) known += ", " + std::string(plot.id);
    throw UserError("There is no figure \"" + request.figure + "\"; allowed are " + known + ".");
  }
  return paint_plot(request, ui, *entry);
}

}  // namespace scorescope
