#include "core/run/detail/history_builder.h"

#include <gtest/gtest.h>

#include <cmath>

#include "core/base/error.h"

namespace scorescope {
namespace {

TEST(HistoryBuilder, FirstStepsAreKeptOneByOne) {
  HistoryBuilder builder;
  for (std::int64_t step = 1; step <= 100; ++step) builder.add(step, static_cast<double>(step));
  ASSERT_EQ(builder.history().step.size(), 100U);
  EXPECT_EQ(builder.history().step[41], 42);
  EXPECT_FLOAT_EQ(builder.history().low[41], 42.0F);
}

TEST(HistoryBuilder, AMillionStepsTakeFewBinsThatMissNoExtreme) {
  HistoryBuilder builder;
  for (std::int64_t step = 1; step <= 1'000'000; ++step) {
    builder.add(step, step == 777'777 ? 50.0 : 1.0);
  }
  EXPECT_LT(builder.history().step.size(), 3000U);
  const auto& high = builder.history().high;
  EXPECT_FLOAT_EQ(*std::max_element(high.begin(), high.end()), 50.0F);
  EXPECT_EQ(builder.history().step.back(), 1'000'000);
}

TEST(HistoryBuilder, BinsGrowInProportionToTheStep) {
  for (std::int64_t step = 1000; step < 1'000'000; step = step * 3 / 2) {
    const auto width = static_cast<double>(last_step_of_bin(step, 1.005) - step);
    EXPECT_LE(width, 0.0051 * static_cast<double>(step) + 1.0) << "at step " << step;
  }
}

TEST(HistoryBuilder, ABinHoldsTheMeanOfItsSteps) {
  HistoryBuilder builder;
  for (std::int64_t step = 1; step <= 5000; ++step) builder.add(step, static_cast<double>(step));
  const History& history = builder.history();
  for (std::size_t i = 1; i + 1 < history.step.size(); ++i) {
    const auto first = static_cast<double>(history.step[i - 1] + 1);
    const auto last = static_cast<double>(history.step[i]);
    EXPECT_NEAR(history.mean[i], 0.5 * (first + last), 1e-3 * last) << "bin " << i;
    EXPECT_FLOAT_EQ(history.low[i], static_cast<float>(first));
  }
}

TEST(HistoryBuilder, MeanLooksBackOnTheLastHundredSteps) {
  HistoryBuilder builder;
  for (std::int64_t step = 1; step <= 300; ++step) builder.add(step, step <= 200 ? 9.0 : 2.0);
  EXPECT_DOUBLE_EQ(builder.mean(), 2.0);
  EXPECT_DOUBLE_EQ(builder.standard_error(), 0.0);
}

TEST(HistoryBuilder, MeanLooksBackOnAQuarterOfFewSteps) {
  HistoryBuilder builder;
  for (std::int64_t step = 1; step <= 40; ++step) builder.add(step, step <= 30 ? 9.0 : 2.0);
  EXPECT_DOUBLE_EQ(builder.mean(), 2.0);
  EXPECT_DOUBLE_EQ(builder.standard_error(), 0.0);
  builder.forget_recent();
  builder.add(41, 5.0);
  builder.add(42, 7.0);
  EXPECT_DOUBLE_EQ(builder.mean(), 6.0);
  EXPECT_DOUBLE_EQ(builder.standard_error(), 1.0);
}

TEST(HistoryBuilder, GoesOnAfterRestoringAsIfNeverInterrupted) {
  HistoryBuilder whole;
  HistoryBuilder first;
  for (std::int64_t step = 1; step <= 1000; ++step) {
    whole.add(step, std::sin(static_cast<double>(step)));
    if (step <= 437) first.add(step, std::sin(static_cast<double>(step)));
  }
  HistoryBuilder second;
  second.restore(first.state());
  for (std::int64_t step = 438; step <= 1000; ++step) {
    second.add(step, std::sin(static_cast<double>(step)));
  }
  EXPECT_EQ(second.history().step, whole.history().step);
  EXPECT_EQ(second.history().low, whole.history().low);
  EXPECT_EQ(second.history().mean, whole.history().mean);
  EXPECT_EQ(second.history().high, whole.history().high);
}

void add(LevelStripBuilder& builder, std::int64_t step, const std::vector<std::int64_t>& level,
         const std::vector<float>& loss) {
  builder.add(step, level, loss);
}

TEST(LevelStripBuilder, AveragesEachLevelInEachBin) {
  LevelStripBuilder builder(2);
  add(builder, 1, {0, 0, 1}, {1.0F, 3.0F, 10.0F});
  add(builder, 2, {1}, {20.0F});
  const LevelStrip strip = builder.strip();
  ASSERT_EQ(strip.step, (std::vector<std::int64_t>{1, 2}));
  EXPECT_FLOAT_EQ(strip.loss[0], 2.0F);
  EXPECT_TRUE(std::isnan(strip.loss[1]));  // level 0 had no point in step 2
  EXPECT_FLOAT_EQ(strip.loss[2], 10.0F);
  EXPECT_FLOAT_EQ(strip.loss[3], 20.0F);
  EXPECT_FLOAT_EQ(builder.recent()[1], 15.0F);
}

TEST(LevelStripBuilder, TheRecentMeanIsOfAllPointsUntilThereAreManyThenForgets) {
  LevelStripBuilder builder(1);
  const std::vector<std::int64_t> level(100, 0);
  for (std::int64_t step = 1; step <= 10; ++step) {
    builder.add(step, level, std::vector<float>(100, static_cast<float>(step)));
  }
  EXPECT_FLOAT_EQ(builder.recent()[0], 5.5F);
  for (std::int64_t step = 11; step <= 300; ++step) {
    builder.add(step, level, std::vector<float>(100, 7.0F));
  }
  EXPECT_NEAR(builder.recent()[0], 7.0F, 1e-3);
}

TEST(LevelStripBuilder, RefusesAStateOfAnotherLadder) {
  LevelStripBuilder three(3);
  add(three, 1, {0, 1, 2}, {1.0F, 1.0F, 1.0F});
  LevelStripBuilder two(2);
  EXPECT_THROW(two.restore(three.state()), UserError);
}

}  // namespace
}  // namespace scorescope
