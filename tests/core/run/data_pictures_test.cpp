// Pictures of distributions and the thread that makes them.
#include "core/run/data_pictures.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <cmath>
#include <functional>
#include <thread>

namespace scorescope {
namespace {

using Clock = std::chrono::steady_clock;

/// Everything the sketcher finished once there are `count`, or what there is after two minutes.
std::vector<DataSketch> wait_for(DataSketcher& sketcher, std::size_t count) {
  std::vector<DataSketch> sketches;
  const auto end = Clock::now() + std::chrono::seconds(120);
  while (sketches.size() < count && Clock::now() < end) {
    for (DataSketch& sketch : sketcher.take_all()) sketches.push_back(std::move(sketch));
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  return sketches;
}

TEST(DataPicture, OfAGaussianIsItsDensity) {
  const ScalarGrid grid = data_picture({"gaussian", {}}, 21);
  ASSERT_EQ(grid.values.size(), 21U * 21U);
  const float centre = grid.values[10U * 21U + 10U];
  EXPECT_FLOAT_EQ(grid.maximum, centre) << "the mode is in the middle";
  // along any line through it log p falls by the square of the distance: four times as far, sixteen
  // times as much
  const double near = std::log(static_cast<double>(centre / grid.values[10U * 21U + 11U]));
  const double far = std::log(static_cast<double>(centre / grid.values[10U * 21U + 14U]));
  EXPECT_NEAR(far / near, 16.0, 0.01);
}

TEST(DataSketcher, AnswersInOrderWithThePictureOrTheFault) {
  std::atomic<int> woken = 0;
  DataSketcher sketcher([&] { ++woken; });
  const Choice circle{"circle", {}}, missing{"picture", {{"path", std::string("no/such.png")}}};
  sketcher.ask(circle, 12);
  sketcher.ask(missing, 4);
  sketcher.ask({"gaussian", {}}, 8);
  const std::vector<DataSketch> sketches = wait_for(sketcher, 3);
  ASSERT_EQ(sketches.size(), 3U);
  EXPECT_EQ(sketches[0].data, circle);
  EXPECT_EQ(sketches[0].picture.values, data_picture(circle, 12).values) << "as made here";
  EXPECT_TRUE(sketches[0].problem.empty()) << sketches[0].problem;
  EXPECT_EQ(sketches[1].data, missing);
  EXPECT_TRUE(sketches[1].picture.values.empty());
  EXPECT_NE(sketches[1].problem.find("no/such.png"), std::string::npos) << sketches[1].problem;
  EXPECT_EQ(sketches[2].picture.columns, 8);
  EXPECT_EQ(woken, 3);
}

TEST(DataSketcher, EndsWithoutMakingWhatNobodyWillSee) {
  std::atomic<int> woken = 0;
  constexpr int kAsked = 4000;  // minutes of work
  {
    DataSketcher sketcher([&] { ++woken; });
    for (int i = 0; i < kAsked; ++i) sketcher.ask({"circle", {}}, 200);
  }
  EXPECT_LT(woken, kAsked / 10);
}

}  // namespace
}  // namespace scorescope
