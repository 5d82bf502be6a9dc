#include "app/shell/stage_pictures.h"

#include <algorithm>
#include <utility>

#include "app/panels/gallery.h"
#include "app/panels/gallery_geometry.h"
#include "app/panels/gallery_tone.h"
#include "app/panels/plane.h"
#include "app/panels/stage_plane.h"
#include "app/panels/view_content.h"
#include "app/render/stage_programs.h"
#include "app/window/shown_texture.h"

namespace scorescope {
namespace {

/// As the stage's density: (p / p_max)^0.75.
constexpr float kDataExponent = 0.75F;

ScreenPicture handle(const ShownTexture& texture) {
  if (texture.name == 0) return {};
  return {texture_handle(texture)};
}

PictureTiles tiles_of(const PictureSheet& sheet) {
  const SheetShape& shape = sheet.shape();
  if (shape.count == 0) return {};
  return {handle({sheet.texture(), sheet.uploads()}), shape.count, shape.columns, shape.rows()};
}

/// Of the gallery `frame`, which `view` shows.
PixelTone tone_of(const Style& style, const ProgramState& state, int view,
                  const GalleryFrame* frame) {
  return gallery_tone(style.colours, frame ? frame->content : GalleryContent::kPictures,
                      is_exact_gallery(state, view));
}

}  // namespace

StagePictures::StagePictures()
    : programs_(std::make_shared<StagePrograms>()),
      views_{StageView(programs_), StageView(programs_)} {}

void StagePictures::set_data_kinds(std::vector<std::string> kinds) {
  data_kinds_ = std::move(kinds);
  data_grids_.assign(data_kinds_.size(), {});
}

void StagePictures::set_data_picture(const std::string& kind, ScalarGrid grid) {
  const auto found = std::ranges::find(data_kinds_, kind);
  if (found == data_kinds_.end()) return;
  data_grids_[static_cast<std::size_t>(found - data_kinds_.begin())] = std::move(grid);
}

void StagePictures::update_views(const Style& style, const ProgramState& state,
                                 const ViewSizes& sizes) {
  const Camera2D camera = camera_of(state.view);
  for (int i = 0; i < 2; ++i) {
    const auto index = static_cast<std::size_t>(i);
    const int side = sizes.side[index];
    const bool awaited =
        !state.frames.simulation || (shows_plane(state) && !state.frames.simulation->fields[index]);
    if (side <= 0 || awaited) {
      handles_.views[index] = {};
      continue;
    }
    views_[index].draw(view_content(style, state, i, sizes.large), camera, {side, side});
    handles_.views[index] =
        handle({views_[index].texture(), views_[index].redraws(), !shows_plane(state)});
  }
}

void StagePictures::update_levels(const Style& style, const ProgramState& state) {
  handles_.levels.clear();
  if (!state.frames.simulation) return;
  const auto& grids = state.frames.simulation->ladder_pictures;
  if (grids.empty()) return;
  if (shows_plane(state)) {
    // point masses: beside the peaks of the lowest level all others would be black
    levels_.update_each(grids, style.colours, kDataExponent);
  } else {
    levels_.update(grids, ladder_mapping(grids, style.colours));
  }
  for (std::size_t i = 0; i < grids.size(); ++i) {
    handles_.levels.push_back(handle({levels_.texture(i), levels_.uploads()}));
  }
}

void StagePictures::update_data(const Style& style) {
  data_.update_each(data_grids_, style.colours, kDataExponent);
  handles_.data.clear();
  for (std::size_t i = 0; i < data_grids_.size(); ++i) {
    handles_.data.push_back({data_kinds_[i], handle({data_.texture(i), data_.uploads()})});
  }
}

const ScreenPictures& StagePictures::update(const Style& style, const ProgramState& state,
                                            const ViewSizes& sizes) {
  update_views(style, state, sizes);
  update_levels(style, state);
  update_data(style);
  return handles_;
}

/// As ink on the view's own ground, faint enough that arrows are read over them.
void StagePictures::update_places(const Style& style, const ProgramState& state, int view,
                                  int side) {
  constexpr float kInk = 0.62F;
  const auto index = static_cast<std::size_t>(view);
  const PlaneFrame* frame = plane_frame(state);
  const std::vector<float>* pictures = side > 0 ? plane_pictures(state, view) : nullptr;
  SheetShape shape;
  if (pictures) {
    const int cell = static_cast<int>(plane_picture_side(state, static_cast<float>(side)));
    shape = {frame->side, frame->columns * frame->columns, frame->columns, cell};
  }
  PixelTone tone{PixelTone::Kind::kInk, {}, 1.0F};
  tone.ramp.back() = faded(style.colours.text, kInk);
  places_[index].update(pictures ? std::span<const float>(*pictures) : std::span<const float>(),
                        shape, tone);
  handles_.plane[index] = tiles_of(places_[index]);
}

void StagePictures::update_probe(const Style& style, const ProgramState& state) {
  const PlaneFrame* frame = plane_frame(state);
  std::vector<float> all;
  SheetShape shape;
  if (frame && frame->probe && state.hover) {
    const PlaneFrame::Probe& probe = *frame->probe;
    for (const auto* picture : {&probe.place, &probe.exact_mean, &probe.learned_mean}) {
      all.insert(all.end(), picture->begin(), picture->end());
    }
    const int count = probe.learned_mean.empty() ? 2 : 3;
    shape = {frame->side, count, count, static_cast<int>(plane_probe_side(style))};
  }
  probe_.update(all, shape, {});
  handles_.probe = tiles_of(probe_);
}

const ScreenPictures& StagePictures::update_plane(const Style& style, const ProgramState& state,
                                                  const ViewSizes& sizes) {
  for (int view = 0; view < 2; ++view) {
    update_places(style, state, view, sizes.side[static_cast<std::size_t>(view)]);
  }
  update_probe(style, state);
  return update(style, state, sizes);
}

void StagePictures::update_gallery(const Style& style, const ProgramState& state, int view,
                                   int cell) {
  const auto index = static_cast<std::size_t>(view);
  const GalleryFrame* frame = cell > 0 ? gallery(state, view) : nullptr;
  SheetShape shape;
  if (frame) {
    const TileGrid grid = tile_grid({{0, 0}, {1, 1}}, frame->count, 1.0F);
    shape = {frame->side, frame->count, grid.columns, cell};
  }
  galleries_[index].update(frame ? std::span<const float>(frame->tiles) : std::span<const float>(),
                           shape, tone_of(style, state, view, frame));
  handles_.galleries[index] = tiles_of(galleries_[index]);
}

void StagePictures::update_strip(const Style& style, const ProgramState& state, int view,
                                 int cell) {
  const auto index = static_cast<std::size_t>(view);
  const GalleryFrame* frame = cell > 0 ? gallery(state, view) : nullptr;
  SheetShape shape;
  if (frame)
    shape = {frame->side, frame->moments_reached, std::max(frame->moments_reached, 1), cell};
  strips_[index].update(frame ? std::span<const float>(frame->strip) : std::span<const float>(),
                        shape, tone_of(style, state, view, frame));
  handles_.strips[index] = tiles_of(strips_[index]);
}

/// The chosen sample is shown as its tile is; its neighbours are pictures in any case.
void StagePictures::update_chosen(const Style& style, const ProgramState& state,
                                  const TileSizes& sizes) {
  const GalleryFrame* frame = sizes.chosen > 0 ? chosen_gallery(state) : nullptr;
  std::span<const float> tile;
  SheetShape shape;
  if (frame && chosen_sample(state) < frame->count) {
    const auto pixels =
        static_cast<std::size_t>(frame->side) * static_cast<std::size_t>(frame->side);
    const std::size_t from = static_cast<std::size_t>(chosen_sample(state)) * pixels;
    if (frame->tiles.size() >= from + pixels) {
      tile = std::span(frame->tiles).subspan(from, pixels);
      shape = {frame->side, 1, 1, sizes.chosen};
    }
  }
  chosen_.update(tile, shape, tone_of(style, state, gallery_request(state).chosen_view, frame));
  handles_.chosen = tiles_of(chosen_);
  const InspectedSample* sample = sizes.nearest > 0 ? inspected_sample(state) : nullptr;
  std::vector<float> all;
  int count = 0;
  if (sample) {
    for (const NearestPicture& nearest : sample->nearest) {
      all.insert(all.end(), nearest.pixels.begin(), nearest.pixels.end());
      ++count;
    }
  }
  const int side = picture_frame(state) ? picture_frame(state)->side : 0;
  nearest_.update(all, {side, count, std::max(count, 1), sizes.nearest}, {});
  handles_.nearest = tiles_of(nearest_);
}

/// A cell that was not begun leaves its tiles black; the panel draws wells there.
void StagePictures::update_step_grid(const ProgramState& state, int cell) {
  const PictureFrame* pictures = picture_frame(state);
  const auto grid = cell > 0 && pictures ? pictures->step_grid : nullptr;
  if (grid == shown_grid_ && cell == grid_cell_) return;
  shown_grid_ = grid;
  grid_cell_ = cell;
  std::vector<float> tiles;
  SheetShape shape;
  if (grid) {
    const auto of_cell = static_cast<std::size_t>(grid->samples) *
                         static_cast<std::size_t>(grid->side) *
                         static_cast<std::size_t>(grid->side);
    tiles.assign(grid->cells.size() * of_cell, -1.0F);
    for (std::size_t i = 0; i < grid->cells.size(); ++i) {
      if (!grid->cells[i]) continue;
      const std::vector<float>& made = grid->cells[i]->pictures;
      std::ranges::copy(std::span(made).first(std::min(made.size(), of_cell)),
                        tiles.begin() + static_cast<std::ptrdiff_t>(i * of_cell));
    }
    const int count = static_cast<int>(grid->cells.size()) * grid->samples;
    // nearly square, so that no side grows beyond what a texture may have
    const int columns = static_cast<int>(std::ceil(std::sqrt(static_cast<float>(count))));
    shape = {grid->side, count, columns, cell};
  }
  step_grid_.update(tiles, shape, {});
  handles_.step_grid = tiles_of(step_grid_);
}

const ScreenPictures& StagePictures::update_galleries(const Style& style, const ProgramState& state,
                                                      const TileSizes& sizes) {
  for (int view = 0; view < 2; ++view) {
    const auto index = static_cast<std::size_t>(view);
    update_gallery(style, state, view, sizes.gallery[index]);
    update_strip(style, state, view, view == gallery_request(state).chosen_view ? sizes.strip : 0);
  }
  update_chosen(style, state, sizes);
  update_step_grid(state, sizes.step_grid);
  update_data(style);
  return handles_;
}

}  // namespace scorescope
