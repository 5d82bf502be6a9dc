#include "app/window/window.h"

#include <gtest/gtest.h>

#include <chrono>
#include <cstdlib>
#include <thread>

#include "tests/app/offscreen_pixels.h"
#include "tests/app/virtual_display.h"

namespace scorescope {
namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

/// Calls Window::wake() after a while, from another thread.
std::thread wake_after(double seconds) {
  return std::thread([seconds] {
    std::this_thread::sleep_for(std::chrono::duration<double>(seconds));
    Window::wake();
  });
}

class WindowTest : public testing::Test {
 protected:
  void SetUp() override {
    if (!display_.is_running()) GTEST_SKIP() << "Xvfb is not installed";
  }
  VirtualDisplay display_;
};

TEST(NoWindow, MissingDisplayIsASentenceWithTheReason) {
  unsetenv("DISPLAY");
  unsetenv("WAYLAND_DISPLAY");
  try {
    const Window window({});
    FAIL() << "a window without display";
  } catch (const NoDisplay& error) {
    const std::string text = error.what();
    EXPECT_NE(text.find("No window can be opened here"), std::string::npos);
    EXPECT_NE(text.find("DISPLAY"), std::string::npos) << text;
    EXPECT_EQ(text.back(), '.');
  }
}

TEST_F(WindowTest, FirstFrameComesWithinASecond) {
  const auto start = Clock::now();
  Window window({.title = "Test", .width = 1600, .height = 900});
  double first = 0.0;
  window.run([&] {
    if (first == 0.0) first = seconds_since(start);
    window.close();
  });
  RecordProperty("first_frame_ms", static_cast<int>(first * 1000));
  std::cout << "first frame after " << first * 1000 << " ms\n";
  // loose: machines that run tests are busy; the release number is in bench/
  EXPECT_LT(first, 3.0);
  EXPECT_EQ(window.size(), (PixelSize{1600, 900}));
}

TEST_F(WindowTest, SleepsUntilWokenThenDrawsOneFrame) {
  Window window({.width = 320, .height = 200});
  std::vector<double> times;
  const auto start = Clock::now();
  auto waker = wake_after(1.6);
  window.run([&] {
    times.push_back(seconds_since(start));
    if (times.back() > 1.5) window.close();
  });
  waker.join();
  EXPECT_LE(times.size(), 12U) << "opening frames and map events, then none";
  EXPECT_GT(times.back(), 1.55);
  EXPECT_LT(times.back(), 1.9) << "woken at 1.6";
  ASSERT_GT(times.size(), 1U);
  EXPECT_LT(times[times.size() - 2], 1.0) << "asleep before";
}

TEST_F(WindowTest, AnimatesAtMostSixtyTimesASecond) {
  Window window({.width = 320, .height = 200});
  int frames = 0;
  auto start = Clock::now();
  window.run([&] {
    if (frames == 0) start = Clock::now();
    ++frames;
    window.animate(0.5);
    if (seconds_since(start) > 1.0) window.close();
  });
  EXPECT_LE(frames, 63);
  EXPECT_GE(frames, 30);
}

TEST_F(WindowTest, ScreenshotShowsWhatWasDrawn) {
  Window window({.width = 320, .height = 200});
  window.set_background(IM_COL32(1, 2, 3, 255));
  RgbaImage shot;
  window.screenshot([&](const RgbaImage& image) {
    shot = image;
    window.close();
  });
  window.run([] {
    ImGui::GetForegroundDrawList()->AddRectFilled({10, 20}, {30, 40}, IM_COL32(200, 100, 50, 255));
  });
  ASSERT_EQ(shot.size, (PixelSize{320, 200}));
  EXPECT_EQ(colour_at(shot, 15, 25), (std::array{200, 100, 50}));
  EXPECT_EQ(colour_at(shot, 100, 100), (std::array{1, 2, 3}));
}

TEST_F(WindowTest, AnotherSizeIsDrawnFromCornerToCorner) {
  Window window({.width = 320, .height = 200});
  window.set_background(IM_COL32(1, 2, 3, 255));
  std::vector<RgbaImage> shots;
  const auto keep = [&](const RgbaImage& image) { shots.push_back(image); };
  int frames = 0;
  window.run([&] {
    window.animate(10.0);
    const ImVec2 end = ImGui::GetIO().DisplaySize;
    ImDrawList& list = *ImGui::GetForegroundDrawList();
    list.AddRectFilled({0, 0}, {20, 10}, IM_COL32(200, 100, 50, 255));
    list.AddRectFilled({end.x - 20, end.y - 10}, end, IM_COL32(50, 100, 200, 255));
    ++frames;
    if (frames == 5) window.set_fullscreen(true);
    if (frames == 40) window.set_fullscreen(false);
    if (frames == 35 || frames == 75) window.screenshot(keep);
    if (frames > 75 && shots.size() == 2) window.close();
  });
  ASSERT_EQ(shots.size(), 2U);
  EXPECT_EQ(shots[0].size, (PixelSize{1600, 900}));
  for (const RgbaImage& shot : shots) {
    EXPECT_EQ(colour_at(shot, 5, 5), (std::array{200, 100, 50}));
    EXPECT_EQ(colour_at(shot, shot.size.width - 5, shot.size.height - 5),
              (std::array{50, 100, 200}));
    EXPECT_EQ(colour_at(shot, 30, 5), (std::array{1, 2, 3}));
  }
}

TEST_F(WindowTest, ScaleChangeRebuildsFontsBeforeTheNextFrame) {
  std::vector<float> built, told;
  Window window({.width = 320, .height = 200, .build_fonts = [&](ImFontAtlas& atlas, float scale) {
                   built.push_back(scale);
                   atlas.Clear();
                   atlas.AddFontDefault();
                   atlas.Build();
                 }});
  window.on_scale([&](float scale) { told.push_back(scale); });
  int frames = 0;
  window.run([&] {
    // as apply_imgui_style does: it must not dangle when the atlas is built anew
    ImGui::GetIO().FontDefault = ImGui::GetIO().Fonts->Fonts[0];
    if (++frames == 1) window.set_ui_scale(1.5F);
    if (frames == 2) {
      EXPECT_EQ(window.ui_scale(), 1.5F);
      window.set_ui_scale(2.0F);
    }
    if (frames == 3) window.close();
  });
  EXPECT_EQ(built, (std::vector<float>{1.0F, 1.5F, 2.0F}));
  EXPECT_EQ(told, built);
}

TEST_F(WindowTest, ClipboardKeepsUnicode) {
  Window window({.width = 320, .height = 200});
  window.set_clipboard("σ = 1.946");
  EXPECT_EQ(window.clipboard(), "σ = 1.946");
}

TEST_F(WindowTest, FullScreenAndBack) {
  Window window({.width = 320, .height = 200});
  EXPECT_FALSE(window.is_fullscreen());
  window.set_fullscreen(true);
  EXPECT_TRUE(window.is_fullscreen());
  window.set_fullscreen(false);
  EXPECT_FALSE(window.is_fullscreen());
}

TEST_F(WindowTest, LostDisplayIsAnExceptionAndTheProcessLives) {
  {
    Window window({.width = 320, .height = 200});
    int frames = 0;
    EXPECT_THROW(window.run([&] {
      window.animate(10.0);
      if (++frames == 5) display_.end();
      if (frames > 2000) window.close();
    }),
                 DisplayLost);
  }
  SUCCEED() << "taken down without the display";
}

}  // namespace
}  // namespace scorescope
