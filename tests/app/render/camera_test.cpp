#include "app/render/camera.h"

#include <gtest/gtest.h>

namespace scorescope {
namespace {

constexpr PixelSize kSize{400, 300};

TEST(Camera, PixelAndDataAreInverse) {
  const Camera2D camera{3.0, -1.0, 5.0};
  const auto pixel = camera.to_pixel({4.25, 0.5}, kSize);
  const auto data = camera.to_data(pixel, kSize);
  EXPECT_NEAR(data[0], 4.25, 1e-12);
  EXPECT_NEAR(data[1], 0.5, 1e-12);
}

TEST(Camera, UpInDataIsUpOnScreen) {
  const Camera2D camera;
  EXPECT_LT(camera.to_pixel({0, 1}, kSize)[1], camera.to_pixel({0, 0}, kSize)[1]);
  EXPECT_EQ(camera.to_pixel({0, 0}, kSize), (std::array{200.0, 150.0}));
}

TEST(Camera, BoundsHaveSquarePixels) {
  const Bounds bounds = Camera2D{1.0, 2.0, 8.0}.bounds(kSize);
  EXPECT_DOUBLE_EQ(bounds.left, -7.0);
  EXPECT_DOUBLE_EQ(bounds.right, 9.0);
  EXPECT_DOUBLE_EQ(bounds.bottom, -4.0);
  EXPECT_DOUBLE_EQ(bounds.top, 8.0);
}

TEST(Camera, ZoomKeepsThePointUnderTheCursor) {
  Camera2D camera{1.0, 2.0, 8.0};
  const std::array cursor{37.0, 250.0};
  const auto before = camera.to_data(cursor, kSize);
  camera.zoom(1.7, cursor, kSize);
  const auto after = camera.to_data(cursor, kSize);
  EXPECT_NEAR(camera.half_width, 8.0 / 1.7, 1e-12);
  EXPECT_NEAR(after[0], before[0], 1e-12);
  EXPECT_NEAR(after[1], before[1], 1e-12);
}

TEST(Camera, PanCarriesTheGrabbedPoint) {
  Camera2D camera{1.0, 2.0, 8.0};
  const auto grabbed = camera.to_data({100, 100}, kSize);
  camera.pan({30, -20}, kSize);
  const auto under = camera.to_data({130, 80}, kSize);
  EXPECT_NEAR(under[0], grabbed[0], 1e-12);
  EXPECT_NEAR(under[1], grabbed[1], 1e-12);
}

TEST(Camera, ZoomStaysInRange) {
  Camera2D camera;
  camera.zoom(1e-30, {0, 0}, kSize);
  EXPECT_LE(camera.half_width, 1e6);
  camera.zoom(1e30, {0, 0}, kSize);
  EXPECT_GE(camera.half_width, 1e-4);
}

}  // namespace
}  // namespace scorescope
