// Label placement, the ladder, view axes and mixture handles: arithmetic without a window.
#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "app/panels/label_placement.h"
#include "app/panels/ladder_geometry.h"
#include "app/panels/mixture_handles.h"
#include "app/panels/view_axes.h"

namespace scorescope {
namespace {

const Region kView{{0.0F, 0.0F}, {462.0F, 462.0F}};

bool inside(const Region& inner, const Region& outer) {
  return inner.min.x >= outer.min.x && inner.min.y >= outer.min.y && inner.max.x <= outer.max.x &&
         inner.max.y <= outer.max.y;
}

TEST(LabelPlacement, LabelsOfTwoModesStandTowardsTheMiddleAndApart) {
  const LabelRequest request{
      kView.shrunk(12.0F), {116.0F, 84.0F}, {{346.0F, 115.0F}, {115.0F, 346.0F}}, 120.0F, {}};
  const auto labels = place_labels(request);
  ASSERT_EQ(labels.size(), 2U);
  EXPECT_FALSE(labels[0].overlaps(labels[1]));
  EXPECT_LT(labels[0].max.x, 346.0F);
  EXPECT_GT(labels[1].min.x, 115.0F);
  EXPECT_LT(labels[0].centre().y, 115.0F);
  EXPECT_GT(labels[1].centre().y, 346.0F);
}

TEST(LabelPlacement, LabelsStayInsideTheFrameWhereverTheModesAre) {
  for (float x = 0.0F; x <= 462.0F; x += 33.0F) {
    for (float y = 0.0F; y <= 462.0F; y += 33.0F) {
      const LabelRequest request{
          kView.shrunk(12.0F), {116.0F, 84.0F}, {{x, y}, {231.0F, 231.0F}}, 100.0F, {}};
      for (const Region& label : place_labels(request)) {
        EXPECT_TRUE(inside(label, request.frame)) << x << ", " << y;
      }
    }
  }
}

TEST(LabelPlacement, TakenRegionsAreAvoidedWhereThereIsRoom) {
  const Region left_half{{0.0F, 0.0F}, {231.0F, 462.0F}};
  const LabelRequest request{kView, {60.0F, 40.0F}, {{231.0F, 231.0F}}, 40.0F, {left_half}};
  EXPECT_FALSE(place_labels(request)[0].overlaps(left_half));
}

TEST(LadderGeometry, TheLevelUnderARungsCentreIsThatRung) {
  const LadderGeometry ladder{284.0F, 936.0F, 10};
  EXPECT_FLOAT_EQ(ladder.pitch(), 93.6F);
  for (int level = 0; level < 10; ++level)
    EXPECT_EQ(ladder.level_at(ladder.rung_centre(level)), level);
  EXPECT_EQ(ladder.level_at(-1e6F), 0);
  EXPECT_EQ(ladder.level_at(1e6F), 9);
}

TEST(LadderGeometry, PicturesThinOutWhenRungsAreNarrow) {
  const LadderGeometry wide{0.0F, 936.0F, 10}, narrow{0.0F, 936.0F, 60};
  EXPECT_EQ(wide.marked_levels(60.0F).size(), 10U);
  EXPECT_EQ(narrow.marked_levels(60.0F).size(), 15U);  // 59 is prime: nearly equal steps
  EXPECT_EQ((LadderGeometry{0.0F, 540.0F, 10}.marked_levels(60.0F)),
            (std::vector<int>{0, 3, 6, 9}));
  EXPECT_FALSE(wide.dense());
  EXPECT_TRUE(narrow.dense());
}

TEST(LadderGeometry, BothEndsAreMarkedAndEveryMarkHasItsRoom) {
  for (int count = 1; count <= 40; ++count) {
    for (const float room : {20.0F, 60.0F, 120.0F, 220.0F}) {
      const LadderGeometry ladder{0.0F, 588.0F, count};
      const std::vector<int> marked = ladder.marked_levels(room);
      ASSERT_FALSE(marked.empty());
      EXPECT_EQ(marked.front(), 0);
      EXPECT_EQ(marked.back(), count - 1);
      const bool ends_fit = ladder.rung_centre(count - 1) - ladder.rung_centre(0) >= room;
      for (std::size_t i = 1; i < marked.size() && ends_fit; ++i) {
        EXPECT_GE(ladder.rung_centre(marked[i]) - ladder.rung_centre(marked[i - 1]), room - 1e-3F)
            << count << " levels, room " << room;
      }
    }
  }
}

TEST(LadderGeometry, RungsFillOneAfterTheOther) {
  EXPECT_FLOAT_EQ(rung_progress(0, 10, 743, 1000), 1.0F);
  EXPECT_NEAR(rung_progress(7, 10, 743, 1000), 0.43F, 1e-5F);
  EXPECT_FLOAT_EQ(rung_progress(8, 10, 743, 1000), 0.0F);
  EXPECT_FLOAT_EQ(rung_progress(0, 10, 5, 0), 0.0F);
}

TEST(ViewAxes, TicksAreRoundAndFew) {
  EXPECT_EQ(axis_ticks(-10, 10), (std::vector<double>{-5, 0, 5}));
  EXPECT_EQ(axis_ticks(-8, 8), (std::vector<double>{-5, 0, 5}));
  for (double half = 1e-3; half < 1e5; half *= 1.7) {
    const auto ticks = axis_ticks(-half, half);
    EXPECT_GE(ticks.size(), 3U) << half;
    EXPECT_LE(ticks.size(), 6U) << half;
  }
  EXPECT_TRUE(axis_ticks(1.0, 1.0).empty());
}

TEST(MixtureHandles, DraggingTheMeanPutsItUnderThePointer) {
  const Camera2D camera{0.0, 0.0, 10.0};
  const GaussianComponent moved =
      dragged(isotropic(0.5, 0.0, 0.0, 1.0), HandlePart::kMean, {346.5F, 115.5F}, kView, camera);
  EXPECT_NEAR(moved.mean[0], 5.0, 1e-6);
  EXPECT_NEAR(moved.mean[1], 5.0, 1e-6);
}

TEST(MixtureHandles, DraggingTheWidthScalesTheWholeCovariance) {
  const Camera2D camera{0.0, 0.0, 10.0};
  GaussianComponent tilted{0.5, {0.0, 0.0}, {1.0, 0.5, 1.0}};
  const GaussianComponent wider =
      dragged(tilted, HandlePart::kWidth, {231.0F + 2.0F * 23.1F, 231.0F}, kView, camera);
  EXPECT_NEAR(wider.covariance[0], 4.0, 1e-5);
  EXPECT_NEAR(wider.covariance[1], 2.0, 1e-5);
}

TEST(MixtureHandles, TheWeightsKnobIsWhereTheWeightIs) {
  const Camera2D camera{0.0, 0.0, 10.0};
  for (const double weight : {0.1, 0.25, 0.5, 0.8, 0.95}) {
    const GaussianComponent component = isotropic(weight, 1.0, -2.0, 1.0);
    const ComponentHandles at = handles_of(kView, camera, component, 1.0F);
    const GaussianComponent same =
        dragged(component, HandlePart::kWeight, at.weight, kView, camera);
    EXPECT_NEAR(same.weight, weight, 1e-4);
  }
}

TEST(MixtureHandles, AWeightDoesNotJumpPastTheTop) {
  const Camera2D camera{0.0, 0.0, 10.0};
  const GaussianComponent heavy = isotropic(0.97, 0.0, 0.0, 1.0);
  const GaussianComponent still =
      dragged(heavy, HandlePart::kWeight, {240.0F, 180.0F}, kView, camera);
  EXPECT_DOUBLE_EQ(still.weight, 0.99);
}

}  // namespace
}  // namespace scorescope
