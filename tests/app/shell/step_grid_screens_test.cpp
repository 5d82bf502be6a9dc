// Windows with the grid of T x epsilon on canned frames, in both themes and sizes, empty, on its
// way, in the presenter and as a figure. With SCORESCOPE_SHOTS set to a folder they are kept.
#include <gtest/gtest.h>

#include "app/panels/step_grid.h"
#include "app/shell/figure_picture.h"
#include "app/shell/key_strokes.h"
#include "tests/app/canned_step_grid.h"
#include "tests/app/shell/canned_shell.h"

namespace scorescope {
namespace {

class CannedGridShell : public CannedShell {
 public:
  explicit CannedGridShell(float scale = 1.0F) : CannedShell(scale) {
    Lesson lesson = canned_picture_lesson();
    lesson.id = "snow";
    lesson.title = "Snow";
    lesson.cards.resize(1);
    lesson.cards[0] = {
        "Twelve samplers, one network, the same noise in every cell:", "press Make grid.", {}, {}};
    lesson.cards[0].layout.pair = "grid";
    state().lessons.push_back(lesson);
    shell().open("snow");
  }
  void show_grid(std::shared_ptr<const StepGridFrame> grid, std::int64_t trained = 938) {
    shell().show_frames({canned_picture_training(trained), with_step_grid(std::move(grid))});
    state().job = step_grid_job(state());
  }
};

/// Gallery, inspector and strip, which the grid covers.
Region grid_region(const WindowLayout& layout) {
  return {layout.views[0].min, {layout.inspector.max.x, layout.ladder.max.y}};
}

TEST(StepGridScreens, TheGridIsDrawnInBothThemesAndSizes) {
  CannedGridShell canned;
  canned.show_grid(canned_step_grid());
  for (const bool dark : {true, false}) {
    canned.state().view.dark = dark;
    const RgbaImage large = canned.settle(1600, 900);
    keep_shot(large, dark ? "grid-dark" : "grid-light");
    EXPECT_GT(colours_in(large, grid_region(layout_window({.galleries = 1}))), 100U);
    const RgbaImage small = canned.settle(1280, 720);
    keep_shot(small, dark ? "grid-1280" : "grid-1280-light");
    EXPECT_GT(colours_in(small, grid_region(
                                    layout_window({.width = 1280, .height = 720, .galleries = 1}))),
              100U);
  }
}

TEST(StepGridScreens, OnItsWayItShowsCellsAsTheyComeAndAJob) {
  CannedGridShell canned;
  canned.show_grid(canned_step_grid(5, true));
  const RgbaImage image = canned.settle(1600, 900);
  keep_shot(image, "grid-running");
  keep_shot(canned.settle(1280, 720), "grid-running-1280");
  EXPECT_TRUE(canned.state().job);
}

TEST(StepGridScreens, EmptyItSaysWhatToPress) {
  CannedGridShell canned;
  canned.show_grid(nullptr);
  const RgbaImage image = canned.settle(1600, 900);
  keep_shot(image, "grid-empty");
  EXPECT_GT(colours_in(image, grid_region(layout_window({.galleries = 1}))), 10U);
  canned.show_grid(nullptr, 0);
  keep_shot(canned.settle(1280, 720), "grid-untrained-1280");
  CannedGridShell bare;
  keep_shot(bare.settle(1600, 900), "grid-no-frames");
  EXPECT_EQ(bare.state().notices.size(), 0U);
}

TEST(StepGridScreens, PresenterShowsTheGridLarge) {
  CannedGridShell canned;
  canned.show_grid(canned_step_grid());
  canned.state().view.presenter = true;
  const RgbaImage image = canned.settle(1600, 900);
  keep_shot(image, "grid-presenter");
  EXPECT_GT(colours_in(image, layout_window({.presenter = true, .one_view = true}).views[0]), 100U);
  canned.show_grid(canned_step_grid(5, true));
  keep_shot(canned.settle(1600, 900), "grid-presenter-running");
}

TEST(StepGridScreens, ScaleTwoAndOtherShapesAreDrawn) {
  CannedGridShell twice(2.0F);
  twice.show_grid(canned_step_grid());
  keep_shot(twice.settle(3200, 1800), "grid-scale2");
  CannedGridShell canned;
  canned.show_grid(nullptr);
  canned.state().draft.step_grid = {
      {1, 2, 3, 4, 5, 6, 7, 8}, {1e-6, 1e-5, 2e-5, 5e-5, 1e-4, 2e-4, 1e-3, 1e-2}, 9, false};
  keep_shot(canned.settle(1280, 720), "grid-8x8");
}

TEST(StepGridScreens, SpaceMakesTheGridInsteadOfSampling) {
  CannedGridShell canned;
  canned.show_grid(canned_step_grid());
  canned.settle(1600, 900, 2);
  canned.state().actions.clear();
  EXPECT_TRUE(act_on_key({' ', false, false}, canned.state()));
  ASSERT_EQ(canned.state().actions.size(), 1U);
  EXPECT_TRUE(std::holds_alternative<action::MakeStepGrid>(canned.state().actions[0]));
}

TEST(StepGridScreens, HoverTellsACellsNumbersAndARightClickOpensItsMenu) {
  CannedGridShell canned;
  canned.show_grid(canned_step_grid());
  const RgbaImage before = canned.settle(1600, 900);
  const Region place = grid_region(layout_window({.galleries = 1}));
  canned.io().MousePos = {place.min.x + 140.0F, place.min.y + 100.0F};
  canned.io().DeltaTime = 0.2F;
  const RgbaImage hovered = canned.settle(1600, 900, 6);
  keep_shot(hovered, "grid-hover");
  EXPECT_NE(before.pixels, hovered.pixels);
  canned.io().MouseDown[1] = true;
  canned.settle(1600, 900, 1);
  canned.io().MouseDown[1] = false;
  canned.settle(1600, 900, 3);
  const RgbaImage menu = canned.settle(1600, 900, 2);
  keep_shot(menu, "grid-menu");
  EXPECT_NE(hovered.pixels, menu.pixels);
}

TEST(StepGridScreens, TheFigureHoldsTheWholeGrid) {
  CannedGridShell canned;
  canned.show_grid(canned_step_grid());
  const PlotsColumnState plots;
  const RgbaImage image =
      figure_picture({.state = canned.state(), .plots = plots, .figure = kStepGridFigure});
  keep_shot(image, "grid-figure");
  EXPECT_GT(image.size.width, 1800);
  EXPECT_GT(image.size.height, 1000);
  const auto width = static_cast<float>(image.size.width),
             height = static_cast<float>(image.size.height);
  EXPECT_GT(colours_in(image, {{width * 0.75F, height * 0.75F}, {width - 30.0F, height - 60.0F}}),
            50U);
}

TEST(StepGridScreens, ExportedValuesAreTheCellsOfTheGrid) {
  CannedGridShell canned;
  canned.show_grid(canned_step_grid());
  canned.settle(1600, 900, 1);
  canned.state().ask(action::CopyValues{kStepGridFigure});
  canned.settle(1600, 900, 1);
  ASSERT_EQ(canned.state().notices.size(), 1U);
  EXPECT_EQ(canned.state().notices[0].notice.title, "Values copied");
}

}  // namespace
}  // namespace scorescope
