// Whole windows on a canned plane through pictures, in both themes and at every size. With
// SCORESCOPE_SHOTS set to a folder the pictures are kept for people.
#include <gtest/gtest.h>

#include "app/panels/plane.h"
#include "app/shell/figure_picture.h"
#include "app/shell/key_strokes.h"
#include "tests/app/canned_plane.h"
#include "tests/app/shell/canned_shell.h"

namespace scorescope {
namespace {

class CannedPlaneShell : public CannedShell {
 public:
  explicit CannedPlaneShell(float scale = 1.0F) : CannedShell(scale) {
    state().lessons.push_back(canned_picture_lesson());
    shell().open("digits");
    state().view.pair = StagePair::kPlane;
    state().view.follow = false;
    state().view.shown_level = 3;
    state().view.half_width = 9.0;
  }
  void show_plane(bool trained = true) {
    shell().show_frames(
        {canned_picture_training(trained ? 9380 : 0), canned_plane_simulation(trained)});
  }
};

TEST(PlaneScreens, BothViewsAreDrawnInBothThemesAndSizes) {
  CannedPlaneShell canned;
  canned.show_plane();
  for (const bool dark : {true, false}) {
    canned.state().view.dark = dark;
    const RgbaImage large = canned.settle(1600, 900);
    keep_shot(large, dark ? "plane-dark" : "plane-light");
    const WindowLayout wide = layout_window({});
    for (const Region& region :
         {wide.views[0], wide.views[1], wide.legend, wide.layers, wide.ladder}) {
      EXPECT_GT(colours_in(large, region), 20U);
    }
    const RgbaImage small = canned.settle(1280, 720);
    keep_shot(small, dark ? "plane-1280" : "plane-1280-light");
    EXPECT_GT(colours_in(small, layout_window({.width = 1280, .height = 720}).views[1]), 20U);
  }
}

TEST(PlaneScreens, TheGroundIsTheWellAndArrowsLieOverPictures) {
  CannedPlaneShell canned;
  canned.show_plane();
  canned.state().view.plane_layers = {};
  const RgbaImage bare = canned.settle(1600, 900);
  const Region view = layout_window({}).views[0];
  const ImVec2 quarter{view.min.x + view.width() * 0.26F, view.min.y + view.height() * 0.26F};
  const std::array<int, 3> well{0x0A, 0x0D, 0x11};  // tokens.md
  EXPECT_EQ(colour_at(bare, quarter.x, quarter.y), well);
  canned.state().view.plane_layers[static_cast<std::size_t>(StageLayer::kPictures)] = true;
  const RgbaImage pictures = canned.settle(1600, 900);
  EXPECT_GT(colours_in(pictures, view), colours_in(bare, view) + 20U);
}

TEST(PlaneScreens, WhatIsMissingIsSaidInWords) {
  CannedPlaneShell canned;
  keep_shot(canned.settle(1600, 900), "plane-no-frames");
  canned.show_plane(false);
  keep_shot(canned.settle(1600, 900), "plane-first");
  EXPECT_EQ(canned.state().notices.size(), 0U);
}

TEST(PlaneScreens, PresenterShowsBothViewsAndTheLadder) {
  CannedPlaneShell canned;
  canned.show_plane();
  canned.state().view.presenter = true;
  const RgbaImage image = canned.settle(1600, 900);
  keep_shot(image, "plane-presenter");
  const WindowLayout layout = layout_window({.presenter = true});
  EXPECT_GT(colours_in(image, layout.presenter_bar), 10U);
}

TEST(PlaneScreens, TheArrowKeysMoveItsLevelAndDigitsSwitchItsLayers) {
  CannedPlaneShell canned;
  canned.show_plane();
  ProgramState& state = canned.state();
  EXPECT_TRUE(act_on_key({key::kRight, false, false}, state));
  EXPECT_EQ(state.view.shown_level, 4);
  EXPECT_FALSE(act_on_key({key::kUp, false, false}, state)) << "no sample is chosen here";
  EXPECT_TRUE(act_on_key({'1', false, false}, state));
  EXPECT_FALSE(has(state.view.plane_layers, StageLayer::kData));
  EXPECT_TRUE(act_on_key({'5', false, false}, state));
  EXPECT_TRUE(has(state.view.plane_layers, StageLayer::kDenoised));
  EXPECT_EQ(state.view.layers, ViewSettings{}.layers);
}

TEST(PlaneScreens, AViewIsAFigureOfItsOwn) {
  CannedPlaneShell canned;
  canned.show_plane();
  const PlotsColumnState plots;
  const RgbaImage image =
      figure_picture({.state = canned.state(), .plots = plots, .figure = "view_b"});
  keep_shot(image, "plane-figure");
  EXPECT_GT(image.size.width, 400);
}

}  // namespace
}  // namespace scorescope
