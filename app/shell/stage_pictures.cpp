#include "app/shell/stage_pictures.h"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "app/panels/view_content.h"
#include "app/render/stage_programs.h"

namespace scorescope {
namespace {

/// As the stage's density: (p / p_max)^0.75.
constexpr float kDataExponent = 0.75F;

ScreenPicture handle(GLuint texture) {
  // ImGui's OpenGL back end takes the texture's name as its handle
  return {reinterpret_cast<ImTextureID>(static_cast<std::intptr_t>(texture))};
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
    if (side <= 0 || !state.frames.simulation) {
      handles_.views[index] = {};
      continue;
    }
    views_[index].draw(view_content(style, state, i, sizes.large), camera, {side, side});
    handles_.views[index] = handle(views_[index].texture());
  }
}

void StagePictures::update_levels(const Style& style, const ProgramState& state) {
  handles_.levels.clear();
  if (!state.frames.simulation) return;
  const auto& grids = state.frames.simulation->ladder_pictures;
  if (grids.empty()) return;
  levels_.update(grids, ladder_mapping(grids, style.colours));
  for (std::size_t i = 0; i < grids.size(); ++i) {
    handles_.levels.push_back(handle(levels_.texture(i)));
  }
}

void StagePictures::update_data(const Style& style) {
  data_.update_each(data_grids_, style.colours, kDataExponent);
  handles_.data.clear();
  for (std::size_t i = 0; i < data_grids_.size(); ++i) {
    handles_.data.push_back({data_kinds_[i], handle(data_.texture(i))});
  }
}

const ScreenPictures& StagePictures::update(const Style& style, const ProgramState& state,
                                            const ViewSizes& sizes) {
  update_views(style, state, sizes);
  update_levels(style, state);
  update_data(style);
  return handles_;
}

}  // namespace scorescope
