// The grid of steps a level and step sizes: each cell is the run it says it is, on the same noise;
// it is made beside everything else and can be cancelled; its numbers are those of a closed form.
#include "core/run/detail/step_grid.h"

#include <gtest/gtest.h>
#include <torch/types.h>

#include <cmath>
#include <sstream>

#include "core/run/detail/picture_simulator.h"
#include "core/run/detail/trainer.h"
#include "core/run/headless.h"
#include "core/run/session.h"
#include "tests/core/run/small_pictures.h"
#include "tests/core/run/wait_until.h"

namespace scorescope {
namespace {

class Grid : public SmallPictures {
 protected:
  /// Two rows and three columns, the last of which is past the bound 4 * 0.01^2.
  ExperimentSpec spec() {
    ExperimentSpec spec = small_run(idx_lines(20));
    spec.noise.options = {{"max", 2.0}, {"min", 0.01}, {"levels", std::int64_t{4}}};
    spec.sampling.start = "gaussian";
    spec.step_grid = {{2, 5}, {1e-5, 1e-4, 1e-3}, 3, false};
    spec.samplers = {{"annealed_langevin",
                      {{"convention", std::string("P")},
                       {"epsilon", 1e-5},
                       {"steps_per_level", std::int64_t{3}}}}};
    return spec;
  }
  std::shared_ptr<const ExperimentParts> parts(const ExperimentSpec& spec) {
    return std::make_shared<const ExperimentParts>(make_parts(spec));
  }
  static std::shared_ptr<const StepGridFrame> made(StepGrid grid) {
    while (grid.in_progress()) grid.advance();
    return grid.frame();
  }
  /// What a run of its own makes of that T and epsilon.
  static std::vector<float> run_of(const ExperimentSpec& spec, const ExperimentParts& parts,
                                   const ScoreFunction& score, const StepGridCell& cell) {
    ExperimentParts own = parts;
    own.spec = spec;
    own.spec.sampling.particles = spec.step_grid.samples;
    own.spec.samplers[0].options["steps_per_level"] = cell.steps_per_level;
    own.spec.samplers[0].options["epsilon"] = cell.epsilon;
    PictureSampling sampling(own, own.spec.samplers[0], 100);
    const torch::NoGradGuard no_grad;
    while (sampling.advance(score, true)) {
    }
    return to_floats(sampling.now());
  }
  /// Score of one picture under noise.
  static ScoreFunction score_of_one(const torch::Tensor& picture) {
    return [picture](const torch::Tensor& points, const torch::Tensor& sigma) {
      return (picture - points) / sigma.square().unsqueeze(1);
    };
  }
};

TEST_F(Grid, EveryCellIsTheRunOfItsOwnStepsOnTheSameNoise) {
  ExperimentSpec chosen = spec();
  for (const bool learned_longer : {false, true}) {
    Trainer trainer(chosen);
    for (int i = 0; i < (learned_longer ? 6 : 2); ++i) trainer.step();
    LoadedNetwork network;
    network.load(trainer.freeze());
    const auto known = std::make_shared<const ExperimentParts>(trainer.parts());
    const auto grid = made(
        StepGrid({known, network.score(true), "averaged weights", trainer.steps_done(), nullptr}));
    ASSERT_EQ(grid->cells.size(), 6U);
    EXPECT_EQ(grid->done, grid->total);
    EXPECT_EQ(grid->total, 3 * (2 + 5) * 4);
    EXPECT_FALSE(grid->running);
    for (const auto& cell : grid->cells) {
      ASSERT_TRUE(cell);
      EXPECT_TRUE(cell->finished);
      EXPECT_EQ(cell->pictures, run_of(chosen, *known, network.score(true), *cell))
          << cell->steps_per_level << " " << cell->epsilon;
    }
  }
}

// With no score the pictures are start + sqrt(epsilon) (a sum that only the random numbers and T
// decide).
TEST_F(Grid, ThreeColumnsSeeOneNoise) {
  const ScoreFunction nothing = [](const torch::Tensor& points, const torch::Tensor&) {
    return torch::zeros_like(points);
  };
  const auto grid = made(StepGrid({parts(spec()), nothing, "raw weights", 0, nullptr}));
  for (std::size_t row = 0; row < 2; ++row) {
    const auto at = [&](std::size_t column) {
      return torch::tensor(grid->cell(row, column)->pictures);
    };
    const auto moved = [&](std::size_t column) {
      return (at(column) - at(0)) /
             (std::sqrt(grid->epsilon[column]) - std::sqrt(grid->epsilon[0]));
    };
    const torch::Tensor difference = moved(2) - moved(1);
    EXPECT_LT(difference.abs().max().item<double>(), 1e-3 * moved(2).abs().max().item<double>());
    EXPECT_GT(moved(2).std().item<double>(), 0.0);
  }
}

TEST_F(Grid, NoiseIsWhatTheRecursionOfTheVarianceSays) {
  ExperimentSpec chosen = spec();
  chosen.step_grid = {{10, 30}, {1e-5, 1e-4, 1e-3}, 24, false};
  const auto all = parts(chosen);
  const torch::Tensor picture = torch::full({784}, -1.0, torch::kFloat64);
  const auto grid = made(StepGrid({all, score_of_one(picture), "raw weights", 0, nullptr}));
  EXPECT_NEAR(grid->bound, 4e-4, 1e-12);
  EXPECT_NEAR(grid->inflation[0], 1.0 / (1.0 - 0.025), 1e-9);
  EXPECT_NEAR(grid->inflation[1], 4.0 / 3.0, 1e-9);
  EXPECT_TRUE(std::isinf(grid->inflation[2]));
  for (std::size_t row = 0; row < 2; ++row) {
    for (std::size_t column = 0; column < 2; ++column) {
      const StepGridCell& cell = *grid->cell(row, column);
      EXPECT_TRUE(grid->is_stable(column));
      EXPECT_NEAR(cell.noise / cell.expected_noise, 1.0, 0.03) << row << " " << column;
    }
    const StepGridCell& beyond = *grid->cell(row, 2);
    EXPECT_FALSE(grid->is_stable(2));
    // thirty steps take it beyond what a float can hold
    EXPECT_TRUE(beyond.not_finite == 1.0 || beyond.noise > 100.0 * grid->cell(row, 1)->noise)
        << beyond.noise;
  }
  // ten steps of 1e-5 do not follow a ladder that falls by a factor of six; a longer row does
  EXPECT_GT(grid->cell(0, 0)->noise, 2.0 * grid->cell(1, 0)->noise);
}

TEST_F(Grid, CancelActsAtOnceAndKeepsWhatIsFinished) {
  const torch::Tensor picture = torch::zeros({784}, torch::kFloat64);
  StepGrid grid({parts(spec()), score_of_one(picture), "raw weights", 0, nullptr});
  EXPECT_TRUE(grid.frame()->running);
  for (int i = 0; i < 8 + 3; ++i) grid.advance();  // the first cell takes eight steps
  const auto before = grid.frame();
  EXPECT_EQ(before->done, 11);
  EXPECT_FALSE(before->cells[1]->finished);
  EXPECT_EQ(before->cells[1]->step, 3);
  grid.cancel();
  grid.advance();
  const auto after = grid.frame();
  EXPECT_FALSE(grid.in_progress());
  EXPECT_FALSE(after->running);
  EXPECT_TRUE(after->cancelled);
  EXPECT_EQ(after->cells[0], before->cells[0]);
  EXPECT_EQ(after->cells[1], nullptr);
}

TEST_F(Grid, ASpecWithoutAnnealedLangevinHasThePostersRule) {
  ExperimentSpec chosen = spec();
  chosen.samplers = {{"heun", {}}};
  const Choice choice = grid_sampler(chosen, 7, 0.5);
  EXPECT_EQ(choice.kind, "annealed_langevin");
  EXPECT_EQ(choice.options.at("convention"), Value(std::string("P")));
  EXPECT_EQ(choice.options.at("last_step_noise"), Value(false));
  EXPECT_EQ(choice.options.at("steps_per_level"), Value(std::int64_t{7}));
  chosen.samplers = {{"heun", {}}, {"annealed_langevin", {{"convention", std::string("Q")}}}};
  EXPECT_EQ(grid_sampler(chosen, 7, 0.5).options.at("convention"), Value(std::string("Q")));
}

TEST_F(Grid, ThatLeavesTheFiniteNumbersSaysSoAndGoesOn) {
  const ScoreFunction broken = [](const torch::Tensor& points, const torch::Tensor&) {
    return points * 1e60;
  };
  const auto grid = made(StepGrid({parts(spec()), broken, "raw weights", 0, nullptr}));
  for (const auto& cell : grid->cells) {
    EXPECT_NE(cell->failure, "");
    EXPECT_GT(cell->not_finite, 0.0);
    EXPECT_LT(cell->step, cell->step_count);
  }
  EXPECT_EQ(grid->done, grid->total);
}

TEST_F(Grid, AsCsvHasARowForEachFinishedCell) {
  const torch::Tensor picture = torch::zeros({784}, torch::kFloat64);
  StepGrid grid({parts(spec()), score_of_one(picture), "raw weights", 12, nullptr});
  for (int i = 0; i < 2 * 8 + 1; ++i) grid.advance();
  std::istringstream lines(step_grid_csv(*grid.frame()));
  std::string header, first, second, none;
  std::getline(lines, header);
  std::getline(lines, first);
  std::getline(lines, second);
  EXPECT_TRUE(
      header.starts_with("steps_per_level,epsilon,convention,bound,stable,inflation,noise"));
  EXPECT_TRUE(first.starts_with("2,1e-05,P,0.0004,1,1.0256")) << first;
  EXPECT_TRUE(second.starts_with("2,0.0001,P,0.0004,1,1.3333")) << second;
  EXPECT_TRUE(first.ends_with(",3,8,raw,12")) << first;
  EXPECT_FALSE(std::getline(lines, none));
}

TEST_F(Grid, IsMadeBesideSamplingAndDoesNotDisturbIt) {
  const ExperimentSpec chosen = spec();
  Trainer trainer(chosen);
  for (int i = 0; i < 3; ++i) trainer.step();
  PictureSimulator alone(chosen, 1, trainer.parts().pictures);
  PictureSimulator both(chosen, 1, trainer.parts().pictures);
  for (PictureSimulator* simulator : {&alone, &both}) simulator->adopt(trainer.freeze());
  EXPECT_EQ(both.frame()->pictures->step_grid, nullptr);
  both.make_step_grid();
  EXPECT_TRUE(both.is_measuring());
  while (alone.advance_sampling()) both.measure_slice(LiveSimulator::Clock::now());
  while (both.advance_sampling()) both.measure_slice(LiveSimulator::Clock::now());
  EXPECT_EQ(alone.frame()->pictures->galleries[0]->tiles,
            both.frame()->pictures->galleries[0]->tiles);
  while (both.frame()->pictures->step_grid->running) {
    both.measure_slice(LiveSimulator::Clock::now());
  }
  const auto grid = both.frame()->pictures->step_grid;
  EXPECT_EQ(grid->training_step, 3);
  EXPECT_EQ(grid->weights, "averaged weights");
  LoadedNetwork network;
  network.load(trainer.freeze());
  EXPECT_EQ(grid->cell(0, 1)->pictures,
            run_of(chosen, trainer.parts(), network.score(true), *grid->cell(0, 1)));
}

TEST_F(Grid, RunsWhileTrainingGoesOnAndStopsWhenAsked) {
  ExperimentSpec chosen = spec();
  chosen.training.stop_after = 1'000'000;
  chosen.step_grid.steps_per_level = {1000, 5000};
  Session session;
  session.start(chosen);
  session.train(true);
  const auto grid = [&] {
    const auto frames = session.newest();
    return frames.simulation ? frames.simulation->pictures->step_grid : nullptr;
  };
  ASSERT_TRUE(wait_until([&] { return session.newest().simulation != nullptr; }));
  session.make_step_grid();
  ASSERT_TRUE(wait_until([&] { return grid() && grid()->done > 20; }));
  const std::int64_t trained = session.newest().training->step;
  ASSERT_TRUE(wait_until([&] { return session.newest().training->step > trained + 5; }));
  EXPECT_TRUE(grid()->running);
  EXPECT_GT(grid()->seconds_left, 0.0);
  session.cancel_step_grid();
  ASSERT_TRUE(wait_until([&] { return !grid()->running; }));
  EXPECT_TRUE(grid()->cancelled);
  EXPECT_EQ(session.newest().training->state, TrainingState::kRunning);
  session.make_step_grid();
  ASSERT_TRUE(wait_until([&] { return grid()->running; }));
  session.start(chosen);  // a new run has none
  ASSERT_TRUE(wait_until([&] { return session.newest().simulation && !grid(); }));
}

TEST_F(Grid, OfAHeadlessRunIsMadeOnlyIfAskedFor) {
  ExperimentSpec chosen = spec();
  chosen.training.stop_after = 3;
  chosen.distances.samples = 0;
  chosen.sampling.weights = "raw";
  EXPECT_EQ(run_headless(chosen, {.measure = false}).pictures->step_grid, nullptr);
  chosen.step_grid.at_end = true;
  std::string last;
  HeadlessOptions options{.measure = false};
  options.progress = [&](const HeadlessProgress& progress) { last = progress.stage; };
  const HeadlessResult result = run_headless(chosen, options);
  const auto grid = result.pictures->step_grid;
  ASSERT_TRUE(grid);
  EXPECT_EQ(grid->weights, "raw weights");
  EXPECT_EQ(grid->training_step, 3);
  EXPECT_EQ(grid->done, grid->total);
  EXPECT_TRUE(grid->cell(0, 0)->unknown.has_value());
  EXPECT_EQ(last, "making the grid");
}

}  // namespace
}  // namespace scorescope
