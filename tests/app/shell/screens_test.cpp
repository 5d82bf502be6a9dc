// Whole windows on canned frames: every region is drawn, in both themes, at every size. With
// SCORESCOPE_SHOTS set to a folder the pictures are kept for people to look at.
#include <gtest/gtest.h>

#include <tuple>

#include "app/panels/lesson_sentence.h"
#include "tests/app/shell/canned_shell.h"

namespace scorescope {
namespace {

void expect_every_region_drawn(const RgbaImage& image, const WindowLayout& layout) {
  const std::vector<std::pair<const char*, Region>> regions{
      {"top bar", layout.top_bar},   {"settings", layout.settings},
      {"plots", layout.plots},       {"lesson", layout.lesson},
      {"title A", layout.titles[0]}, {"title B", layout.titles[1]},
      {"view A", layout.views[0]},   {"view B", layout.views[1]},
      {"legend", layout.legend},     {"layers", layout.layers},
      {"ladder", layout.ladder},     {"sampling", layout.sampling_bar},
      {"status", layout.status_bar}};
  for (const auto& [name, region] : regions) {
    EXPECT_GT(colours_in(image, region), 10U) << name;
  }
}

TEST(Screens, EveryRegionIsDrawnInBothThemes) {
  CannedShell canned;
  canned.show_annealing();
  for (const bool dark : {true, false}) {
    canned.state().view.dark = dark;
    const RgbaImage image = canned.settle(1600, 900);
    keep_shot(image, dark ? "2d-dark" : "2d-light");
    expect_every_region_drawn(image, layout_window({}));
  }
}

TEST(Screens, EveryRegionIsDrawnAt1280x720) {
  CannedShell canned;
  canned.show_annealing();
  const RgbaImage image = canned.settle(1280, 720);
  keep_shot(image, "2d-1280");
  expect_every_region_drawn(image, layout_window({.width = 1280, .height = 720}));
}

/// True if a pixel of the region has that colour within ten steps of 255 a channel.
bool shows_colour(const RgbaImage& image, const Region& region, ImU32 colour) {
  const std::array<int, 3> wanted{static_cast<int>(colour >> IM_COL32_R_SHIFT & 0xFFU),
                                  static_cast<int>(colour >> IM_COL32_G_SHIFT & 0xFFU),
                                  static_cast<int>(colour >> IM_COL32_B_SHIFT & 0xFFU)};
  for (float y = region.min.y; y < region.max.y; y += 1.0F) {
    for (float x = region.min.x; x < region.max.x; x += 1.0F) {
      const auto found = colour_at(image, x, y);
      bool near = true;
      for (std::size_t i = 0; i < 3; ++i) near = near && std::abs(found[i] - wanted[i]) <= 10;
      if (near) return true;
    }
  }
  return false;
}

/// Every coloured layer keeps its bar, whole, in the smallest window too: no ramp without its
/// numbers.
TEST(Screens, EveryColouredLayerHasItsBarAtEverySize) {
  const std::vector<std::array<float, 3>> sizes{
      {1600, 900, 1.0F}, {1280, 720, 1.0F}, {1560, 878, 1.5F}};
  for (const auto& [width, height, scale] : sizes) {
    CannedShell canned(scale);
    canned.show_annealing();
    canned.state().view.pair = StagePair::kLearnedError;
    canned.state().view.layers = {false, true, true, true, true, false, false};
    const RgbaImage image = canned.settle(static_cast<int>(width), static_cast<int>(height));
    keep_shot(image, "bars-" + std::to_string(static_cast<int>(width)));
    const WindowLayout layout = layout_window({.width = width, .height = height, .scale = scale});
    // stops in the middle of the ramps: nothing else of the row has these colours
    EXPECT_TRUE(shows_colour(image, layout.legend, kDark.error[4])) << width << " x " << height;
    EXPECT_TRUE(shows_colour(image, layout.legend, kDark.density[5])) << width << " x " << height;
    EXPECT_TRUE(shows_colour(image, layout.legend, kDark.exact_ramp[1])) << width;
    EXPECT_TRUE(shows_colour(image, layout.legend, kDark.learned_ramp[1])) << width;
  }
}

/// The title of the lesson is cut rather than the floor left out.
TEST(Screens, TheFloorStaysBesideTheLongestTitle) {
  for (const auto& [width, height, scale] :
       {std::tuple{1600, 900, 1.0F}, {1280, 720, 1.0F}, {1600, 900, 1.5F}}) {
    CannedShell canned(scale);
    canned.show_annealing();
    canned.state().lesson.title = "What the network learns, and where it cannot";
    const RgbaImage image = canned.settle(width, height);
    const WindowLayout layout = layout_window(
        {.width = static_cast<float>(width), .height = static_cast<float>(height), .scale = scale});
    EXPECT_TRUE(shows_colour(image, layout.top_bar, kDark.exact)) << width << " at " << scale;
  }
}

/// Nothing that is pressed or read while working lies under an error at a small size.
TEST(Screens, AnErrorLeavesLadderAndTransportFreeAtSmallSizes) {
  for (const bool plots : {true, false}) {
    CannedShell canned;
    canned.show_annealing();
    canned.state().view.plots_column = plots;
    const WindowLayout layout =
        layout_window({.width = 1280, .height = 720, .plots_column = plots});
    const RgbaImage before = canned.settle(1280, 720);
    notify(canned.state(), {Notice::Kind::kError, "Not loaded", "Row 17 says n/a.", "Hint.", ""});
    const RgbaImage after = canned.settle(1280, 720);
    int changed = 0, changed_there = 0;
    for (float y = layout.stage.min.y; y < layout.stage.max.y; y += 1.0F) {
      for (float x = layout.stage.min.x; x < 1280.0F; x += 1.0F) {
        if (colour_at(before, x, y) == colour_at(after, x, y)) continue;
        ++changed;
        const ImVec2 at{x, y};
        changed_there += layout.ladder.contains(at) || layout.sampling_bar.contains(at);
      }
    }
    EXPECT_GT(changed, 5000);
    EXPECT_EQ(changed_there, 0) << plots;
  }
}

TEST(Screens, ScaleTwoDrawsEveryRegion) {
  CannedShell canned(2.0F);
  canned.show_annealing();
  const RgbaImage image = canned.settle(3200, 1800);
  keep_shot(image, "2d-scale2");
  expect_every_region_drawn(image, layout_window({.width = 3200, .height = 1800, .scale = 2.0F}));
}

TEST(Screens, TheFirstFrameHasNoWorkersYet) {
  CannedShell canned;
  const RgbaImage image = canned.settle(1600, 900);
  keep_shot(image, "no-frames");
  EXPECT_GT(colours_in(image, layout_window({}).plots), 10U);
}

/// The first lesson's first card is one line at 1600 x 900, as in mock/first-frame-dark.png.
TEST(Screens, TheOpeningSentenceLeavesTheViewsTheirFullSize) {
  CannedShell canned;
  OffscreenUi ui(1.0F);
  const Style style{kDark, ui.fonts().window, 1.0F, true};
  const LessonSentence sentence = lesson_sentence(
      style, canned.state(), layout_window({}).lesson.width(), layout_window({}).compact);
  EXPECT_EQ(sentence.lines.size(), 1U);
  EXPECT_EQ(sentence.height, size::kLesson);
}

TEST(Screens, TheOpeningCardShowsThePreview) {
  CannedShell canned;
  canned.state().view.layers = {false, true, true, false, true, true, true};
  canned.show({.sigma_b = 1.0, .sampling_step = 0, .training_step = 0});
  const RgbaImage image = canned.settle(1600, 900);
  keep_shot(image, "first-frame");
  expect_every_region_drawn(image, layout_window({}));
}

TEST(Screens, LearnedBesideExactInTheLightTheme) {
  CannedShell canned;
  canned.state().view.layers = {false, true, true, true, true, false, false};
  canned.state().view.dark = false;
  canned.show({.sigma_b = 1.0});
  keep_shot(canned.settle(1600, 900), "learned-exact-light");
  canned.state().view.layers = {true, true, true, false, true, true, true};
  canned.state().view.dark = true;
  keep_shot(canned.settle(1600, 900), "learned-exact-handles");
}

TEST(Screens, PresenterShowsOneViewOrTwoAndOnePlot) {
  CannedShell canned;
  canned.show_annealing();
  canned.state().view.presenter = true;
  for (const bool one : {true, false}) {
    canned.state().view.presenter_view = one ? "b" : "both";
    const RgbaImage image = canned.settle(1600, 900);
    keep_shot(image, one ? "presenter" : "presenter-two");
    const WindowLayout layout =
        layout_window({.presenter = true, .one_view = one, .lesson = one ? 0.0F : 96.0F});
    EXPECT_GT(colours_in(image, layout.views[0]), 50U);
    if (!one) {
      EXPECT_GT(colours_in(image, layout.views[1]), 50U);
    }
    EXPECT_GT(colours_in(image, layout.presenter_plot), 10U);
    EXPECT_GT(colours_in(image, layout.presenter_bar), 10U);
  }
}

/// The card that opens in presenter mode brings its own plot.
TEST(Screens, PresenterShowsThePlotOfTheCardThatIsOpen) {
  CannedShell canned;
  canned.show_annealing();
  canned.state().lesson.cards[2].layout.plots = std::vector<std::string>{"loss"};
  canned.state().view.presenter = true;
  canned.settle(1600, 900);
  open_card(canned.state(), 2);
  const RgbaImage changed = canned.settle(1600, 900);
  canned.state().view.presenter = false;
  canned.settle(1600, 900);
  canned.state().view.presenter = true;
  EXPECT_EQ(changed.pixels, canned.settle(1600, 900).pixels);
  open_card(canned.state(), 1);
  EXPECT_NE(changed.pixels, canned.settle(1600, 900).pixels);
}

TEST(Screens, PresenterHasItsNoticesOnTheLowerBarAsLargeAsItsText) {
  CannedShell canned;
  canned.show_annealing();
  canned.state().view.presenter = true;
  canned.state().view.presenter_view = "b";
  const WindowLayout layout = layout_window({.presenter = true, .one_view = true});
  const RgbaImage before = canned.settle(1600, 900);
  notify(canned.state(), {Notice::Kind::kDone, "Picture saved to", "", "", "runs/a/window.png"});
  const RgbaImage after = canned.settle(1600, 900);
  keep_shot(after, "presenter-notice");
  const Region sentence{layout.presenter_plot.min,
                        {layout.presenter_plot.max.x, layout.stage.max.y}};
  int changed = 0, changed_above = 0;
  for (float y = sentence.min.y; y < 900.0F; y += 1.0F) {
    for (float x = sentence.min.x; x < 1600.0F; x += 1.0F) {
      if (colour_at(before, x, y) == colour_at(after, x, y)) continue;
      (y < sentence.max.y ? changed_above : changed) += 1;
    }
  }
  EXPECT_EQ(changed_above, 0);
  EXPECT_GT(changed, 600 * 80);  // 420 x 52 at the growth of the text, 24 / 14
}

TEST(Screens, NoticesAndListsLieOverTheWindow) {
  CannedShell canned;
  canned.show_annealing();
  const RgbaImage before = canned.settle(1600, 900);
  notify(canned.state(),
         {Notice::Kind::kDone, "Picture saved to", "", "", "runs/why-annealing-07/loss.png"});
  notify(canned.state(),
         {Notice::Kind::kError, "survey.csv was not loaded, nothing changed",
          "Row 17, column 2 says n/a, which is not a number.",
          "A file of points holds two numbers a row, x and y, and an optional third, "
          "the weight. One header row is allowed.",
          ""});
  canned.state().keyboard_list = true;
  canned.state().job = BackgroundJob{"Exporting frames", 312, 743, 38.0};
  const RgbaImage after = canned.settle(1600, 900);
  keep_shot(after, "notices");
  EXPECT_NE(colour_at(before, 1000, 800), colour_at(after, 1000, 800));
  canned.state().open_card = true;
  canned.state().notices.clear();
  keep_shot(canned.settle(1600, 900), "open-card");
}

TEST(Screens, TheDrawerOpensOverTheStage) {
  CannedShell canned;
  canned.show_annealing();
  canned.state().drawer = "sampling";
  const RgbaImage image = canned.settle(1280, 720);
  keep_shot(image, "drawer");
  EXPECT_GT(colours_in(image, layout_window({.width = 1280, .height = 720}).drawer), 10U);
}

}  // namespace
}  // namespace scorescope
