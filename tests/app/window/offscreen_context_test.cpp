#include "app/window/offscreen_context.h"

#include <gtest/gtest.h>

#include <cstdlib>

#include "app/window/icon.h"
#include "tests/app/offscreen_pixels.h"

namespace scorescope {
namespace {

using Colour = std::array<int, 3>;

void draw_square() {
  ImGui::GetForegroundDrawList()->AddRectFilled({10, 20}, {30, 40}, IM_COL32(200, 100, 50, 255));
}

TEST(OffscreenImGui, DrawsAFrameWithoutDisplay) {
  unsetenv("DISPLAY");
  OffscreenContext offscreen({.size = {64, 48}});
  offscreen.set_background(IM_COL32(1, 2, 3, 255));
  offscreen.draw_frame(draw_square);
  const RgbaImage image = offscreen.read_pixels();
  EXPECT_EQ(image.size, (PixelSize{64, 48}));
  EXPECT_EQ(colour_at(image, 15, 25), (Colour{200, 100, 50}));
  EXPECT_EQ(colour_at(image, 9, 25), (Colour{1, 2, 3}));
  EXPECT_EQ(colour_at(image, 15, 41), (Colour{1, 2, 3})) << "y runs downwards";
}

TEST(OffscreenImGui, ScaleRebuildsTheFontsAndTheirTexture) {
  std::vector<float> scales;
  const auto build = [&](ImFontAtlas& atlas, float scale) {
    scales.push_back(scale);
    atlas.Clear();
    ImFontConfig config;
    config.SizePixels = 13.0F * scale;
    atlas.AddFontDefault(&config);
    atlas.Build();
  };
  OffscreenContext offscreen({.size = {200, 100}, .ui_scale = 1.0F, .build_fonts = build});
  const auto lit = [&] {
    offscreen.draw_frame([] {
      ImGui::GetForegroundDrawList()->AddText({5, 5}, IM_COL32_WHITE, "Scorescope");
    });
    const RgbaImage image = offscreen.read_pixels();
    int count = 0;
    for (int y = 0; y < image.size.height; ++y) {
      for (int x = 0; x < image.size.width; ++x) count += image.at(x, y)[0] > 128 ? 1 : 0;
    }
    return count;
  };
  const int small = lit();
  offscreen.resize({400, 200}, 2.0F);
  const int large = lit();
  EXPECT_EQ(scales, (std::vector<float>{1.0F, 2.0F}));
  EXPECT_GT(small, 50);
  EXPECT_NEAR(static_cast<double>(large) / small, 4.0, 1.0);
}

TEST(OffscreenImGui, ShowsATextureOfOurOwn) {
  OffscreenContext offscreen({.size = {32, 32}});
  Texture texture(Filter::kNearest);
  // bottom row red, top row green
  texture.upload_rgba({1, 2}, std::array<std::uint32_t, 2>{0xFF0000FFU, 0xFF00FF00U});
  offscreen.draw_frame([&] {
    ImGui::GetForegroundDrawList()->AddImage(
        reinterpret_cast<ImTextureID>(static_cast<std::uintptr_t>(texture.name())), {0, 0},
        {32, 32}, {0, 1}, {1, 0});
  });
  const RgbaImage image = offscreen.read_pixels();
  EXPECT_EQ(colour_at(image, 16, 4), (Colour{0, 255, 0}));
  EXPECT_EQ(colour_at(image, 16, 28), (Colour{255, 0, 0}));
}

TEST(OffscreenImGui, TwoContextsOneAfterTheOther) {
  for (int i = 0; i < 2; ++i) {
    OffscreenContext offscreen({.size = {64, 48}});
    offscreen.draw_frame(draw_square);
    EXPECT_EQ(colour_at(offscreen.read_pixels(), 15, 25), (Colour{200, 100, 50}));
  }
}

TEST(Icon, IsADiscWithALightDart) {
  const RgbaImage icon = draw_icon(64);
  keep_shot(icon, "icon");
  EXPECT_EQ(icon.at(0, 0)[3], 0) << "corner is transparent";
  EXPECT_EQ(icon.at(32, 32)[3], 255);
  EXPECT_GT(icon.at(32, 32)[0], 200) << "the dart's middle";
  EXPECT_LT(icon.at(14, 22)[0], 60) << "ground inside the ring";
}

}  // namespace
}  // namespace scorescope
