#include "app/shell/figure_picture.h"

#include "app/panels/gallery.h"
#include "app/panels/gallery_geometry.h"
#include "app/panels/panel_window.h"
#include "app/panels/plane.h"
#include "app/panels/stage.h"
#include "app/panels/stage_gallery.h"
#include "app/shell/offscreen_ui.h"
#include "app/shell/stage_pictures.h"
#include "core/base/error.h"

namespace scorescope {
namespace {

constexpr float kPlotWidth = 560.0F, kPlotHeight = 360.0F;
constexpr float kViewSide = 462.0F, kViewPadding = 12.0F, kTop = 8.0F, kTitle = 34.0F,
                kBelow = 16.0F;

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
  const PlotEntry* entry = find_plot(request.figure);
  if (entry == nullptr) {
    std::string known = "view_a, view_b";
    for (const PlotEntry& plot : plot_catalogue()) known += ", " + std::string(plot.id);
    throw UserError("There is no figure \"" + request.figure + "\"; allowed are " + known + ".");
  }
  return paint_plot(request, ui, *entry);
}

}  // namespace scorescope
