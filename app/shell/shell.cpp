// Drawing; what is asked for is carried out in shell_actions.cpp.
#include "app/shell/shell.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <utility>

#include "app/panels/gallery.h"
#include "app/panels/gallery_geometry.h"
#include "app/panels/gallery_strip.h"
#include "app/panels/keyboard_list.h"
#include "app/panels/lesson_sentence.h"
#include "app/panels/noise_ladder.h"
#include "app/panels/notices.h"
#include "app/panels/open_card.h"
#include "app/panels/panel_window.h"
#include "app/panels/plane.h"
#include "app/panels/presenter.h"
#include "app/panels/readouts.h"
#include "app/panels/sampling_bar.h"
#include "app/panels/settings_column.h"
#include "app/panels/stage.h"
#include "app/panels/stage_gallery.h"
#include "app/panels/stage_input.h"
#include "app/panels/stage_step_grid.h"
#include "app/panels/status_bar.h"
#include "app/panels/top_bar.h"
#include "app/panels/view_content.h"
#include "app/plot/number_text.h"
#include "app/shell/figure_command.h"
#include "app/shell/key_strokes.h"
#include "app/widgets/controls.h"

namespace scorescope {
namespace {

/// A worker answers a press of its transport well within this time; until then the press counts.
constexpr double kAnswerSeconds = 0.5;
constexpr int kDataPictureCells = 54;
/// The distributions with a picture beside the combo.
constexpr std::array kPicturedData{"two_gaussians", "gaussian", "circle", "two_moons"};

const Palette& palette_of(const ViewSettings& view) { return view.dark ? kDark : kLight; }

/// Where notices stack up from the lower right: in the presenter on its lower bar, else over the
/// stage; in the compact form nothing that is pressed lies under them.
Region notice_corner(const Style& style, const WindowLayout& layout, float presenter_height) {
  Region corner = layout.stage;
  if (presenter_height > 0.0F) {
    corner.max.y = presenter_height + style.px(8.0F);
  } else if (!layout.compact) {
    corner.max.y = layout.status_bar.min.y;
  } else if (!layout.plots.empty()) {
    corner = layout.plots;
  } else {
    corner.max.y = layout.ladder.min.y;
  }
  return corner;
}

/// Arrows a side: 22 at the full size, 20 in small views, 18 for the last row of a hall.
int arrows_of(const WindowLayout& layout, bool presenter) {
  if (presenter) return 18;
  const float side = layout.views[0].width() / layout.scale;
  return side < 440.0F ? 20 : side < 700.0F ? 22 : 28;
}

/// The grid has the place of gallery and inspector, and that of the strip, which is of one gallery.
Region step_grid_place(const WindowLayout& layout) {
  const float gap = std::round(8.0F * layout.scale);
  const float right = layout.inspector.empty() ? layout.views[0].max.x : layout.inspector.max.x;
  return {layout.views[0].min,
          {right, layout.ladder.max.y - gap - std::round(size::kLayers * layout.scale) - gap}};
}

/// The sides of all tiles of pictures in this layout.
TileSizes tile_sizes(const Style& style, const ProgramState& state, const WindowLayout& layout) {
  TileSizes sizes;
  if (shows_step_grid(state)) {
    const bool large = state.view.presenter;
    const Region place =
        large ? presenter_grid_region(style, state, layout.views[0], layout.presenter_plot)
              : step_grid_place(layout);
    sizes.step_grid =
        static_cast<int>(step_grid_plan(place, step_grid_shape(state), layout.scale, large).tile);
    return sizes;
  }
  const int first = lone_view(state).value_or(0);
  for (int slot = 0; slot < 2; ++slot) {
    const Region& view = layout.views[static_cast<std::size_t>(slot)];
    if (view.empty()) continue;
    const int shown = first + slot;
    sizes.gallery[static_cast<std::size_t>(shown)] =
        static_cast<int>(tile_grid(view, sample_count(state, shown), layout.scale).cell);
  }
  if (state.view.presenter) return sizes;
  const LadderForm form = layout.compact ? LadderForm::kCompact : LadderForm::kFull;
  sizes.strip = static_cast<int>(std::round(strip_side(form) * layout.scale));
  const PictureFrame* frame = picture_frame(state);
  if (layout.inspector.empty() || !frame) return sizes;
  const InspectorPlan plan =
      inspector_plan(layout.inspector, layout.inspector_title, frame->side, layout.scale);
  sizes.chosen = static_cast<int>(plan.picture.width());
  sizes.nearest = static_cast<int>(plan.nearest.front().width());
  return sizes;
}

}  // namespace

Shell::Shell(const Schema& schema, Session* session, std::vector<Lesson> lessons,
             std::function<void()> wake)
    : session_(session), wake_(std::move(wake)), sketcher_(wake_) {
  state_.schema = &schema;
  state_.lessons = std::move(lessons);
  ask_for_data_pictures();
}

/// Their places are there from the first frame; the pictures come when they are ready.
void Shell::ask_for_data_pictures() {
  pictures_.set_data_kinds({kPicturedData.begin(), kPicturedData.end()});
  for (const char* kind : kPicturedData) sketcher_.ask({kind, {}}, kDataPictureCells);
}

void Shell::take_data_sketches() {
  for (DataSketch& sketch : sketcher_.take_all()) {
    if (sketch.data.options.empty()) {
      pictures_.set_data_picture(sketch.data.kind, std::move(sketch.picture));
    } else {
      finish_trial(sketch);
    }
  }
}

void Shell::show_frames(Frames frames) {
  state_.frames = std::move(frames);
  const auto& training = state_.frames.training;
  state_.training = training && training->state == TrainingState::kRunning;
  state_.sampling = state_.frames.simulation && state_.frames.simulation->sampling;
}

void Shell::adopt_frames(double now) {
  state_.now = now;
  if (session_ == nullptr) return;
  state_.frames = session_->newest();
  state_.job = step_grid_job(state_);
  for (Notice& notice : session_->take_notices()) {
    if (notice.kind == Notice::Kind::kDone && !notice.path.empty()) state_.saved_to = notice.path;
    notify(state_, std::move(notice));
  }
  const auto& simulation = state_.frames.simulation;
  if (refit_after_ && simulation && simulation->run_id > *refit_after_) {
    fit_camera(state_);
    refit_after_.reset();
  }
  fit_plane();
  if (now - asked_at_ < kAnswerSeconds) return;
  if (state_.frames.training) {
    state_.training = state_.frames.training->state == TrainingState::kRunning;
  }
  if (state_.frames.simulation) state_.sampling = state_.frames.simulation->sampling;
}

/// The camera of points says nothing of pictures: each plane begins as wide as they reach.
void Shell::fit_plane() {
  const PlaneFrame* plane = shows_plane(state_) ? plane_frame(state_) : nullptr;
  if (plane == nullptr || !plane->problem.empty()) return;
  const std::string fitted =
      std::to_string(state_.frames.simulation->run_id) + " " + plane->through;
  if (std::exchange(fitted_plane_, fitted) != fitted) fit_camera(state_);
}

float Shell::font_scale(float width, float height, float monitor) const {
  return usable_scale(width, height, monitor * state_.view.scale);
}

std::optional<std::string> Shell::take_window_picture() {
  return std::exchange(window_picture_, std::nullopt);
}

bool Shell::is_animated() const {
  // until the answer to a pressed transport is due, whether or not a frame brings it
  if (state_.now - asked_at_ < kAnswerSeconds) return true;
  return reading_ || std::ranges::any_of(state_.notices, [](const ShownNotice& shown) {
           return shown.notice.kind == Notice::Kind::kDone;
         });
}

void Shell::take_keys() {
  for (const KeyStroke& stroke : collect_key_strokes()) act_on_key(stroke, state_);
}

void Shell::request_frames(const WindowLayout& layout) {
  if (session_ == nullptr) return;
  const int cells = layout.views[0].width() > 700.0F ? 200 : 160;
  const StageRequest request =
      stage_request(state_, arrows_of(layout, state_.view.presenter), cells);
  if (request != looked_at_) {
    session_->look(request);
    looked_at_ = request;
  }
  const auto hover = state_.hover ? std::optional(state_.hover->position) : std::nullopt;
  if (hover != probed_at_) {
    session_->probe(hover);
    probed_at_ = hover;
  }
  // where samplers are compared, their common start is what must be seen
  const bool preview = state_.view.pair != StagePair::kSamplers;
  if (preview != preview_shown_) {
    session_->show_preview(preview);
    preview_shown_ = preview;
  }
}

PlotInput Shell::plot_input(const std::string& plot) const {
  const auto known = plots_.plots.find(plot);
  return {state_.frames.training.get(), state_.frames.simulation.get(), shown_level_index(state_),
          shows_gallery(state_), known == plots_.plots.end() ? "" : known->second.choice};
}

/// A lesson's card sets the open plots; the column's own folding is kept in the layout.
void Shell::sync_plots() {
  const bool pictures = shows_gallery(state_);
  if (std::exchange(plots_.pictures, pictures) != pictures) {
    set_open_plots(plots_, state_.view.open_plots);
    state_.view.open_plots = plots_as_synced_ = plots_.open;
  }
  if (state_.view.open_plots != plots_as_synced_) set_open_plots(plots_, state_.view.open_plots);
  state_.view.open_plots = plots_as_synced_ = plots_.open;
}

void Shell::draw_plots(const Style& style, const Region& region) {
  if (region.empty()) return;
  const PanelWindow window("plots", region, {.background = style.colours.panel, .scrolls = true});
  draw_left_line(style, window.list(), region, style.colours.line);
  const PlotsColumnInput input{
      plot_input(), [this](const std::string& plot) { return figure_command(state_, plot); }};
  for (const PlotAction& wanted : draw_plots_column(style, input, plots_)) {
    switch (wanted.kind) {
      case PlotAction::Kind::kMaximise:
        state_.view.maximised = state_.view.maximised == wanted.plot ? "" : wanted.plot;
        break;
      case PlotAction::Kind::kExportPicture:
        state_.ask(action::ExportPicture{wanted.plot});
        break;
      case PlotAction::Kind::kExportValues:
        state_.ask(action::ExportValues{wanted.plot});
        break;
      case PlotAction::Kind::kCopyValues:
        state_.ask(action::CopyValues{wanted.plot});
        break;
      case PlotAction::Kind::kCopyCommand:
        state_.ask(action::CopyCommand{wanted.plot});
        break;
    }
  }
}

/// A maximised plot covers the stage's views; Escape or its button brings them back.
void Shell::draw_maximised_plot(const Style& style, const Region& stage) {
  const PlotEntry* entry = find_plot(state_.view.maximised);
  if (entry == nullptr) return;
  const PanelWindow window("large plot", stage,
                           {.background = style.colours.panel, .in_front = true});
  const float pad = style.px(8.0F);
  PlotState& plot = plots_.plots[state_.view.maximised];
  draw_figure(style, entry->build(plot_input(state_.view.maximised)), plot,
              {stage.min.x + pad, stage.min.y + style.px(4.0F)},
              {stage.max.x - pad, stage.max.y - pad}, true);
  place_at(stage.max.x - style.px(36.0F), stage.min.y + style.px(6.0F));
  if (icon_button(style, {.id = "restore plot",
                          .icon = Icon::kRestore,
                          .side = 24,
                          .icon_size = 14,
                          .framed = false,
                          .on = false,
                          .enabled = true})) {
    state_.view.maximised.clear();
  }
}

void Shell::draw_points(const Style& style, const WindowLayout& layout,
                        const ScreenPictures& pictures) {
  draw_stage(style,
             {{layout.stage.min, {layout.stage.max.x, layout.ladder.min.y}},
              layout.lesson,
              layout.titles,
              layout.views,
              layout.legend,
              layout.layers,
              layout.compact},
             pictures, state_);
  const float padding = layout.compact ? size::kStagePaddingSmall : size::kStagePadding;
  draw_noise_ladder(
      style, {layout.ladder, layout.compact ? LadderForm::kCompact : LadderForm::kFull, padding},
      pictures, state_);
}

void Shell::draw_step_grid_view(const Style& style, const WindowLayout& layout,
                                const ScreenPictures& pictures) {
  const Region grid = step_grid_place(layout);
  const float gap = std::round(8.0F * layout.scale);
  const Region title{layout.titles[0].min, {grid.max.x, layout.titles[0].max.y}};
  const Region switches{{grid.min.x, grid.max.y + gap}, {grid.max.x, layout.ladder.max.y - gap}};
  draw_step_grid_stage(style,
                       {{layout.stage.min, {layout.stage.max.x, layout.ladder.max.y}},
                        layout.lesson,
                        title,
                        grid,
                        switches,
                        layout.compact},
                       pictures, state_);
}

void Shell::draw_galleries(const Style& style, const WindowLayout& layout,
                           const ScreenPictures& pictures) {
  if (shows_step_grid(state_)) {
    draw_step_grid_view(style, layout, pictures);
    return;
  }
  draw_gallery_stage(style,
                     {{layout.stage.min, {layout.stage.max.x, layout.ladder.min.y}},
                      layout.lesson,
                      layout.titles,
                      layout.views,
                      layout.inspector_title,
                      layout.inspector,
                      layout.layers,
                      layout.compact},
                     pictures, state_);
  const float padding = layout.compact ? size::kStagePaddingSmall : size::kStagePadding;
  draw_gallery_strip(
      style, {layout.ladder, layout.compact ? LadderForm::kCompact : LadderForm::kFull, padding},
      pictures, state_);
}

void Shell::draw_window(const Style& style, const WindowLayout& layout,
                        const ScreenPictures& pictures) {
  if (shows_tiles(state_)) {
    draw_galleries(style, layout, pictures);
  } else {
    draw_points(style, layout, pictures);
  }
  const float padding = layout.compact ? size::kStagePaddingSmall : size::kStagePadding;
  draw_sampling_bar(style, {layout.sampling_bar, layout.compact, padding}, state_);
  draw_plots(style, layout.plots);
  if (find_plot(state_.view.maximised) != nullptr) {
    const float bottom = shows_step_grid(state_) ? layout.ladder.max.y : layout.ladder.min.y;
    draw_maximised_plot(style, {layout.stage.min, {layout.stage.max.x, bottom}});
  }
  draw_settings(style, {layout.settings, layout.drawer, layout.compact}, pictures, state_);
  const float left = layout.compact ? style.px(size::kRail + size::kStagePaddingSmall)
                                    : style.px(size::kSettings + size::kStagePadding);
  draw_top_bar(style, {layout.top_bar, left, layout.compact}, state_);
  draw_status_bar(style, layout.status_bar, state_);
}

void Shell::draw_presentation(const Style& style, const WindowLayout& layout,
                              const ScreenPictures& pictures) {
  const Region plot = draw_presenter(style,
                                     {layout.stage, layout.lesson, layout.titles, layout.views,
                                      layout.presenter_plot, layout.presenter_bar},
                                     pictures, state_);
  const PlotEntry* entry = plots_.open.empty() ? nullptr : find_plot(plots_.open.front());
  if (entry == nullptr || plot.empty()) return;
  const PanelWindow window("presenter plot", plot, {.in_front = true});
  draw_figure(style, entry->build(plot_input(std::string(entry->id))),
              plots_.plots[std::string(entry->id)], plot.min, plot.max, true);
}

/// Says once why the interface is smaller than asked for: fonts and layout take what fits.
void Shell::limit_scale(float width, float height, float monitor) {
  const float most = usable_scale(width, height, std::numeric_limits<float>::infinity());
  state_.scale_limit = most / monitor;
  const float wanted = state_.view.scale;
  if (wanted <= std::max(1.0F, state_.scale_limit)) {
    limited_scale_.reset();
    return;
  }
  if (std::exchange(limited_scale_, wanted) == wanted) return;
  const auto least = least_window(wanted * monitor);
  const auto text = [](float number) { return short_number_text(number, 3); };
  const auto pixels = [](float number) { return count_text(std::lround(number)); };
  notify(state_, {Notice::Kind::kDone,
                  "Interface at scale " + text(state_.scale_limit) + " instead of " + text(wanted),
                  "Scale " + text(wanted) + " needs a window of " + pixels(least[0]) + " × " +
                      pixels(least[1]) + ".",
                  {},
                  {}});
}

/// Where the score is frozen, training's options change nothing: their section folds until it can
/// train again.
void Shell::fold_what_is_off() {
  const bool off = training_is_off(state_);
  if (off == training_was_off_) return;
  training_was_off_ = off;
  if (off) {
    state_.view.folded_sections.insert("training");
  } else {
    state_.view.folded_sections.erase("training");
  }
}

float Shell::sentence_height(const FontSet& fonts, const WindowLayout& layout,
                             bool presenter) const {
  const Style style{palette_of(state_.view), presenter ? fonts.presenter : fonts.window,
                    layout.scale, state_.view.dark};
  if (!presenter) {
    return lesson_sentence(style, state_, layout.lesson.width(), layout.compact).height;
  }
  return presenter_sentence_height(style, state_,
                                   layout.presenter_plot.max.x - layout.views[0].min.x);
}

/// The layout whose row for the lesson's sentence is as high as the sentence at that row's width.
WindowLayout Shell::layout_with_sentence(const FontSet& fonts, LayoutRequest request) const {
  WindowLayout layout = layout_window(request);
  if (request.presenter && request.one_view) return layout;
  const float one_line = request.presenter ? 0.0F : size::kLesson;
  // a higher row narrows the views and with them the row: settled after a round or two
  for (int round = 0; round < 3; ++round) {
    const float height = sentence_height(fonts, layout, request.presenter);
    if (height <= std::max(request.lesson, one_line)) break;
    request.lesson = height;
    layout = layout_window(request);
  }
  return layout;
}

/// Draws the views or resamples the galleries for their places on screen.
const ScreenPictures& Shell::update_pictures(const Style& style, const WindowLayout& layout) {
  const ViewSettings& view = state_.view;
  if (shows_tiles(state_))
    return pictures_.update_galleries(style, state_, tile_sizes(style, state_, layout));
  const int side = static_cast<int>(layout.views[0].width());
  ViewSizes sizes{{side, side}, view.presenter};
  if (const auto alone = lone_view(state_)) sizes.side[static_cast<std::size_t>(1 - *alone)] = 0;
  if (shows_plane(state_)) return pictures_.update_plane(style, state_, sizes);
  return pictures_.update(style, state_, sizes);
}

void Shell::draw(const FontSet& fonts, float width, float height, float monitor) {
  state_.frames_per_second = ImGui::GetIO().Framerate;
  take_data_sketches();
  take_read_lessons();
  tell_reading();
  limit_scale(width, height, monitor);
  take_keys();
  const float scale = font_scale(width, height, monitor);
  fold_what_is_off();
  const ViewSettings& view = state_.view;
  const std::optional<int> alone = lone_view(state_);
  const int galleries = shows_tiles(state_) ? galleries_on_screen(state_) : 0;
  const WindowLayout layout = layout_with_sentence(fonts, {.width = width,
                                                           .height = height,
                                                           .scale = scale,
                                                           .settings_column = view.settings_column,
                                                           .plots_column = view.plots_column,
                                                           .presenter = view.presenter,
                                                           .one_view = alone.has_value(),
                                                           .galleries = galleries});
  sync_plots();
  const Style style{palette_of(view), view.presenter ? fonts.presenter : fonts.window, layout.scale,
                    view.dark};
  apply_imgui_style(style);
  const ScreenPictures& pictures = update_pictures(style, layout);
  if (view.presenter) {
    draw_presentation(style, layout, pictures);
  } else {
    draw_window(style, layout, pictures);
  }
  const Style small{palette_of(view), fonts.window, layout.scale, view.dark};
  const Region views{layout.views[0].min,
                     layout.views[1].empty() ? layout.views[0].max : layout.views[1].max};
  draw_open_card(small, views, state_);
  const Region corner = notice_corner(style, layout, view.presenter ? height : 0.0F);
  const Style cards = view.presenter ? presenter_card_style(style) : small;
  draw_notices(cards, corner, state_);
  draw_keyboard_list(
      cards, {{0.0F, 0.0F}, {width, layout.status_bar.empty() ? height : layout.status_bar.min.y}},
      state_);
  request_frames(layout);
  carry_out_actions();
}

}  // namespace scorescope
