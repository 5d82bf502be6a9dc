#include "app/render/stage_view.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <memory>

#include "app/gl/egl_context.h"
#include "tests/app/canned_frames.h"
#include "tests/app/offscreen_pixels.h"

namespace scorescope {
namespace {

using Colour = std::array<int, 3>;

Colour channels(ImU32 colour) {
  return {static_cast<int>(colour & 0xFFU), static_cast<int>((colour >> 8U) & 0xFFU),
          static_cast<int>((colour >> 16U) & 0xFFU)};
}

constexpr StageLayers kNothing{.density = false,
                               .error = false,
                               .rings = false,
                               .exact = false,
                               .learned = false,
                               .data = false,
                               .trails = false,
                               .particles = false};

/// A field of `size` x `size` cells over `bounds` with one arrow for each, all alike.
std::shared_ptr<FieldFrame> plain_field(const Bounds& bounds, int size, canned::Point vector) {
  auto field = std::make_shared<FieldFrame>();
  field->density = canned::scalar_grid(bounds, size, [](canned::Point) { return 0.0; });
  field->exact = canned::vector_grid(bounds, size, [vector](canned::Point) { return vector; });
  return field;
}

std::shared_ptr<CloudFrame> one_particle(double x, double y) {
  auto cloud = std::make_shared<CloudFrame>();
  cloud->positions = {static_cast<float>(x), static_cast<float>(y)};
  return cloud;
}

class StageViewTest : public testing::Test {
 protected:
  const RgbaImage& draw(const StageContent& content) {
    view_.draw(content, camera_, size_);
    image_ = view_.read_pixels();
    return image_;
  }
  Colour colour_of(std::array<double, 2> data) const {
    const auto pixel = camera_.to_pixel(data, size_);
    return colour_at(image_, pixel[0], pixel[1]);
  }
  /// Mean place of the pixels of that colour, in data units.
  canned::Point centre_of(Colour colour, int tolerance) const {
    double x = 0.0, y = 0.0, count = 0.0;
    for (int row = 0; row < size_.height; ++row) {
      for (int column = 0; column < size_.width; ++column) {
        if (distance(colour_at(image_, column, row), colour) > tolerance) continue;
        x += column + 0.5;
        y += row + 0.5;
        count += 1.0;
      }
    }
    EXPECT_GT(count, 0.0);
    return camera_.to_data({x / count, y / count}, size_);
  }

