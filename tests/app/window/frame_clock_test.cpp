#include "app/window/frame_clock.h"

#include <gtest/gtest.h>

namespace scorescope {
namespace {

constexpr double kInterval = 1.0 / 60.0;

/// A clock whose opening frames are drawn, the last of them at `now`.
FrameClock settled(double now) {
  FrameClock clock({.shortest = kInterval});
  for (int i = 0; i < 3; ++i) clock.frame_drawn(now);
  return clock;
}

TEST(FrameClock, SleepsWhenNothingChanged) {
  const FrameClock clock = settled(10.0);
  EXPECT_DOUBLE_EQ(clock.wait(20.0), 1.0);
  EXPECT_FALSE(clock.is_due(1e6));
}

TEST(FrameClock, OneFrameForOneWish) {
  FrameClock clock = settled(10.0);
  clock.want_frame();
  clock.want_frame();
  EXPECT_TRUE(clock.is_due(11.0));
  clock.frame_drawn(11.0);
  EXPECT_FALSE(clock.is_due(12.0));
}

TEST(FrameClock, InputGetsFramesUntilImGuiHasSettled) {
  FrameClock clock = settled(10.0);
  clock.want_settled_frames();
  int frames = 0;
  for (double now = 11.0; clock.is_due(now); now += 0.1, ++frames) clock.frame_drawn(now);
  EXPECT_EQ(frames, 3);
}

TEST(FrameClock, NeverMoreThanSixtyAnSecond) {
  FrameClock clock = settled(10.0);
  clock.want_frame();
  EXPECT_FALSE(clock.is_due(10.0 + 0.5 * kInterval));
  EXPECT_NEAR(clock.wait(10.0 + 0.25 * kInterval), 0.75 * kInterval, 1e-12);
  EXPECT_TRUE(clock.is_due(10.0 + 1.001 * kInterval));
}

TEST(FrameClock, SlowFramesLeaveTimeToTheOtherWorkWithinBounds) {
  FrameClock clock({.shortest = kInterval, .longest_rest = 2.0 * kInterval});
  const auto interval_after = [&](double took) {
    clock.want_settled_frames();
    clock.frame_drawn(20.0, took);
    return clock.wait(20.0);
  };
  EXPECT_NEAR(interval_after(0.1 * kInterval), kInterval, 1e-12);
  EXPECT_NEAR(interval_after(0.75 * kInterval), 1.5 * kInterval, 1e-12);
  EXPECT_NEAR(interval_after(9.0 * kInterval), 2.0 * kInterval, 1e-12);
}

TEST(FrameClock, AnimatesUntilTheStatedTimeOnly) {
  FrameClock clock = settled(10.0);
  clock.animate_until(11.0);
  clock.animate_until(10.5);
  EXPECT_TRUE(clock.is_due(10.9));
  EXPECT_FALSE(clock.is_due(11.1));
}

TEST(FrameClock, CaretBlinksFourTimesASecond) {
  FrameClock clock = settled(10.0);
  clock.set_blinking(true);
  EXPECT_FALSE(clock.is_due(10.2));
  EXPECT_TRUE(clock.is_due(10.26));
}

TEST(FrameClock, WhileWorkRunsFramesComeThirtyTimesASecondAtLeast) {
  FrameClock clock = settled(10.0);
  clock.set_busy(true);
  EXPECT_FALSE(clock.is_due(10.030));
  EXPECT_TRUE(clock.is_due(10.0333));
  clock.want_frame();  // news are shown as early as ever
  EXPECT_TRUE(clock.is_due(10.0 + kInterval + 1e-6));
  clock.set_busy(false);
  clock.frame_drawn(10.1);
  EXPECT_FALSE(clock.is_due(20.0));
}

TEST(FrameClock, CountsTheFramesOfTheLastSecond) {
  FrameClock clock({.shortest = kInterval});
  for (int i = 0; i < 90; ++i) clock.frame_drawn(10.0 + i / 30.0);
  EXPECT_NEAR(clock.frames_per_second(10.0 + 89.0 / 30.0), 30.0, 1.0);
  EXPECT_EQ(clock.frames_per_second(99.0), 0.0);
}

}  // namespace
}  // namespace scorescope
