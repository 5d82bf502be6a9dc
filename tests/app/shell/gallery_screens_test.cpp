// Whole windows on canned pictures: galleries, inspector, strip and plots are drawn in both themes
// and at every size. With SCORESCOPE_SHOTS set to a folder the pictures are kept for people.
#include <gtest/gtest.h>

#include "app/panels/gallery.h"
#include "tests/app/canned_pictures.h"
#include "tests/app/shell/canned_shell.h"

namespace scorescope {
namespace {

class CannedGalleryShell : public CannedShell {
 public:
  explicit CannedGalleryShell(float scale = 1.0F) : CannedShell(scale) {
    state().lessons.push_back(canned_picture_lesson());
    shell().open("digits");
    state().view.gallery.chosen = CannedGallery{}.chosen;
  }
  void show_pictures(const CannedGallery& scene = {}) {
    shell().show_frames(
        {canned_picture_training(scene.trained ? 9380 : 0), canned_picture_simulation(scene)});
  }
};

void expect_drawn(const RgbaImage& image, const WindowLayout& layout) {
  const std::vector<std::pair<const char*, Region>> regions{
      {"title", layout.titles[0]},       {"gallery", layout.views[0]},
      {"inspector", layout.inspector},   {"heading", layout.inspector_title},
      {"switches", layout.layers},       {"strip", layout.ladder},
      {"sampling", layout.sampling_bar}, {"plots", layout.plots},
      {"settings", layout.settings},     {"top bar", layout.top_bar}};
  for (const auto& [name, region] : regions) EXPECT_GT(colours_in(image, region), 10U) << name;
}

TEST(GalleryScreens, EveryRegionIsDrawnInBothThemesAndSizes) {
  CannedGalleryShell canned;
  canned.show_pictures();
  for (const bool dark : {true, false}) {
    canned.state().view.dark = dark;
    const RgbaImage large = canned.settle(1600, 900);
    keep_shot(large, dark ? "images-dark" : "images-light");
    expect_drawn(large, layout_window({.galleries = 1}));
    const RgbaImage small = canned.settle(1280, 720);
    keep_shot(small, dark ? "images-1280" : "images-1280-light");
    expect_drawn(small, layout_window({.width = 1280, .height = 720, .galleries = 1}));
  }
}

TEST(GalleryScreens, ScaleTwoDrawsEveryRegion) {
  CannedGalleryShell canned(2.0F);
  canned.show_pictures();
  const RgbaImage image = canned.settle(3200, 1800);
  keep_shot(image, "images-scale2");
  expect_drawn(image,
               layout_window({.width = 3200, .height = 1800, .scale = 2.0F, .galleries = 1}));
}

TEST(GalleryScreens, TwoGalleriesStandSideBySide) {
  CannedGalleryShell canned;
  canned.state().view.pair = StagePair::kRawAveraged;
  canned.show_pictures({.views = 2});
  const RgbaImage image = canned.settle(1600, 900);
  keep_shot(image, "images-pair");
  const WindowLayout layout = layout_window({.galleries = 2});
  EXPECT_GT(colours_in(image, layout.views[0]), 100U);
  EXPECT_GT(colours_in(image, layout.views[1]), 100U);
  keep_shot(canned.settle(1280, 720), "images-pair-1280");
}

TEST(GalleryScreens, ScoresHaveTheirRampAndItsBar) {
  CannedGalleryShell canned;
  canned.state().view.gallery.content = GalleryContent::kScore;
  canned.show_pictures({.content = GalleryContent::kScore});
  const RgbaImage image = canned.settle(1600, 900);
  keep_shot(image, "images-score");
  EXPECT_GT(colours_in(image, layout_window({.galleries = 1}).views[0]), 50U);
}

TEST(GalleryScreens, EmptyGalleriesSayWhatToPress) {
  CannedGalleryShell canned;
  canned.show_pictures({.reached = 0, .trained = false});
  keep_shot(canned.settle(1600, 900), "images-first");
  CannedGalleryShell bare;
  keep_shot(bare.settle(1600, 900), "images-no-frames");
  EXPECT_EQ(bare.state().notices.size(), 0U);
}

TEST(GalleryScreens, PresenterShowsOneGalleryAndOnePlot) {
  CannedGalleryShell canned;
  canned.show_pictures();
  canned.state().view.presenter = true;
  const RgbaImage image = canned.settle(1600, 900);
  keep_shot(image, "images-presenter");
  const WindowLayout layout = layout_window({.presenter = true});
  EXPECT_GT(colours_in(image, layout.views[0]), 100U);
  EXPECT_GT(colours_in(image, layout.presenter_plot), 10U);
  EXPECT_GT(colours_in(image, layout.presenter_bar), 10U);
}

TEST(GalleryScreens, AClickChoosesTheSampleUnderIt) {
  CannedGalleryShell canned;
  canned.show_pictures();
  canned.settle(1600, 900);
  const Region view = layout_window({.galleries = 1}).views[0];
  const float tile = (view.width() + 4.0F) / 8.0F;
  canned.io().MousePos = {view.min.x + 2.5F * tile, view.min.y + 1.5F * tile};
  canned.settle(1600, 900, 2);
  canned.io().MouseDown[0] = true;
  canned.settle(1600, 900, 1);
  canned.io().MouseDown[0] = false;
  canned.settle(1600, 900, 2);
  EXPECT_EQ(chosen_sample(canned.state()), 10);
}

}  // namespace
}  // namespace scorescope
