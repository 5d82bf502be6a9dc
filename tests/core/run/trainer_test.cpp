#include "core/run/detail/trainer.h"

#include <gtest/gtest.h>
#include <torch/types.h>

#include <cmath>

#include "core/base/error.h"
#include "core/run/detail/frozen_network.h"
#include "tests/core/run/small_spec.h"
#include "tests/core/run/trained_losses.h"

namespace scorescope {
namespace {

TEST(Trainer, SameSeedGivesTheSameLossesBitForBit) {
  Trainer first(small_spec());
  Trainer second(small_spec());
  EXPECT_EQ(losses_of(first, 40), losses_of(second, 40));
}

TEST(Trainer, AnotherSeedGivesOtherLosses) {
  ExperimentSpec other = small_spec();
  other.seeds.main = 43;
  Trainer first(small_spec());
  Trainer second(other);
  EXPECT_NE(losses_of(first, 5), losses_of(second, 5));
}

TEST(Trainer, LookingDoesNotChangeTheLosses) {
  Trainer watched(small_spec());
  Trainer alone(small_spec());
  std::vector<double> losses;
  for (int i = 0; i < 30; ++i) {
    watched.step();
    losses.push_back(watched.last_loss());
    (void)watched.frame();
  }
  EXPECT_EQ(losses, losses_of(alone, 30));
}

TEST(Trainer, ResumesBitForBit) {
  for (const char* objective : {"denoising", "sliced_vr"}) {
    ExperimentSpec spec = small_spec();
    spec.objective.kind = objective;
    Trainer whole(spec);
    const std::vector<double> all = losses_of(whole, 50);
    Trainer first(spec);
    losses_of(first, 20);
    Trainer second(spec);
    second.restore(first.state(), "test state");
    EXPECT_EQ(second.steps_done(), 20);
    EXPECT_EQ(losses_of(second, 30), std::vector<double>(all.begin() + 20, all.end())) << objective;
    const auto a = whole.freeze();
    const auto b = second.freeze();
    for (std::size_t i = 0; i < a->raw.size(); ++i) {
      EXPECT_TRUE(torch::equal(a->raw[i], b->raw[i])) << objective << ", parameter " << i;
      EXPECT_TRUE(torch::equal(a->averaged[i], b->averaged[i])) << objective << ", average " << i;
    }
    EXPECT_EQ(whole.frame()->loss_history.mean, second.frame()->loss_history.mean);
  }
}

TEST(Trainer, RefusesTheStateOfAnotherNetwork) {
  Trainer small(small_spec());
  ExperimentSpec wide = small_spec();
  wide.network.options["width"] = std::int64_t{20};
  Trainer other(wide);
  try {
    other.restore(small.state(), "small.safetensors");
    FAIL() << "a state of another width was taken";
  } catch (const UserError& error) {
    EXPECT_NE(std::string(error.what()).find("small.safetensors"), std::string::npos)
        << error.what();
  }
}

TEST(Trainer, AnExplodingRunKeepsFiniteWeightsAndNamesStepAndLevel) {
  ExperimentSpec spec = small_spec();
  spec.training.learning_rate = 1e12;
  spec.training.stop_after = 500;
  Trainer trainer(spec);
  for (int i = 0; i < 500 && !trainer.failed(); ++i) trainer.step();
  ASSERT_TRUE(trainer.failed()) << "the loss stayed finite: " << trainer.last_loss();
  EXPECT_NE(trainer.failure().find("step"), std::string::npos) << trainer.failure();
  EXPECT_NE(trainer.failure().find("noise level"), std::string::npos) << trainer.failure();
  const auto frozen = trainer.freeze();
  for (const auto& tensor : frozen->raw) {
    EXPECT_TRUE(torch::isfinite(tensor).all().item<bool>());
  }
  const std::int64_t steps = trainer.steps_done();
  trainer.step();
  EXPECT_EQ(trainer.steps_done(), steps);
}

TEST(Trainer, ALossThatStaysFiniteButExplodedStopsTheRun) {
  ExperimentSpec spec = small_spec();
  spec.training.learning_rate = 100.0;  // the largest that may be asked for
  spec.training.stop_after = 2000;
  Trainer trainer(spec);
  for (int i = 0; i < 2000 && !trainer.failed(); ++i) trainer.step();
  ASSERT_TRUE(trainer.failed()) << "the loss ended at " << trainer.last_loss();
  EXPECT_NE(trainer.failure().find("noise level"), std::string::npos) << trainer.failure();
}

TEST(Trainer, AnotherLossWeightIsNotTakenForAnExplosion) {
  ExperimentSpec spec = small_spec();
  spec.noise.options["min"] = 0.001;
  spec.training.stop_after = 1000;
  Trainer trainer(spec);
  losses_of(trainer, 5);
  spec.objective.options["weighting"] = std::string("one");  // the floor itself is near 1e5 now
  trainer.set_live_options(spec);
  EXPECT_GT(*trainer.frame()->loss, 1e4);
  losses_of(trainer, 150);
  EXPECT_FALSE(trainer.failed()) << trainer.failure();
}

TEST(Trainer, LiveOptionsKeepTheRun) {
  Trainer trainer(small_spec());
  losses_of(trainer, 10);
  const auto before = trainer.freeze();
  ExperimentSpec changed = small_spec();
  changed.training.learning_rate = 1e-6;
  trainer.set_live_options(changed);
  trainer.step();
  EXPECT_EQ(trainer.steps_done(), 11);
  double moved = 0.0;
  const auto after = trainer.freeze();
  for (std::size_t i = 0; i < after->raw.size(); ++i) {
    moved = std::max(moved, (after->raw[i] - before->raw[i]).abs().max().item<double>());
  }
  EXPECT_GT(moved, 0.0);
  EXPECT_LT(moved, 2e-6) << "a step of Adam is at most about the learning rate";
}

TEST(Trainer, EveryObjectiveTrains) {
  for (const EntryInfo& objective : objective_catalogue().infos()) {
    ExperimentSpec spec = small_spec();
    spec.objective = {objective.id, {}};
    Trainer trainer(spec);
    for (int i = 0; i < 20; ++i) trainer.step();
    EXPECT_FALSE(trainer.failed()) << objective.id << ": " << trainer.failure();
    EXPECT_EQ(trainer.frame()->loss_history.step.size(), 20U) << objective.id;
  }
}

TEST(Trainer, ALossNearItsFloorAfterAThousandSteps) {
  ExperimentSpec spec;  // the first lesson's set-up, shortened; floor 0.2020 (maths.md 1.7)
  spec.training.stop_after = 1500;
  Trainer trainer(spec);
  double sum = 0.0;
  for (int i = 0; i < 1500; ++i) {
    trainer.step();
    if (i >= 1000) sum += trainer.last_loss();
  }
  // A minibatch loss scatters by 0.03; the mean of 500 by 0.0015. Below the floor would be a bug,
  // and three times the floor would mean that nothing is learned.
  EXPECT_GT(sum / 500, 0.195);
  EXPECT_LT(sum / 500, 0.30);
}

TEST(Trainer, AnotherReferenceChangesTheTargetOfExplicitScoreMatchingOnly) {
  const auto loss_after_change = [](const char* objective, bool change) {
    ExperimentSpec spec = small_spec();
    spec.data = {"circle", {{"reference", std::string("ring")}}};
    spec.objective = {objective, {}};
    Trainer trainer(spec);
    trainer.step();
    spec.data.options["reference"] = std::string("radial");
    if (change) trainer.set_live_options(spec);
    trainer.step();
    EXPECT_EQ(trainer.steps_done(), 2);
    return trainer.last_loss();
  };
  EXPECT_EQ(loss_after_change("denoising", true), loss_after_change("denoising", false));
  EXPECT_NE(loss_after_change("explicit", true), loss_after_change("explicit", false));
}

}  // namespace
}  // namespace scorescope
