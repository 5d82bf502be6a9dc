// What is drawn onto the frame before must look, to the pixel, as the same frame drawn anew.
#include "app/window/frame_damage.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <numeric>
#include <random>

#include "app/gl/egl_context.h"
#include "app/gl/framebuffer.h"
#include "app/window/imgui_surface.h"
#include "app/window/shown_texture.h"
#include "tests/app/offscreen_pixels.h"

namespace scorescope {
namespace {

using Scene = std::function<void(ImDrawList&)>;

std::int64_t total_area(const std::vector<PixelRect>& rects) {
  return std::accumulate(rects.begin(), rects.end(), std::int64_t{0},
                         [](std::int64_t sum, const PixelRect& rect) { return sum + rect.area(); });
}

bool without_overlap(const std::vector<PixelRect>& rects) {
  for (std::size_t a = 0; a < rects.size(); ++a) {
    for (std::size_t b = a + 1; b < rects.size(); ++b) {
      const bool apart = rects[a].right <= rects[b].left || rects[b].right <= rects[a].left ||
                         rects[a].bottom <= rects[b].top || rects[b].bottom <= rects[a].top;
      if (!apart) return false;
    }
  }
  return true;
}

/// One window twice: `kept` is drawn where the frame changes, `whole` each time anew.
class TwoWindows {
 public:
  explicit TwoWindows(PixelSize size, float ratio = 1.0F) : ratio_(ratio) { resize(size); }

  void resize(PixelSize size) {
    kept_.resize(size);
    whole_.resize(size);
  }

  /// Returns what was drawn of `kept`.
  std::vector<PixelRect> draw(const Scene& scene, ImU32 background = IM_COL32(9, 8, 7, 255)) {
    begin(scene);
    std::vector<PixelRect> changed;
    {
      const DrawInto here(kept_);
      changed = imgui_.draw_changes(background, kept_.size(), damage);
    }
    begin(scene);
    const DrawInto here(whole_);
    imgui_.draw_frame(background);
    return changed;
  }

  bool are_equal() const { return kept_.read_pixels().pixels == whole_.read_pixels().pixels; }
  void keep_shots(const std::string& name) const {
    keep_shot(kept_.read_pixels(), name + "-kept");
    keep_shot(whole_.read_pixels(), name + "-whole");
  }

  FrameDamage damage;

 private:
  void begin(const Scene& scene) const {
    ImGuiIO& io = ImGui::GetIO();
    io.DisplaySize = {static_cast<float>(kept_.size().width) / ratio_,
                      static_cast<float>(kept_.size().height) / ratio_};
    io.DisplayFramebufferScale = {ratio_, ratio_};
    io.DeltaTime = 0.016F;
    imgui_.begin_frame();
    scene(*ImGui::GetBackgroundDrawList());
  }