  EglContext context_;
  StageView view_{std::make_shared<StagePrograms>()};
  Camera2D camera_{1.0, -2.0, 8.0};
  PixelSize size_{512, 512};
  RgbaImage image_;
  StageContent content_{.layers = kNothing};
};

using OneCoordinateSystem = StageViewTest;

// bounds chosen so that a cell centre lies exactly at (3, 1)
constexpr Bounds kOddBounds{-4.0, 10.0, -6.0, 8.0};

/// Highest in the cell that is centred at (3, 1).
std::shared_ptr<const FieldFrame> hill_field() {
  auto field = plain_field(kOddBounds, 7, {0.0, 0.0});
  field->density = canned::scalar_grid(kOddBounds, 7, [](canned::Point x) {
    return std::exp(-0.5 * (canned::squared(x[0] - 3.0) + canned::squared(x[1] - 1.0)));
  });
  return field;
}

TEST_F(OneCoordinateSystem, ParticleIsCentredOnItsDataPoint) {
  content_.layers.particles = true;
  content_.cloud = one_particle(3.0, 1.0);
  draw(content_);
  const auto centre = centre_of(channels(kDark.particle), 8);
  EXPECT_NEAR(centre[0], 3.0, 0.5 / 32) << "half a pixel";
  EXPECT_NEAR(centre[1], 1.0, 0.5 / 32);
}

TEST_F(OneCoordinateSystem, ArrowIsCentredOnItsCell) {
  content_.layers.exact = true;
  auto field = plain_field(kOddBounds, 7, {0.0, 0.0});
  field->exact.vectors[2 * (3 * 7 + 3)] = 2.0F;  // the cell (3, 3) is centred at (3, 1)
  content_.field = field;
  content_.scales.arrow_maximum = 2.0F;
  draw(content_);
  // the dart reaches 0.34 spacings of 2 data units to either side of its centre
  EXPECT_LT(distance(colour_of({3.0, 1.0}), channels(kDark.exact_ramp[2])), 4);
  EXPECT_LT(distance(colour_of({3.5, 1.0}), channels(kDark.exact_ramp[2])), 40) << "tip";
  EXPECT_EQ(colour_of({3.9, 1.0}), channels(kDark.well)) << "beyond the tip";
  EXPECT_EQ(colour_of({2.1, 1.0}), channels(kDark.well)) << "beyond the tail";
  EXPECT_LT(distance(colour_of({2.5, 1.15}), channels(kDark.exact_ramp[2])), 40) << "tail";
}

TEST_F(OneCoordinateSystem, DensityCellIsDrawnAtItsCentre) {
  content_.layers.density = true;
  content_.field = hill_field();
  draw(content_);
  EXPECT_LT(distance(colour_of({3.0, 1.0}), channels(kDark.density[6])), 4);
  const auto centre = centre_of(channels(kDark.density[6]), 40);
  EXPECT_NEAR(centre[0], 3.0, 0.5 / 32);
  EXPECT_NEAR(centre[1], 1.0, 0.5 / 32);
}

TEST_F(OneCoordinateSystem, ParticleArrowAndDensityCoincideAtEveryCamera) {
  for (const Camera2D camera : {Camera2D{0, 0, 10}, Camera2D{2.5, 1.5, 3}, Camera2D{3, 1, 25}}) {
    camera_ = camera;
    content_ = {.layers = kNothing};
    content_.layers.density = true;
    content_.field = hill_field();
    draw(content_);
    const auto cell = centre_of(channels(kDark.density[6]), 60);
    content_.layers = kNothing;
    content_.layers.particles = true;
    content_.cloud = one_particle(3.0, 1.0);
    draw(content_);
    const auto disc = centre_of(channels(kDark.particle), 8);
    const double pixel = 1.0 / camera_.pixels_per_unit(size_);
    EXPECT_NEAR(cell[0], disc[0], pixel);
    EXPECT_NEAR(cell[1], disc[1], pixel);
  }
}

TEST_F(StageViewTest, ArrowPointsUpwardsForAPositiveSecondComponent) {
  content_.layers.exact = true;
  content_.field = plain_field({-7, 9, -10, 6}, 1, {0.0, 1.0});
  draw(content_);
  const auto blue = channels(kDark.exact_ramp[2]);
  // one cell of 16 data units: the tip is 5.44 above the centre, the tails as far below
  EXPECT_LT(distance(colour_of({1.0, -2.0 + 5.2}), blue), 20) << "tip";
  EXPECT_GT(distance(colour_of({1.0 + 1.5, -2.0 + 5.0}), blue), 40) << "slim at the tip";
  EXPECT_LT(distance(colour_of({1.0 + 1.7, -2.0 - 5.0}), blue), 20) << "right tail";
  EXPECT_LT(distance(colour_of({1.0 - 1.7, -2.0 - 5.0}), blue), 20) << "left tail";
  EXPECT_GT(distance(colour_of({1.0, -2.0 - 4.8}), blue), 40) << "notch";
}

TEST_F(StageViewTest, RawLengthsFollowTheMagnitude) {
  content_.layers.exact = true;
  content_.style.arrow_length = ArrowLength::kRaw;
  content_.field = plain_field({-7, 9, -10, 6}, 1, {0.0, 0.25});
  draw(content_);
  // a quarter of the longest, which is twice the equal length: half of 10.88
  EXPECT_GT(distance(colour_of({1.0, -2.0 + 2.5}), channels(kDark.well)), 40);
  EXPECT_EQ(colour_of({1.0, -2.0 + 3.2}), channels(kDark.well));
}

TEST_F(StageViewTest, RingLiesWhereTheClosedFormSays) {
  // one Gaussian of unit variance at the origin: the level that holds a share m has r^2 = -2 log(1
  // - m)
  auto field = std::make_shared<FieldFrame>();
  field->density = canned::scalar_grid({-8, 8, -8, 8}, 96, [](canned::Point x) {
    return std::exp(-0.5 * (x[0] * x[0] + x[1] * x[1])) / (2.0 * std::numbers::pi);
  });
  const double radius = std::sqrt(-2.0 * std::log(1.0 - 0.9));
  const auto level = static_cast<float>(std::exp(-0.5 * radius * radius) / (2 * std::numbers::pi));
  field->ring_levels = {level, 0.0F, 0.0F};
  content_.layers.rings = true;
  content_.field = field;
  camera_ = {0, 0, 8};
  draw(content_);
  for (int i = 0; i < 16; ++i) {
    const double angle = 0.1 + i * std::numbers::pi / 8;
    const auto at = [&](double r) {
      return colour_of({r * std::cos(angle), r * std::sin(angle)})[0];
    };
    EXPECT_GT(at(radius), 50) << "on the ring, angle " << angle;
    EXPECT_LT(at(radius - 3.0 / 32), 20) << "three pixels inside";
    EXPECT_LT(at(radius + 3.0 / 32), 20) << "three pixels outside";
  }
}

TEST_F(StageViewTest, DensityRampEndsHaveTheTokensColours) {
  for (const Palette* palette : {&kDark, &kLight}) {
    content_.layers.density = true;
    content_.style.palette = palette;
    auto field = plain_field({-8, 10, -11, 7}, 8, {0, 0});
    content_.field = field;
    draw(content_);
    EXPECT_LE(distance(colour_of({1, -2}), channels(palette->density.front())), 1);
    field = plain_field({-8, 10, -11, 7}, 8, {0, 0});
    for (float& value : field->density.values) value = 0.5F;
    content_.scales.density_maximum = 0.5F;
    content_.field = field;
    draw(content_);
    EXPECT_LE(distance(colour_of({1, -2}), channels(palette->density.back())), 1);
  }
}

TEST_F(StageViewTest, DensityHalfWayUsesTheStatedPower) {
  content_.layers.density = true;
  auto field = plain_field({-8, 10, -11, 7}, 8, {0, 0});
  // (p / p_max)^0.75 = 1/2 is the ramp's middle stop
  for (float& value : field->density.values) value = static_cast<float>(std::pow(0.5, 1.0 / 0.75));
  content_.field = field;
  draw(content_);
  EXPECT_LE(distance(colour_of({1, -2}), channels(kDark.density[3])), 1);
}

TEST_F(StageViewTest, ErrorRampRunsOverTheLogOfItsRange) {
  content_.layers.error = true;
  content_.scales.error_range = {0.1F, 3.0F};
  const auto colour_for = [&](double error) {
    auto field = plain_field({-8, 10, -11, 7}, 8, {0, 0});
    field->error = canned::scalar_grid(field->density.bounds, 8, [error](auto) { return error; });
    content_.field = field;
    draw(content_);
    return colour_of({1, -2});
  };
  EXPECT_LE(distance(colour_for(0.1), channels(kDark.error[0])), 1);
  EXPECT_LE(distance(colour_for(std::sqrt(0.3)), channels(kDark.error[4])), 1);
  EXPECT_LE(distance(colour_for(3.0), channels(kDark.error[8])), 1);
  EXPECT_LE(distance(colour_for(50.0), channels(kDark.error[8])), 1) << "clamped";
}

/// A high noise level has weak scores and small errors: its scale is as much finer.
TEST(FieldScalesTest, TheErrorsRangeFollowsTheLevelAndNotTheTraining) {
  CannedScene scene;
  const auto early = canned::field_frame(scene, 1.0);
  const auto high = canned::field_frame(scene, 20.0);
  scene.sharpness = 0.99;
  const auto late = canned::field_frame(scene, 1.0);
  EXPECT_EQ(shared_scales(early.get(), nullptr).error_range,
            shared_scales(late.get(), nullptr).error_range);
  const float finer = early->exact.maximum / high->exact.maximum;
  EXPECT_GT(finer, 10.0F);
  for (const std::size_t end : {0U, 1U}) {
    EXPECT_FLOAT_EQ(shared_scales(early.get(), nullptr).error_range[end],
                    finer * shared_scales(high.get(), nullptr).error_range[end]);
  }
}

TEST_F(StageViewTest, OutsideTheFieldOnlyTheWellIsSeen) {
  content_.layers.density = true;
  auto field = plain_field({0, 2, -3, -1}, 4, {0, 0});
  for (float& value : field->density.values) value = 1.0F;
  content_.field = field;
  draw(content_);
  EXPECT_LE(distance(colour_of({1, -2}), channels(kDark.density.back())), 1);
  EXPECT_EQ(colour_of({4, -2}), channels(kDark.well));
}

TEST_F(StageViewTest, RimsLieBelowAllDiscs) {
  auto cloud = one_particle(0.0, 0.0);
  // the second disc's rim would cut into the first if it were drawn after it
  cloud->positions.insert(cloud->positions.end(), {4.0F / 32, 0.0F});
  content_.cloud = cloud;
  content_.layers.particles = true;
  content_.style.particle_radius = 3.0F;
  camera_ = {0.0, 0.0, 8.0};
  draw(content_);
  EXPECT_LT(distance(colour_of({1.5 / 32, 0.5 / 32}), channels(kDark.particle)), 4);
  EXPECT_LT(distance(colour_of({-0.5 / 32, 0.5 / 32}), channels(kDark.particle)), 4);
}

TEST_F(StageViewTest, TrailFadesTowardsItsOldEnd) {
  auto cloud = std::make_shared<CloudFrame>();
  cloud->trail_length = 8;
  for (int i = 0; i < 8; ++i) {
    cloud->trails.push_back(static_cast<float>(-6.0 + 2.0 * i));
    cloud->trails.push_back(-2.0F);
  }
  content_.cloud = cloud;
  content_.layers.trails = true;
  content_.style.trail.width = 4.0F;
  content_.style.trail.full_length = 0.0F;
  draw(content_);
  int last = 0;
  for (int i = 1; i < 7; ++i) {
    const int red = colour_of({-5.0 + 2.0 * i, -2.0})[0];
    EXPECT_GT(red, last) << "segment " << i;
    last = red;
  }
  // the newest segment's middle: alpha 0.6 (13/14)^1.6 interpolated between its ends
  const double alpha = 0.6 * 0.5 * (1.0 + std::pow(6.0 / 7.0, 1.6));
  EXPECT_NEAR(last, 0x0A + alpha * (0xC9 - 0x0A), 4);
}

TEST_F(StageViewTest, ALongStepOfATrailIsTheFainter) {
  auto cloud = std::make_shared<CloudFrame>();
  cloud->trail_length = 2;
  cloud->trails = {0, -2, 2, -2};  // 64 pixels
  content_.cloud = cloud;
  content_.layers.trails = true;
  content_.style.trail = {
      .width = 4.0F, .oldest_alpha = 0.6F, .newest_alpha = 0.6F, .full_length = 64.0F};
  draw(content_);
  EXPECT_NEAR(colour_of({1.0, -2.0})[0], 0x0A + 0.6 * (0xC9 - 0x0A), 4);
  content_.style.trail.full_length = 16.0F;
  draw(content_);
  EXPECT_NEAR(colour_of({1.0, -2.0})[0], 0x0A + 0.15 * (0xC9 - 0x0A), 4);
}

TEST_F(StageViewTest, NeighbouringTrailsAreNotJoined) {
  auto cloud = std::make_shared<CloudFrame>();
  cloud->trail_length = 2;
  cloud->trails = {-5, -2, -3, -2, 3, -2, 5, -2};
  content_.cloud = cloud;
  content_.layers.trails = true;
  draw(content_);
  EXPECT_EQ(colour_of({0.0, -2.0}), channels(kDark.well));
}

TEST_F(StageViewTest, NonFinitePlacesDrawNothing) {
  auto cloud = one_particle(std::nan(""), 0.0);
  cloud->positions.insert(cloud->positions.end(), {INFINITY, 1.0F, 1e30F, 1e30F});
  cloud->trail_length = 2;
  cloud->trails = {0.0F, 0.0F, NAN, 1.0F};
  content_.cloud = cloud;
  content_.layers.particles = content_.layers.trails = true;
  draw(content_);
  for (int y = 0; y < size_.height; y += 3) {
    for (int x = 0; x < size_.width; x += 3) {
      ASSERT_EQ(colour_at(image_, x, y), channels(kDark.well)) << x << ' ' << y;
    }
  }
}

TEST_F(StageViewTest, UploadsOnlyWhatChanged) {
  const auto frame = canned_simulation_frame();
  StageContent content{.field = frame->fields[0], .cloud = frame->clouds[0]};
  view_.draw(content, camera_, size_);
  const auto uploads = view_.uploads();
  const auto redraws = view_.redraws();
  view_.draw(content, camera_, size_);
  EXPECT_EQ(view_.uploads(), uploads) << "same frames";
  EXPECT_EQ(view_.redraws(), redraws) << "nothing to draw anew";
  content.field = std::make_shared<FieldFrame>(*frame->fields[0]);
  view_.draw(content, camera_, size_);
  EXPECT_EQ(view_.uploads(), uploads) << "a new frame with equal values";
  content.cloud = frame->clouds[1];
  view_.draw(content, camera_, size_);
  EXPECT_EQ(view_.uploads(), uploads + 1) << "only the cloud";
  auto learned_moved = std::make_shared<FieldFrame>(*frame->fields[0]);
  learned_moved->learned->vectors[0] += 1.0F;
  content.field = learned_moved;
  view_.draw(content, camera_, size_);
  EXPECT_EQ(view_.uploads(), uploads + 2) << "only the learned arrows";
  camera_.half_width = 4.0;
  view_.draw(content, camera_, size_);
  EXPECT_EQ(view_.uploads(), uploads + 2) << "a camera is no data";
  EXPECT_GT(view_.redraws(), redraws + 1);
}

TEST_F(StageViewTest, LooksTheSameAtTwiceThePixels) {
  const auto frame = canned_simulation_frame();
  StageContent content{.field = frame->fields[0], .cloud = frame->clouds[0]};
  camera_ = {0, 0, 10};
  view_.draw(content, camera_, {462, 462});
  const RgbaImage small = view_.read_pixels();
  content.style.scale = 2.0F;
  view_.draw(content, camera_, {924, 924});
  const RgbaImage large = view_.read_pixels();
  double difference = 0.0;
  for (int y = 0; y < 462; ++y) {
    for (int x = 0; x < 462; ++x) {
      for (int c = 0; c < 3; ++c) {
        int sum = 0;
        for (int i = 0; i < 4; ++i) sum += large.at(2 * x + i % 2, 2 * y + i / 2)[c];
        difference += std::abs(sum / 4.0 - small.at(x, y)[c]);
      }
    }
  }
  EXPECT_LT(difference / (462.0 * 462.0 * 3.0), 3.0) << "mean difference of a channel of 255";
}

TEST_F(StageViewTest, WritesShotsForPeople) {
  CannedScene scene;
  const auto frame = canned_simulation_frame(scene);
  scene.sampling_step = 0;
  scene.sharpness = 0.0;
  const auto first = canned_simulation_frame(scene);
  camera_ = {0, 0, 10};
  size_ = {462, 462};
  StageContent content{.field = frame->fields[0], .cloud = frame->clouds[0]};
  content.scales = shared_scales(frame->fields[0].get(), frame->fields[1].get());
  content.style.particle_colour = kDark.plain;
  keep_shot(draw(content), "plain_dark");
  content.field = frame->fields[1];
  content.cloud = frame->clouds[1];
  content.style.particle_colour = kDark.annealed;
  keep_shot(draw(content), "annealed_dark");
  content.style.scale = 2.0F;
  size_ = {924, 924};
  keep_shot(draw(content), "annealed_dark_2x");
  size_ = {462, 462};
  content = {.field = frame->fields[0]};
  content.scales = shared_scales(frame->fields[0].get(), nullptr);
  content.style.palette = &kLight;
  content.layers.exact = false;
  content.layers.learned = content.layers.error = true;
  content.probe = {-0.4, 1.7};
  keep_shot(draw(content), "learned_error_light");
  content.layers = {};
  keep_shot(draw(content), "exact_light");
  content.style.palette = &kDark;
  content.layers.learned = true;
  content.probe.reset();
  keep_shot(draw(content), "overlay_dark");
  content.layers.exact = false;
  content.layers.error = true;
  keep_shot(draw(content), "learned_error_dark");
  content = {.field = first->fields[0], .cloud = first->preview};
  content.scales = shared_scales(first->fields[0].get(), nullptr);
  content.style.untrained = true;
  content.style.particle_radius = 1.8F;
  content.style.trail.width = 1.0F;
  content.layers.exact = false;
  content.layers.learned = true;
  keep_shot(draw(content), "first_learned_dark");
  content.layers.exact = true;
  content.layers.learned = false;
  keep_shot(draw(content), "first_exact_dark");
  content.layers.data = true;
  content.data_points = {frame, &frame->data_points};
  content.style.arrow_length = ArrowLength::kRaw;
  keep_shot(draw(content), "data_raw_dark");
  content.style.arrow_length = ArrowLength::kLogarithmic;
  content.style.palette = &kLight;
  keep_shot(draw(content), "data_log_light");
  EXPECT_EQ(view_.size(), size_);
}

}  // namespace
}  // namespace scorescope
