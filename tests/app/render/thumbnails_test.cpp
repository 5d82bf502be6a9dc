#include "app/render/thumbnails.h"

#include <gtest/gtest.h>

#include <cmath>

#include "app/gl/egl_context.h"
#include "tests/app/canned_frames.h"

namespace scorescope {
namespace {

TEST(Thumbnails, LadderSharesTheScaleOfTheLowestLevel) {
  const auto frame = canned_simulation_frame();
  const ThumbnailMapping mapping = ladder_mapping(frame->ladder_pictures, kDark);
  EXPECT_EQ(mapping.maximum, frame->ladder_pictures.back().maximum);
  EXPECT_EQ(mapping.exponent, 0.34F);
}

TEST(Thumbnails, ColoursFollowTheStatedPower) {
  const ScalarGrid grid{{}, 3, 1, {0.0F, 0.25F * std::pow(0.5F, 1.0F / 0.34F), 0.25F}, 0.25F};
  const auto pixels = coloured(grid, {&kLight, 0.25F, 0.34F});
  EXPECT_EQ(pixels[0], kLight.density.front());
  EXPECT_EQ(pixels[1], kLight.density[3]);
  EXPECT_EQ(pixels[2], kLight.density.back());
}

TEST(Thumbnails, UploadOnlyWhatChanged) {
  const EglContext context;
  auto grids = canned_simulation_frame()->ladder_pictures;
  DensityThumbnails thumbnails;
  thumbnails.update(grids, ladder_mapping(grids, kDark));
  EXPECT_EQ(thumbnails.uploads(), 10U);
  thumbnails.update(grids, ladder_mapping(grids, kDark));
  EXPECT_EQ(thumbnails.uploads(), 10U);
  grids[2].values[5] += 0.1F;
  thumbnails.update(grids, ladder_mapping(grids, kDark));
  EXPECT_EQ(thumbnails.uploads(), 11U);
  thumbnails.update(grids, ladder_mapping(grids, kLight));
  EXPECT_EQ(thumbnails.uploads(), 21U);
  EXPECT_NE(thumbnails.texture(9), 0U);
  EXPECT_EQ(thumbnails.texture(10), 0U);
}

TEST(Thumbnails, EmptyGridHasNoTexture) {
  const EglContext context;
  DensityThumbnails thumbnails;
  thumbnails.update(std::vector<ScalarGrid>(1), {});
  EXPECT_EQ(thumbnails.texture(0), 0U);
}

}  // namespace
}  // namespace scorescope
