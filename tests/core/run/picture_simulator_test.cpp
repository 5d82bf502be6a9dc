#include "core/run/detail/picture_simulator.h"

#include <gtest/gtest.h>
#include <torch/types.h>

#include <cmath>

#include "core/run/detail/live_distances.h"
#include "core/run/detail/simulator.h"
#include "core/run/detail/trainer.h"
#include "core/run/session.h"
#include "tests/core/run/small_pictures.h"
#include "tests/core/run/wait_until.h"

namespace scorescope {
namespace {

using Clock = LiveSimulator::Clock;

class PictureSimulation : public SmallPictures {
 protected:
  ExperimentSpec spec() { return small_run(idx_lines(20)); }

  static void preview(PictureSimulator& simulator) {
    ASSERT_TRUE(simulator.has_preview());
    while (!simulator.advance_preview()) {
    }
  }
  /// Everything that can be measured without waiting.
  static void measure(PictureSimulator& simulator) {
    auto now = Clock::now();
    for (int idle = 0; idle < 3; ++idle) {  // what one slice finishes the next one may follow up
      do {
        now += std::chrono::hours(1);
        simulator.measure_slice(now);
      } while (simulator.is_measuring() || simulator.next_slice() != Clock::time_point::max());
    }
  }
  static std::shared_ptr<const GalleryFrame> gallery(PictureSimulator& simulator,
                                                     std::size_t view = 0) {
    return simulator.frame()->pictures->galleries[view];
  }
  /// What the spec's sampler makes with these weights.
  static std::vector<float> made_by(const Trainer& trainer, bool averaged) {
    LoadedNetwork network;
    network.load(trainer.freeze());
    PictureSampling sampling(trainer.parts(), trainer.parts().spec.samplers[0], 5);
    while (sampling.advance(network.score(averaged), true)) {
    }
    return to_floats(sampling.now());
  }
  static void train(Trainer& trainer, int steps) {
    for (int i = 0; i < steps; ++i) trainer.step();
  }
  static StageRequest two(ViewRequest first, ViewRequest second) {
    StageRequest request;
    request.gallery.views = 2;
    request.views = {first, second};
    return request;
  }
};

TEST_F(PictureSimulation, BeginsWithTheNoiseAndShowsWhatTheNewestNetworkMakes) {
  Trainer trainer(spec());
  PictureSimulator simulator(spec(), 1, trainer.parts().pictures);
  EXPECT_EQ(gallery(simulator)->step, 0);
  EXPECT_EQ(gallery(simulator)->count, 5);
  EXPECT_FALSE(simulator.has_preview());
  simulator.adopt(trainer.freeze());
  EXPECT_FALSE(simulator.has_preview()) << "an untrained network has nothing to show";
  train(trainer, 3);
  simulator.adopt(trainer.freeze());
  preview(simulator);
  const auto shown = gallery(simulator);
  EXPECT_TRUE(shown->finished);
  EXPECT_EQ(shown->training_step, 3);
  EXPECT_EQ(shown->tiles, made_by(trainer, true));
  EXPECT_FALSE(simulator.has_preview());
}

TEST_F(PictureSimulation, SamplingIsNotDisturbedByThePreviewUntilItIsReset) {
  Trainer trainer(spec());
  PictureSimulator simulator(spec(), 1, trainer.parts().pictures);
  train(trainer, 1);
  simulator.adopt(trainer.freeze());
  EXPECT_TRUE(simulator.advance_sampling());
  EXPECT_FALSE(simulator.has_preview());
  while (simulator.advance_sampling()) {
  }
  EXPECT_TRUE(simulator.sampling_finished());
  EXPECT_EQ(gallery(simulator)->tiles, made_by(trainer, true));
  train(trainer, 1);
  simulator.adopt(trainer.freeze());
  EXPECT_FALSE(simulator.has_preview());
  simulator.reset_sampling();
  EXPECT_EQ(gallery(simulator)->step, 0);
  EXPECT_FALSE(simulator.has_preview());
  train(trainer, 1);
  simulator.adopt(trainer.freeze());
  EXPECT_TRUE(simulator.has_preview());
}

/// Langevin steps forget where they began. Heun's, which a preview has in place of many, do not.
TEST_F(PictureSimulation, AQuickPreviewStartsWithTheLaddersHighestNoise) {
  ExperimentSpec long_run = spec();
  long_run.samplers[0] = {"annealed_langevin",
                          {{"steps_per_level", std::int64_t{20}}, {"epsilon", 1e-5}}};
  const auto start_spread = [&](const std::string& start, bool sampled) {
    long_run.sampling.start = start;
    Trainer trainer(long_run);
    PictureSimulator simulator(long_run, 1, trainer.parts().pictures);
    train(trainer, 1);
    simulator.adopt(trainer.freeze());
    if (sampled) {
      simulator.advance_sampling();
    } else {
      preview(simulator);
    }
    const std::vector<float> strip = gallery(simulator)->strip;
    return torch::tensor(std::vector<float>(strip.begin(), strip.begin() + 784))
        .std()
        .item<double>();
  };
  const double highest = Trainer(long_run).parts().levels.front();
  ASSERT_GT(highest, 5.0);
  EXPECT_NEAR(start_spread("gaussian", true), 1.0, 0.2) << "whoever samples has what was chosen";
  for (const char* start : {"gaussian", "square", "data", "mean_noise", "matched"}) {
    EXPECT_NEAR(start_spread(start, false), highest, 0.2 * highest) << start;
  }
}

/// Of pictures all levels see the same ones, so that their errors do not cancel.
TEST_F(PictureSimulation, TheFloorsErrorKnowsThatLevelsShareTheirPictures) {
  const ExperimentParts parts = Trainer(spec()).parts();
  const std::size_t n = parts.levels.size();
  const auto error_of = [&](const std::vector<double>& errors, double shared) {
    ExactFisher fisher;
    for (const double error : errors) fisher.levels.push_back({1.0, error});
    for (std::size_t i = 0; i < n * n; ++i) {
      fisher.covariance.push_back((i / n == i % n ? 1.0 : shared) * errors[i / n] * errors[i % n]);
    }
    return training_floor(parts, fisher)->standard_error;
  };
  double sum = 0.0, squares = 0.0;
  for (std::size_t i = 0; i < n; ++i) {
    std::vector<double> alone(n, 0.0);
    alone[i] = 2.0;
    const double error = error_of(alone, 0.0);
    sum += error;
    squares += error * error;
  }
  EXPECT_NEAR(error_of(std::vector<double>(n, 2.0), 0.0), std::sqrt(squares), 1e-9 * sum);
  EXPECT_NEAR(error_of(std::vector<double>(n, 2.0), 1.0), sum, 1e-9 * sum);

  PictureLevelMeasurer measurer(std::make_shared<const ExperimentParts>(parts));
  while (measurer.measure_next_reference()) {
  }
  const ExactFisher measured = measurer.fisher();
  ASSERT_EQ(measured.covariance.size(), n * n);
  for (std::size_t i = 0; i < n; ++i) {
    const double error = measured.levels[i].standard_error;
    EXPECT_NEAR(measured.covariance[i * n + i], error * error, 1e-9 * error * error) << i;
  }
}

TEST_F(PictureSimulation, TwoWeightSetsStartFromTheSameNoise) {
  ExperimentSpec other = spec();
  other.training.ema_warm_up = false;  // so that raw and averaged weights differ
  Trainer trainer(other);
  PictureSimulator simulator(other, 1, trainer.parts().pictures);
  train(trainer, 4);
  simulator.adopt(trainer.freeze());
  ViewRequest raw;
  raw.averaged = false;
  simulator.look(two({}, raw));
  EXPECT_EQ(gallery(simulator, 0)->tiles, gallery(simulator, 1)->tiles);
  preview(simulator);
  EXPECT_EQ(gallery(simulator, 0)->tiles, made_by(trainer, true));
  EXPECT_EQ(gallery(simulator, 1)->tiles, made_by(trainer, false));
  EXPECT_NE(gallery(simulator, 0)->tiles, gallery(simulator, 1)->tiles);
  EXPECT_EQ(gallery(simulator, 1)->weights, "raw weights");
}

TEST_F(PictureSimulation, APinnedNetworkKeepsItsPictures) {
  Trainer trainer(spec());
  PictureSimulator simulator(spec(), 1, trainer.parts().pictures);
  train(trainer, 2);
  const std::vector<float> before = made_by(trainer, true);
  simulator.pin(trainer.freeze(), 1, "run 1, step 2");
  train(trainer, 3);
  simulator.adopt(trainer.freeze());
  ViewRequest pinned;
  pinned.pinned = true;
  simulator.look(two({}, pinned));
  preview(simulator);
  EXPECT_EQ(gallery(simulator, 1)->tiles, before);
  EXPECT_EQ(gallery(simulator, 1)->weights, "run 1, step 2");
  EXPECT_EQ(gallery(simulator, 1)->training_step, 2);
  EXPECT_EQ(gallery(simulator, 0)->tiles, made_by(trainer, true));
}

TEST_F(PictureSimulation, ARunOfOtherDataIsNotPinned) {
  Trainer trainer(spec());
  ExperimentSpec points;
  points.training.batch = 8;
  Trainer in_the_plane(points);
  PictureSimulator simulator(spec(), 1, trainer.parts().pictures);
  simulator.pin(in_the_plane.freeze(), 7, "run 7");
  EXPECT_FALSE(simulator.frame()->pinned_run);
  Simulator of_points(points, 1);
  of_points.pin(trainer.freeze(), 7, "run 7");
  EXPECT_FALSE(of_points.frame()->pinned_run);
}

TEST_F(PictureSimulation, AnotherProbeSeedMeasuresTheLevelsAnew) {
  Trainer trainer(spec());
  PictureSimulator simulator(spec(), 1, trainer.parts().pictures);
  measure(simulator);
  const std::vector<double> before = simulator.frame()->pictures->levels->empirical;
  ExperimentSpec other = spec();
  other.seeds.probe = 5;
  simulator.set_sampling(other);
  EXPECT_FALSE(simulator.fisher_is_known());
  measure(simulator);
  PictureSimulator fresh(other, 2, trainer.parts().pictures);
  measure(fresh);
  EXPECT_NE(simulator.frame()->pictures->levels->empirical, before);
  EXPECT_EQ(simulator.frame()->pictures->levels->empirical,
            fresh.frame()->pictures->levels->empirical);
}

TEST_F(PictureSimulation, TheWayOfTheChosenSampleIsKept) {
  Trainer trainer(spec());
  PictureSimulator simulator(spec(), 1, trainer.parts().pictures);
  train(trainer, 2);
  simulator.adopt(trainer.freeze());
  const std::vector<float> noise = gallery(simulator)->tiles;
  StageRequest request;
  request.gallery.chosen = 2;
  request.gallery.moment = 0;
  simulator.look(request);
  preview(simulator);
  const auto shown = gallery(simulator);
  EXPECT_EQ(shown->moments_reached, static_cast<int>(shown->moments.size()));
  EXPECT_EQ(shown->shown_moment, 0);
  EXPECT_EQ(shown->tiles, noise);
  ASSERT_EQ(shown->strip.size(), shown->moments.size() * 784);
  EXPECT_TRUE(
      std::equal(shown->strip.begin(), shown->strip.begin() + 784, noise.begin() + 2 * 784));
  const std::vector<float> end = made_by(trainer, true);
  EXPECT_TRUE(std::equal(shown->strip.end() - 784, shown->strip.end(), end.begin() + 2 * 784));
}

TEST_F(PictureSimulation, DenoisedTilesAreTweediesFormula) {
  Trainer trainer(spec());
  PictureSimulator simulator(spec(), 1, trainer.parts().pictures);
  train(trainer, 2);
  simulator.adopt(trainer.freeze());
  const std::vector<float> start = gallery(simulator)->tiles;
  StageRequest request;
  request.gallery.content = GalleryContent::kDenoised;
  simulator.look(request);
  const auto shown = gallery(simulator);
  LoadedNetwork network;
  network.load(trainer.freeze());
  const torch::Tensor points = torch::tensor(start).view({5, 784});
  const double sigma = shown->shown_sigma;
  EXPECT_NEAR(sigma, trainer.parts().levels.front(), 1e-9);
  const torch::Tensor expected =
      points + sigma * sigma * network.score(true)(points, sigma_like(points, sigma));
  const torch::Tensor tiles = torch::tensor(shown->tiles).view({5, 784});
  EXPECT_TRUE(torch::allclose(tiles, expected, 1e-4, 1e-4));
}

/// Each picture of the strip at its own noise level, the end without any.
TEST_F(PictureSimulation, TheStripShowsWhatTheGalleryShows) {
  Trainer trainer(spec());
  PictureSimulator simulator(spec(), 1, trainer.parts().pictures);
  train(trainer, 2);
  simulator.adopt(trainer.freeze());
  preview(simulator);
  const auto values = gallery(simulator);
  ASSERT_EQ(values->moments.back(), 0.0);
  const auto count = static_cast<std::int64_t>(values->moments.size());
  ASSERT_GT(count, 2);
  const torch::Tensor way = torch::tensor(values->strip).view({count, 784});
  const torch::Tensor sigma = torch::tensor(values->moments, torch::kFloat32);
  LoadedNetwork network;
  network.load(trainer.freeze());
  const torch::Tensor noisy = way.slice(0, 0, count - 1), level = sigma.slice(0, 0, count - 1);
  const torch::Tensor scaled = level.view({-1, 1}) * network.score(true)(noisy, level);

  StageRequest request;
  request.gallery.content = GalleryContent::kDenoised;
  simulator.look(request);
  const torch::Tensor denoised = torch::tensor(gallery(simulator)->strip).view({count, 784});
  EXPECT_TRUE(torch::allclose(denoised.slice(0, 0, count - 1), noisy + level.view({-1, 1}) * scaled,
                              1e-4, 1e-4));
  EXPECT_TRUE(torch::equal(denoised[count - 1], way[count - 1]));
  request.gallery.content = GalleryContent::kScore;
  simulator.look(request);
  const torch::Tensor score = torch::tensor(gallery(simulator)->strip).view({count, 784});
  EXPECT_TRUE(torch::allclose(score.slice(0, 0, count - 1), scaled.abs(), 1e-4, 1e-4));
}

TEST_F(PictureSimulation, WithoutNoiseTheEstimateIsThePictureItself) {
  Trainer trainer(spec());
  PictureSimulator simulator(spec(), 1, trainer.parts().pictures);
  train(trainer, 2);
  simulator.adopt(trainer.freeze());
  preview(simulator);
  const auto end = gallery(simulator);
  ASSERT_EQ(end->shown_sigma, 0.0) << "the spec's sampler removes all noise";
  StageRequest request;
  request.gallery.content = GalleryContent::kDenoised;
  simulator.look(request);
  EXPECT_EQ(gallery(simulator)->tiles, end->tiles);
  request.gallery.content = GalleryContent::kScore;
  simulator.look(request);
  const auto scores = gallery(simulator);
  for (const float value : scores->tiles) ASSERT_TRUE(std::isfinite(value));
}

TEST_F(PictureSimulation, WhatWasReadOnTheWayIsNotSaidOfTheEnd) {
  PictureSimulator simulator(spec(), 1, nullptr);
  StageRequest request;
  request.views[0].exact = true;
  simulator.look(request);
  ASSERT_TRUE(simulator.advance_sampling());
  measure(simulator);
  EXPECT_TRUE(simulator.frame()->pictures->chosen) << "while the sampler moves it is worth seeing";
  while (simulator.advance_sampling()) {
  }
  EXPECT_FALSE(simulator.frame()->pictures->chosen);
  EXPECT_FALSE(gallery(simulator)->memorised_share);
  measure(simulator);
  ASSERT_TRUE(simulator.frame()->pictures->chosen);
  EXPECT_LT(simulator.frame()->pictures->chosen->ratio, 1.0 / 3.0);
}

TEST_F(PictureSimulation, PicturesGetTheLiteraturesAdviceTheirLadderAndSamplerAskFor) {
  ExperimentSpec annealed = spec();
  annealed.noise = {"geometric", {{"max", 50.0}, {"min", 0.01}, {"levels", std::int64_t{109}}}};
  annealed.samplers = {{"annealed_langevin",
                        {{"steps_per_level", std::int64_t{5}}, {"convention", std::string("Q")}}}};
  PictureSimulator simulator(annealed, 1, nullptr);
  const std::vector<Advice> advice = simulator.frame()->suggestions;
  ASSERT_EQ(advice.size(), 3U);
  EXPECT_NE(advice[1].reason.find("109 levels"), std::string::npos) << advice[1].reason;  // AT-12
  EXPECT_NE(advice[2].reason.find("after 5 steps"), std::string::npos) << advice[2].reason;
  EXPECT_NE(advice[2].reason.find("α < 2 v"), std::string::npos) << advice[2].reason;
}

TEST_F(PictureSimulation, TheTrainingSetsOwnScoreMakesItsPicturesAndTheySayWhich) {
  PictureSimulator simulator(spec(), 1, nullptr);
  StageRequest request;
  request.views[0].exact = true;
  simulator.look(request);
  while (simulator.advance_sampling()) {
  }
  measure(simulator);
  const auto frame = simulator.frame();
  EXPECT_EQ(*frame->pictures->galleries[0]->memorised_share, 1.0);
  EXPECT_FALSE(frame->pictures->galleries[0]->learned_score);
  const auto chosen = frame->pictures->chosen;
  ASSERT_TRUE(chosen);
  ASSERT_EQ(chosen->nearest.size(), 6U);
  EXPECT_LT(chosen->ratio, 1.0 / 3.0);
  EXPECT_EQ(chosen->ratio, chosen->nearest[0].distance / chosen->nearest[1].distance);
  double squared = 0.0;
  for (std::size_t i = 0; i < 784; ++i) {
    const double difference = chosen->pixels[i] - chosen->nearest[0].pixels[i];
    squared += difference * difference;
  }
  EXPECT_NEAR(std::sqrt(squared), chosen->nearest[0].distance, 1e-4);
}

TEST_F(PictureSimulation, TheNetworksLossLiesBesideTheReferences) {
  Trainer trainer(spec());
  PictureSimulator simulator(spec(), 1, trainer.parts().pictures);
  train(trainer, 3);
  simulator.adopt(trainer.freeze());
  measure(simulator);
  const auto pictures = simulator.frame()->pictures;
  EXPECT_EQ(pictures->levels_step, 3);
  ASSERT_EQ(pictures->levels->averaged.size(), 5U);
  ASSERT_EQ(pictures->levels->raw_error.size(), 5U);
  for (std::size_t i = 0; i < 5; ++i) {
    // the best of all scores is also better than the best linear one
    EXPECT_LE(pictures->levels->empirical[i],
              pictures->levels->gaussian[i] + 3.0 * pictures->levels->empirical_error[i]);
    EXPECT_LT(pictures->levels->empirical[i], pictures->levels->averaged[i]);
  }
  EXPECT_GE(*pictures->gaussian_loss, *pictures->empirical_loss);
}

TEST_F(PictureSimulation, DistancesAreThoseOfTheJobAndSamplesAreRead) {
  ExperimentSpec measured = spec();
  measured.distances.samples = 4;
  measured.distances.every = 2;
  Trainer trainer(measured);
  PictureSimulator simulator(measured, 1, trainer.parts().pictures);
  train(trainer, 1);
  simulator.adopt(trainer.freeze());
  measure(simulator);
  EXPECT_FALSE(simulator.frame()->pictures->distances) << "not due before step 2";
  train(trainer, 2);
  simulator.adopt(trainer.freeze());
  preview(simulator);
  measure(simulator);
  const auto pictures = simulator.frame()->pictures;
  ASSERT_TRUE(pictures->distances);
  const auto parts = std::make_shared<const ExperimentParts>(trainer.parts());
  DistanceJob job(parts, trainer.freeze(), measured.samplers[0], 4, make_reference(*parts));
  while (job.advance()) {
  }
  ASSERT_EQ(pictures->distances->rows.size(), job.result().rows.size());
  for (std::size_t i = 0; i < job.result().rows.size(); ++i) {
    EXPECT_EQ(pictures->distances->rows[i].step, 3);
    EXPECT_EQ(pictures->distances->rows[i].fd, job.result().rows[i].fd);
  }
  EXPECT_EQ(pictures->classifier, "64 features, MNIST classifier");
  ASSERT_TRUE(pictures->galleries[0]->classes);
  EXPECT_EQ(pictures->galleries[0]->classes->n, 5);
  ASSERT_TRUE(pictures->chosen);
  EXPECT_GE(pictures->chosen->reads_as, 0);
  EXPECT_GT(pictures->chosen->probability, 0.1);
}

/// So that the first value follows soon upon the first step that is measured.
TEST_F(PictureSimulation, TheRealPicturesAreSeenBeforeAMeasurementIsDue) {
  const ExperimentParts parts = Trainer(spec()).parts();
  const auto reference = make_reference(parts);
  LiveDistances distances(reference);
  DistanceOptions options;
  options.samples = 0;
  EXPECT_EQ(distances.next_slice(options), Clock::time_point::max()) << "nothing is wanted";
  for (const std::int64_t samples : {4, 5}) {  // may change live
    options.samples = samples;
    while (distances.next_slice(options) != Clock::time_point::max()) {
      EXPECT_FALSE(distances.advance(options)) << "there is no result to show";
    }
    EXPECT_FALSE(distances.progress()) << "nothing is measured yet";
    EXPECT_EQ(reference->progress(), 1.0);
    EXPECT_FALSE(reference->prepare(samples)) << "all is prepared";
  }
}

TEST_F(PictureSimulation, ASessionTrainsPicturesAndTheLossDoesNotDependOnTheViewer) {
  Trainer alone(spec());
  train(alone, 12);
  Session session;
  session.start(spec());
  ASSERT_TRUE(wait_until([&] { return session.newest().simulation != nullptr; }));
  session.look(two({}, {}));
  session.train(true);
  ASSERT_TRUE(wait_until([&] {
    const Frames frames = session.newest();
    if (!frames.training || !frames.simulation) return false;
    const auto& shown = frames.simulation->pictures->galleries[0];
    return frames.training->state == TrainingState::kFinished && shown->training_step == 12 &&
           shown->finished;
  }));
  const Frames frames = session.newest();
  EXPECT_EQ(frames.training->loss_history.mean, alone.frame()->loss_history.mean);
  EXPECT_EQ(frames.training->epoch, 12.0 * 7.0 / 20.0);
  EXPECT_EQ(frames.simulation->pictures->galleries[0]->tiles, made_by(alone, true));
}

}  // namespace
}  // namespace scorescope
