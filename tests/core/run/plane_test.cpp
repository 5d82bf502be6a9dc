// The plane through pictures as the simulator paints it beside a training, and as a headless run
// leaves it.
#include <gtest/gtest.h>
#include <torch/types.h>

#include "core/base/error.h"
#include "core/empirical_score.h"
#include "core/run/detail/field_painter.h"
#include "core/run/detail/picture_simulator.h"
#include "core/run/detail/trainer.h"
#include "core/run/headless.h"
#include "tests/core/run/small_pictures.h"

namespace scorescope {
namespace {

using Clock = LiveSimulator::Clock;

class PlaneOfPictures : public SmallPictures {
 protected:
  ExperimentSpec spec() { return small_run(idx_lines(20)); }

  static StageRequest plane_request(int level = 1) {
    StageRequest request;
    request.bounds = {-9.0, 9.0, -9.0, 9.0};
    request.arrows = 6;
    request.shown_level = level;
    request.plane.shown = true;
    return request;
  }
  /// Until nothing is left to paint; no other slice is measured meanwhile.
  static void paint(PictureSimulator& simulator) {
    auto now = Clock::now();
    for (int i = 0; i < 2000; ++i) {
      now += std::chrono::hours(1);
      simulator.measure_slice(now);
    }
  }
  static torch::Tensor arrows(const VectorGrid& grid) {
    return torch::tensor(grid.vectors).view({grid.rows * grid.columns, 2});
  }
};

TEST_F(PlaneOfPictures, ShowsBothScoresAlongThePlaneAtTheShownLevel) {
  Trainer trainer(spec());
  PictureSimulator simulator(spec(), 1, trainer.parts().pictures);
  for (int i = 0; i < 3; ++i) trainer.step();
  simulator.adopt(trainer.freeze());
  simulator.look(plane_request());
  paint(simulator);
  const auto frame = simulator.frame();
  ASSERT_TRUE(frame->plane);
  ASSERT_TRUE(frame->fields[0]);
  const FieldFrame& field = *frame->fields[0];
  const double sigma = trainer.parts().levels[1];
  EXPECT_EQ(field.sigma, sigma);
  EXPECT_EQ(field.level, 1);
  EXPECT_EQ(frame->ladder_pictures.size(), 5U);

  const PictureData& data = *trainer.parts().pictures;
  const AffinePlane plane = principal_plane(data.moments().mean, data.moments().covariance);
  const torch::Tensor places =
      plane.lifted(cell_centres({-9.0, 9.0, -9.0, 9.0}, 6, 6, torch::kCPU));
  const EmpiricalScore exact(image_rows(data.images.train));
  const torch::Tensor expected = plane.along(exact.score(places, sigma_like(places, sigma)));
  EXPECT_TRUE(torch::allclose(arrows(field.exact), expected.to(torch::kFloat32), 1e-4, 1e-4));
  LoadedNetwork network;
  network.load(trainer.freeze());
  const torch::Tensor single = places.to(torch::kFloat32);
  const torch::Tensor learned = plane.along(network.score(true)(single, sigma_like(single, sigma)));
  ASSERT_TRUE(field.learned);
  EXPECT_TRUE(torch::allclose(arrows(*field.learned), learned.to(torch::kFloat32), 1e-3, 1e-3));

  ASSERT_TRUE(frame->plane->exact_share && frame->plane->learned_share);
  const torch::Tensor tiles =
      torch::tensor(*frame->plane->places).view({-1, 784}).to(torch::kFloat64);
  const auto share = [&](const torch::Tensor& score) {
    return plane.along(score).square().sum().item<double>() / score.square().sum().item<double>();
  };
  const torch::Tensor exact_score = exact.score(tiles, sigma_like(tiles, sigma));
  EXPECT_NEAR(*frame->plane->exact_share, share(exact_score), 1e-4);
  const torch::Tensor rough = tiles.to(torch::kFloat32);
  const torch::Tensor score =
      network.score(true)(rough, sigma_like(rough, sigma)).to(torch::kFloat64);
  EXPECT_NEAR(*frame->plane->learned_share, share(score), 1e-4);
  const torch::Tensor means = torch::tensor(*frame->plane->learned_means).view({-1, 784});
  const torch::Tensor guesses = (tiles + sigma * sigma * score).to(torch::kFloat32);
  EXPECT_TRUE(torch::allclose(means, guesses, 1e-3, 1e-3));
}

TEST_F(PlaneOfPictures, HasPicturesOfItsPlacesAndWhatTheScoresTakeThemFor) {
  Trainer trainer(spec());
  PictureSimulator simulator(spec(), 1, trainer.parts().pictures);
  simulator.adopt(trainer.freeze());
  simulator.look(plane_request(4));  // so little noise that one picture owns each place
  paint(simulator);
  const auto plane = simulator.frame()->plane;
  ASSERT_TRUE(plane);
  EXPECT_EQ(plane->columns, 2);
  ASSERT_EQ(plane->places->size(), 4U * 784U);
  ASSERT_EQ(plane->exact_means->size(), 4U * 784U);
  const torch::Tensor means = torch::tensor(*plane->exact_means).view({4, 784});
  const torch::Tensor pictures = image_rows(trainer.parts().pictures->images.train);
  const torch::Tensor nearest = std::get<0>(torch::cdist(means, pictures).min(1));
  EXPECT_LT(nearest.max().item<float>(), 1e-2F);
  EXPECT_GT(*plane->exact_share, 0.0);
  EXPECT_LT(*plane->exact_share, 1.0);
  EXPECT_GT(plane->variance_share, 0.0);
  EXPECT_EQ(plane->samples->positions.size(), 10U);
}

TEST_F(PlaneOfPictures, GoesThroughThreeChosenPicturesAndFollowsAChoice) {
  Trainer trainer(spec());
  PictureSimulator simulator(spec(), 1, trainer.parts().pictures);
  simulator.look(plane_request());
  paint(simulator);
  EXPECT_TRUE(simulator.frame()->plane->corners.empty());
  ExperimentSpec chosen = spec();
  chosen.plane = {.through = "pictures", .first = 2, .second = 5, .third = 11};
  simulator.set_sampling(chosen);
  paint(simulator);
  const auto plane = simulator.frame()->plane;
  ASSERT_EQ(plane->corners.size(), 3U);
  EXPECT_EQ(plane->corners[1].number, 5);
  EXPECT_NEAR(plane->corners[0].place[1], plane->corners[1].place[1], 1e-9);
  chosen.plane.third = 20;
  simulator.set_sampling(chosen);
  paint(simulator);
  EXPECT_NE(simulator.frame()->plane->problem.find("no training picture 20"), std::string::npos);
}

TEST_F(PlaneOfPictures, FollowsTheSamplersLevel) {
  Trainer trainer(spec());
  PictureSimulator simulator(spec(), 1, trainer.parts().pictures);
  trainer.step();
  simulator.adopt(trainer.freeze());
  StageRequest request = plane_request(4);
  request.plane.follow = true;
  simulator.look(request);
  paint(simulator);
  EXPECT_NEAR(simulator.frame()->fields[0]->sigma, trainer.parts().levels.front(), 1e-9);
}

TEST_F(PlaneOfPictures, AHeadlessRunPaintsSomeLevels) {
  const HeadlessResult result = run_headless(spec(), {});
  ASSERT_EQ(result.plane.size(), 5U);
  EXPECT_GT(result.plane.front().field->sigma, result.plane.back().field->sigma);
  ASSERT_TRUE(result.simulation);
  EXPECT_EQ(result.simulation->fields[0]->level, 4);
  ASSERT_TRUE(result.simulation->plane);
  EXPECT_EQ(result.simulation->data_points.size(), 40U);
}

TEST_F(PlaneOfPictures, AHeadlessRunRefusesAPictureThatIsNotThereBeforeItTrains) {
  ExperimentSpec chosen = spec();
  chosen.plane.through = "pictures";
  chosen.plane.third = 20;
  bool trained = false;
  HeadlessOptions options;
  options.progress = [&](const HeadlessProgress&) { trained = true; };
  EXPECT_THROW(run_headless(chosen, options), UserError);
  EXPECT_FALSE(trained);
}

TEST(PlaneOptions, StandInTheSpecOfPicturesAndNeedThreePictures) {
  const auto read = [](const char* text) { return spec_from_json(schema(), text, "plane_test"); };
  const ExperimentSpec spec = read(
      R"({"data": {"kind": "mnist"}, "plane": {"through": "pictures", "first": 7, "second": 3, "third": 4}})");
  EXPECT_EQ(spec.plane.first, 7);
  EXPECT_EQ(read(spec_to_json(schema(), spec).c_str()), spec);
  ExperimentSpec edited = spec;
  set_option(schema(), edited, "plane.second=7");
  EXPECT_THROW(validate(schema(), edited), UserError);
  EXPECT_THROW(read(R"({"plane": {"through": "pictures"}})"), UserError);
  ExperimentSpec other = spec;
  other.plane.through = "components";
  EXPECT_EQ(effect_of_change(schema(), spec, other), Effect::kLive);
}

}  // namespace
}  // namespace scorescope
