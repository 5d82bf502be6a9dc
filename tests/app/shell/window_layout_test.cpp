// The layout against the pictures' numbers, and its promises at every size and scale.
#include "app/shell/window_layout.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace scorescope {
namespace {

void expect_region(const Region& region, float left, float top, float right, float bottom) {
  EXPECT_EQ(region.min.x, left);
  EXPECT_EQ(region.min.y, top);
  EXPECT_EQ(region.max.x, right);
  EXPECT_EQ(region.max.y, bottom);
}

std::vector<std::pair<std::string, Region>> visible_regions(const WindowLayout& layout) {
  std::vector<std::pair<std::string, Region>> regions{{"top bar", layout.top_bar},
                                                      {"status bar", layout.status_bar},
                                                      {"settings", layout.settings},
                                                      {"plots", layout.plots},
                                                      {"lesson", layout.lesson},
                                                      {"title A", layout.titles[0]},
                                                      {"title B", layout.titles[1]},
                                                      {"view A", layout.views[0]},
                                                      {"view B", layout.views[1]},
                                                      {"legend", layout.legend},
                                                      {"layers", layout.layers},
                                                      {"ladder", layout.ladder},
                                                      {"sampling", layout.sampling_bar},
                                                      {"presenter plot", layout.presenter_plot},
                                                      {"presenter bar", layout.presenter_bar}};
  std::erase_if(regions, [](const auto& named) { return named.second.empty(); });
  return regions;
}

TEST(WindowLayout, MatchesThePictureAt1600x900) {
  const WindowLayout layout = layout_window({});
  EXPECT_FALSE(layout.compact);
  expect_region(layout.top_bar, 0, 0, 1600, 56);
  expect_region(layout.status_bar, 0, 872, 1600, 900);
  expect_region(layout.settings, 0, 56, 272, 872);
  expect_region(layout.plots, 1232, 56, 1600, 872);
  expect_region(layout.lesson, 284, 64, 1220, 98);
  expect_region(layout.views[0], 284, 132, 746, 594);
  expect_region(layout.views[1], 758, 132, 1220, 594);
  expect_region(layout.legend, 284, 602, 1220, 634);
  expect_region(layout.layers, 284, 634, 1220, 664);
  expect_region(layout.ladder, 272, 674, 1232, 811);
  expect_region(layout.sampling_bar, 272, 811, 1232, 872);
}

TEST(WindowLayout, MatchesThePictureAt1280x720) {
  const WindowLayout layout = layout_window({.width = 1280, .height = 720});
  EXPECT_TRUE(layout.compact);
  expect_region(layout.top_bar, 0, 0, 1280, 48);
  expect_region(layout.settings, 0, 48, 64, 696);
  expect_region(layout.plots, 912, 48, 1280, 696);
  expect_region(layout.views[0], 74, 114, 483, 523);
  expect_region(layout.views[1], 493, 114, 902, 523);
  expect_region(layout.ladder, 64, 557, 912, 651);
  expect_region(layout.drawer, 64, 48, 336, 696);
}

TEST(WindowLayout, MatchesThePictureOfThePresenter) {
  const WindowLayout layout = layout_window({.presenter = true, .one_view = true});
  expect_region(layout.views[0], 32, 132, 664, 764);
  expect_region(layout.presenter_bar, 0, 788, 1600, 900);
}

TEST(WindowLayout, TwoViewsOfThePresenterLeaveTheirSentenceItsHeight) {
  for (const auto& [width, height] : {std::pair{1600.0F, 900.0F}, std::pair{1280.0F, 720.0F}}) {
    const WindowLayout layout =
        layout_window({.width = width, .height = height, .presenter = true, .lesson = 96.0F});
    EXPECT_FALSE(layout.views[1].empty());
    EXPECT_GE(layout.presenter_bar.min.y - layout.views[0].max.y, 96.0F);
    EXPECT_GE(layout.presenter_plot.width(), 0.29F * width);
  }
}

TEST(WindowLayout, ScaleTwoOfATwiceAsLargeWindowIsTheSamePictureTwiceAsLarge) {
  const WindowLayout small = layout_window({});
  const WindowLayout large = layout_window({.width = 3200, .height = 1800, .scale = 2.0F});
  const auto before = visible_regions(small), after = visible_regions(large);
  ASSERT_EQ(before.size(), after.size());
  for (std::size_t i = 0; i < before.size(); ++i) {
    EXPECT_EQ(after[i].second.min.x, 2 * before[i].second.min.x) << before[i].first;
    EXPECT_EQ(after[i].second.max.y, 2 * before[i].second.max.y) << before[i].first;
  }
}

TEST(WindowLayout, LargerWindowsGrowTheViewsAndNotTheColumns) {
  const WindowLayout layout = layout_window({.width = 2560, .height = 1440});
  EXPECT_EQ(layout.settings.width(), 272);
  EXPECT_EQ(layout.plots.width(), 368);
  EXPECT_GT(layout.views[0].width(), 900);
}

/// Every size, scale and choice of columns: inside the window, nothing on nothing, square equal
/// views.
TEST(WindowLayout, NothingOverlapsAndViewsAreSquareEverywhere) {
  const std::vector<std::pair<float, float>> sizes{{1040, 600},  {1280, 720},  {1366, 768},
                                                   {1600, 900},  {1920, 1080}, {1600, 1200},
                                                   {2560, 1440}, {3440, 1440}, {3840, 2160}};
  for (const auto& [width, height] : sizes) {
    for (const float scale : {0.75F, 1.0F, 1.25F, 1.5F, 2.0F, 3.0F}) {
      for (int choice = 0; choice < 16; ++choice) {
        const LayoutRequest request{width,
                                    height,
                                    scale,
                                    (choice & 1) == 0,
                                    (choice & 2) == 0,
                                    (choice & 4) != 0,
                                    (choice & 8) != 0};
        const WindowLayout layout = layout_window(request);
        SCOPED_TRACE(std::to_string(width) + "x" + std::to_string(height) + " at " +
                     std::to_string(scale) + ", choice " + std::to_string(choice));
        const auto regions = visible_regions(layout);
        for (std::size_t i = 0; i < regions.size(); ++i) {
          EXPECT_GE(regions[i].second.min.x, 0.0F) << regions[i].first;
          EXPECT_LE(regions[i].second.max.x, width) << regions[i].first;
          EXPECT_LE(regions[i].second.max.y, height) << regions[i].first;
          for (std::size_t j = i + 1; j < regions.size(); ++j) {
            EXPECT_FALSE(regions[i].second.overlaps(regions[j].second))
                << regions[i].first << " on " << regions[j].first;
          }
        }
        EXPECT_EQ(layout.views[0].width(), layout.views[0].height());
        EXPECT_GT(layout.views[0].width(), 150.0F * layout.scale);
        if (!layout.views[1].empty()) {
          EXPECT_EQ(layout.views[0].width(), layout.views[1].width());
        }
      }
    }
  }
}

/// One pixel more would not fit: either the width or the height of the stage is used up.
TEST(WindowLayout, ViewsAreAsLargeAsTheStageAllows) {
  for (const float width : {1600.0F, 1700.0F, 2200.0F}) {
    const WindowLayout layout = layout_window({.width = width, .height = 1000});
    const float spare_width = layout.stage.width() - 24 - 12 - 2 * layout.views[0].width();
    const float spare_height = layout.ladder.min.y - 10 - layout.layers.max.y +
                               layout.lesson.min.y - layout.stage.min.y - 8;
    EXPECT_TRUE(spare_width < 2 || spare_height < 1)
        << width << ": " << spare_width << " x " << spare_height;
  }
}

/// Nothing moves but the views, which give the row its room and stay in line with the ladder.
TEST(WindowLayout, ALongSentenceTakesItsRoomFromTheViews) {
  for (const auto& [width, height] : {std::pair{1600.0F, 900.0F}, std::pair{1280.0F, 720.0F}}) {
    const WindowLayout one = layout_window({.width = width, .height = height});
    const WindowLayout two = layout_window({.width = width, .height = height, .lesson = 48.0F});
    EXPECT_EQ(two.lesson.height(), 48.0F);
    EXPECT_EQ(two.titles[0].min.y, two.lesson.max.y);
    EXPECT_EQ(two.views[0].width(), one.views[0].width() - 14.0F);
    EXPECT_EQ(two.views[0].min.x, one.views[0].min.x);
    EXPECT_EQ(two.views[1].max.x, one.views[1].max.x);
    EXPECT_EQ(two.legend.min.y, one.legend.min.y);
  }
}

TEST(UsableScale, TheLeastWindowOfAScaleIsWhereItBecomesUsable) {
  const auto least = least_window(2.0F);
  EXPECT_FLOAT_EQ(usable_scale(least[0], least[1], 2.0F), 2.0F);
  EXPECT_LT(usable_scale(least[0] - 2.0F, least[1], 2.0F), 2.0F);
  EXPECT_LT(usable_scale(least[0], least[1] - 2.0F, 2.0F), 2.0F);
}

TEST(UsableScale, LeavesRoomForTheCompactForm) {
  EXPECT_EQ(usable_scale(1600, 900, 1.0F), 1.0F);
  EXPECT_EQ(usable_scale(3840, 2160, 3.0F), 3.0F);
  EXPECT_LT(usable_scale(1600, 900, 3.0F), 1.6F);
}

}  // namespace
}  // namespace scorescope