  EglContext context_;
  ImguiSurface imgui_{FontBuilder()};
  Framebuffer kept_, whole_;
  float ratio_;
};

/// Shapes of every sort that the program draws, `moving` of them elsewhere than in other steps.
void draw_shapes(ImDrawList& list, unsigned seed, unsigned step, int moving) {
  std::mt19937 still(seed), moved(seed + 1000 * step);
  for (int i = 0; i < 40; ++i) {
    std::mt19937& dice = i < moving ? moved : still;
    const auto number = [&](float most) {
      return std::uniform_real_distribution<float>(-0.1F * most, most)(dice);
    };
    const ImVec2 a(number(300), number(200)), b(a.x + number(120), a.y + number(60));
    const ImU32 colour = static_cast<ImU32>(dice()) | (i % 2 == 0 ? 0xFF000000U : 0x40000000U);
    const bool clipped = i % 5 == 0;
    if (clipped) list.PushClipRect({number(150), number(100)}, {150 + number(150), 200}, true);
    switch (i % 5) {
      case 0:
        list.AddRectFilled(a, b, colour, number(8));
        break;
      case 1:
        list.AddText(a, colour, "Scorescope 0123");
        break;
      case 2:
        list.AddLine(a, b, colour, 1.0F + number(4));
        break;
      case 3:
        list.AddCircleFilled(a, 5.0F + number(30), colour);
        break;
      default:
        list.AddTriangleFilled(a, b, {number(300), number(200)}, colour);
    }
    if (clipped) list.PopClipRect();
  }
}

void compare_random_scenes(float ratio) {
  TwoWindows windows({311, 203}, ratio);
  for (unsigned seed = 1; seed <= 4; ++seed) {
    for (unsigned step = 0; step < 6; ++step) {
      const auto changed = windows.draw(
          [&](ImDrawList& list) { draw_shapes(list, seed, step, static_cast<int>(step) * 2); });
      EXPECT_TRUE(without_overlap(changed));
      ASSERT_TRUE(windows.are_equal())
          << "seed " << seed << ", step " << step << ", ratio " << ratio;
    }
  }
}

TEST(FrameDamage, RandomFramesLookAsDrawnAnew) { compare_random_scenes(1.0F); }

TEST(FrameDamage, RandomFramesLookAsDrawnAnewWherePixelsAreSmallerThanUnits) {
  compare_random_scenes(2.0F);
  compare_random_scenes(1.5F);
}

TEST(FrameDamage, AnEqualFrameDrawsNothing) {
  TwoWindows windows({320, 200});
  const Scene scene = [](ImDrawList& list) { draw_shapes(list, 1, 0, 0); };
  EXPECT_EQ(total_area(windows.draw(scene)), 320 * 200) << "nothing was there before";
  EXPECT_TRUE(windows.draw(scene).empty());
}

TEST(FrameDamage, ASmallChangeDrawsLittle) {
  TwoWindows windows({640, 400});
  const auto scene = [](float x) {
    return [x](ImDrawList& list) {
      list.AddRectFilled({0, 0}, {640, 400}, IM_COL32(30, 30, 30, 255));
      list.AddRectFilled({x, 200}, {x + 10, 210}, IM_COL32_WHITE);
    };
  };
  windows.draw(scene(100));
  EXPECT_LE(total_area(windows.draw(scene(104))), 4 * 32 * 32);
  EXPECT_TRUE(windows.are_equal());
  EXPECT_LE(total_area(windows.draw(scene(500))), 640 * 32) << "where it was and where it is";
  EXPECT_TRUE(windows.are_equal());
}

TEST(FrameDamage, WhatLiesUnderATranslucentShapeIsBlendedOnce) {
  TwoWindows windows({200, 100});
  const auto scene = [](float x) {
    return [x](ImDrawList& list) {
      list.AddRectFilled({0, 0}, {200, 100}, IM_COL32(255, 255, 255, 60));
      list.AddRectFilled({x, 10}, {x + 50, 90}, IM_COL32(255, 0, 0, 60));
    };
  };
  for (const float x : {0.0F, 10.0F, 90.5F, 140.0F}) {
    windows.draw(scene(x));
    EXPECT_TRUE(windows.are_equal()) << "at " << x;
  }
}

TEST(FrameDamage, OtherContentsOfATextureAreDrawnWhenItsHandleSaysSo) {
  TwoWindows windows({128, 96});
  Texture texture(Filter::kNearest);
  const auto scene = [&](std::uint64_t revision) {
    return [&texture, revision](ImDrawList& list) {
      list.AddImage(texture_handle({texture.name(), revision}), {40, 40}, {60, 60});
    };
  };
  texture.upload_rgba({1, 1}, std::array{0xFF0000FFU});
  windows.draw(scene(1));
  texture.upload_rgba({1, 1}, std::array{0xFF00FF00U});
  const auto changed = windows.draw(scene(2));
  EXPECT_GT(total_area(changed), 0);
  EXPECT_LE(total_area(changed), 64 * 64);
  EXPECT_TRUE(windows.are_equal());
}

TEST(FrameDamage, AnOpaquePictureIsDrawnUnblendedButItsSoftCornersAreNot) {
  TwoWindows windows({300, 200});
  Texture texture(Filter::kNearest);
  std::vector<std::uint32_t> pixels(200 * 150);
  for (std::size_t i = 0; i < pixels.size(); ++i) {
    pixels[i] = 0xFF000000U | static_cast<std::uint32_t>(i * 2654435761U >> 8U);
  }
  texture.upload_rgba({200, 150}, pixels);
  for (const float radius : {0.0F, 6.0F}) {
    for (const ImU32 tint : {IM_COL32_WHITE, IM_COL32(255, 255, 255, 90)}) {
      windows.draw([&](ImDrawList& list) {
        list.AddRectFilled({0, 0}, {300, 200}, IM_COL32(20, 90, 160, 255));
        list.AddImageRounded(texture_handle({texture.name(), 1, true}), {50, 20}, {250, 170},
                             {0, 1}, {1, 0}, tint, radius);
        list.AddText({60, 30}, IM_COL32(255, 0, 0, 200), "over the picture");
      });
      EXPECT_TRUE(windows.are_equal()) << "radius " << radius << ", tint " << std::hex << tint;
      windows.keep_shots("opaque-picture");
    }
  }
}

TEST(FrameDamage, LargeRectanglesThatAreClearedHaveTheSameEdges) {
  TwoWindows windows({400, 300});
  for (const float off : {0.0F, 0.25F, 0.5F, 0.75F}) {
    windows.draw([&](ImDrawList& list) {
      list.AddRectFilled({10 + off, 20 - off}, {300 - off, 250 + off}, IM_COL32(200, 3, 77, 255));
      list.AddRectFilled({30, 40}, {200, 200 + off}, IM_COL32(1, 254, 128, 254));
      list.PushClipRect({120.5F, 0}, {260.3F, 270.7F});
      list.AddRectFilled({50 + off, 60}, {390, 290 - off}, IM_COL32(11, 22, 33, 255));
      list.PopClipRect();
    });
    EXPECT_TRUE(windows.are_equal()) << "moved by " << off;
  }
}

TEST(FrameDamage, AnotherSizeOrGroundDrawsTheWholeWindow) {
  TwoWindows windows({320, 200});
  const Scene scene = [](ImDrawList& list) { draw_shapes(list, 1, 0, 0); };
  windows.draw(scene);
  windows.resize({300, 260});
  EXPECT_EQ(total_area(windows.draw(scene)), 300 * 260);
  EXPECT_TRUE(windows.are_equal());
  EXPECT_EQ(total_area(windows.draw(scene, IM_COL32(200, 200, 200, 255))), 300 * 260);
  EXPECT_TRUE(windows.are_equal());
}

TEST(FrameDamage, ForgettingDrawsTheWholeWindow) {
  TwoWindows windows({320, 200});
  const Scene scene = [](ImDrawList& list) { draw_shapes(list, 1, 0, 0); };
  windows.draw(scene);
  windows.damage.forget();
  EXPECT_EQ(total_area(windows.draw(scene)), 320 * 200);
}

TEST(JoinedRectangles, AreFewCoverTheSameAndDoNotOverlap) {
  std::mt19937 dice(7);
  for (const int count : {1, 9, 60, 300}) {
    // squares of a chessboard of 32 x 32
    std::vector<PixelRect> rects;
    for (int i = 0; i < count; ++i) {
      const int x = 32 * static_cast<int>(dice() % 40), y = 32 * static_cast<int>(dice() % 30);
      const PixelRect square{x, y, x + 32, y + 32};
      if (std::ranges::find(rects, square) == rects.end()) rects.push_back(square);
    }
    const std::vector<PixelRect> few = joined(rects);
    EXPECT_LE(few.size(), 12U);
    EXPECT_TRUE(without_overlap(few));
    for (const PixelRect& square : rects) {
      EXPECT_TRUE(std::ranges::any_of(few, [&](const PixelRect& rect) {
        return rect.left <= square.left && rect.top <= square.top && rect.right >= square.right &&
               rect.bottom >= square.bottom;
      }));
    }
  }
}

}  // namespace
}  // namespace scorescope
