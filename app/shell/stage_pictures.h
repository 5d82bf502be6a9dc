// The textures that panels show: both views, the ladder's rungs, the pictures of distributions. UI
// thread, with the GL context current.
#pragma once

#include <array>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "app/panels/program_state.h"
#include "app/panels/screen_pictures.h"
#include "app/render/picture_sheet.h"
#include "app/render/stage_view.h"
#include "app/render/thumbnails.h"
#include "app/widgets/style.h"

namespace scorescope {

/// How large the views are on screen, framebuffer pixels; 0 for one that is not shown.
struct ViewSizes {
  std::array<int, 2> side{0, 0};
  bool large = false;  ///< the presenter's larger discs
};

/// Sides of the tiles of pictures on screen, framebuffer pixels; 0 for what is not shown.
struct TileSizes {
  std::array<int, 2> gallery{0, 0};
  int strip = 0, chosen = 0, nearest = 0;
  int step_grid = 0;
};

class StagePictures {
 public:
  StagePictures();

  /// Draws what changed since the last call and returns handles to everything.
  const ScreenPictures& update(const Style& style, const ProgramState& state,
                               const ViewSizes& sizes);
  /// The plane through pictures: both views, and the pictures of its places.
  const ScreenPictures& update_plane(const Style& style, const ProgramState& state,
                                     const ViewSizes& sizes);
  /// The same where the data are pictures.
  const ScreenPictures& update_galleries(const Style& style, const ProgramState& state,
                                         const TileSizes& sizes);

  /// The distributions that have a picture in the settings, in the order they stand there.
  void set_data_kinds(std::vector<std::string> kinds);
  /// The picture of one of them; until then its place is an empty well.
  void set_data_picture(const std::string& kind, ScalarGrid grid);

  const StageView& view(int index) const { return views_[static_cast<std::size_t>(index)]; }

 private:
  void update_views(const Style& style, const ProgramState& state, const ViewSizes& sizes);
  void update_levels(const Style& style, const ProgramState& state);
  void update_data(const Style& style);
  void update_places(const Style& style, const ProgramState& state, int view, int side);
  void update_probe(const Style& style, const ProgramState& state);
  void update_gallery(const Style& style, const ProgramState& state, int view, int cell);
  void update_strip(const Style& style, const ProgramState& state, int view, int cell);
  void update_chosen(const Style& style, const ProgramState& state, const TileSizes& sizes);
  void update_step_grid(const ProgramState& state, int cell);

  std::shared_ptr<StagePrograms> programs_;
  std::array<StageView, 2> views_;
  DensityThumbnails levels_, data_;
  std::array<PictureSheet, 2> galleries_, strips_;
  PictureSheet chosen_, nearest_, step_grid_, probe_;
  std::shared_ptr<const StepGridFrame> shown_grid_;  ///< what step_grid_ was made of
  int grid_cell_ = 0;
  std::array<PictureSheet, 2> places_;
  std::vector<std::string> data_kinds_;
  std::vector<ScalarGrid> data_grids_;
  ScreenPictures handles_;
};

}  // namespace scorescope
