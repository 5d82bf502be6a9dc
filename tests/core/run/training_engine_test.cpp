// The two engines behind the trainer: one curve, one run that either may take over, and what is
// refused.
#include "core/run/detail/training_engine.h"

#include <gtest/gtest.h>
#include <torch/types.h>

#include <algorithm>
#include <cmath>

#include "core/base/error.h"
#include "core/fused/instruction_set.h"
#include "core/network/averaged_weights.h"
#include "core/run/choices.h"
#include "core/run/detail/trainer.h"
#include "core/tensor_draws.h"
#include "tests/core/run/small_spec.h"
#include "tests/core/run/trained_losses.h"

namespace scorescope {
namespace {

ExperimentSpec with_engine(ExperimentSpec spec, const char* engine) {
  spec.training.engine = engine;
  return spec;
}

double largest_relative_difference(const std::vector<double>& a, const std::vector<double>& b) {
  double largest = 0.0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    const double difference = std::abs(a[i] - b[i]) / std::abs(b[i]);
    if (!(difference <= largest)) largest = difference;  // NaN too
    if (std::isnan(largest)) return largest;
  }
  return largest;
}

bool has_fused_engine() { return !instruction_sets().empty(); }

/// A spec and what is special about it.
struct Case {
  std::string name;
  ExperimentSpec spec;
};

std::vector<Case> cases() {
  const auto changed = [](auto change) {
    ExperimentSpec spec = small_spec();
    change(spec);
    return spec;
  };
  using S = ExperimentSpec;
  std::vector<Case> all{
      {"default lesson", ExperimentSpec{}},
      {"one level", changed([](S& s) { s.objective.kind = "denoising_one_level"; })},
      {"explicit", changed([](S& s) { s.objective.kind = "explicit"; })},
      {"explicit on clean data", changed([](S& s) {
         s.objective = {"explicit", {{"on", std::string("clean")}}};
       })},
      {"AdamW with decay", changed([](S& s) {
         s.training.optimiser = "adamw";
         s.training.weight_decay = 0.1;
       })},
      {"Adam with decay and clipping", changed([](S& s) {
         s.training.weight_decay = 0.01;
         s.training.clip = 0.5;
       })},
      {"odd sizes", changed([](S& s) {
         s.network.options["width"] = std::int64_t{13};
         s.network.options["depth"] = std::int64_t{4};
         s.training.batch = 37;
       })}};
  for (const char* weighting : {"one", "sigma", "custom", "edm"}) {
    all.push_back({weighting, changed([&](S& s) {
                     s.objective.options["weighting"] = std::string(weighting);
                     s.objective.options["normalisation"] = std::string("mean");
                   })});
  }
  for (const char* output : {"score", "epsilon", "denoiser"}) {
    all.push_back(
        {output, changed([&](S& s) { s.network.options["output"] = std::string(output); })});
  }
  for (const char* input : {"fourier", "none"}) {
    all.push_back(
        {input, changed([&](S& s) { s.network.options["noise_input"] = std::string(input); })});
  }
  for (const char* activation : {"silu", "elu", "tanh", "gelu"}) {
    all.push_back({activation, changed([&](S& s) {
                     s.network.options["activation"] = std::string(activation);
                   })});
  }
  return all;
}

TEST(TrainingEngine, BothGiveTheSameLossCurve) {
  if (!has_fused_engine()) GTEST_SKIP() << "built without Highway";
  for (const auto& [name, spec] : cases()) {
    Trainer fused(with_engine(spec, "fused")), libtorch(with_engine(spec, "libtorch"));
    EXPECT_LT(largest_relative_difference(losses_of(fused, 200), losses_of(libtorch, 200)), 1e-4)
        << name;
    const auto strip = fused.frame()->level_strip;
    const auto other = libtorch.frame()->level_strip;
    EXPECT_EQ(strip.step, other.step) << name;
  }
}

TEST(TrainingEngine, EveryInstructionSetRepeatsItselfAndKeepsToTheCurve) {
  Trainer libtorch(with_engine(small_spec(), "libtorch"));
  const std::vector<double> expected = losses_of(libtorch, 200);
  for (const std::string& name : instruction_sets()) {
    use_instruction_set(name);
    Trainer first(small_spec()), second(small_spec());
    EXPECT_EQ(first.frame()->engine, "fused, " + name);
    const std::vector<double> losses = losses_of(first, 200);
    EXPECT_EQ(losses, losses_of(second, 200)) << name;
    EXPECT_LT(largest_relative_difference(losses, expected), 1e-4) << name;
  }
  if (has_fused_engine()) use_instruction_set("");
}

TEST(TrainingEngine, TwoThreadsGiveTheSameLossesBitForBit) {
  ExperimentSpec spec = small_spec();
  spec.training.batch = 300;
  Trainer one(spec);
  spec.compute.threads = 2;
  Trainer two(spec);
  EXPECT_EQ(losses_of(one, 30), losses_of(two, 30));
}

TEST(TrainingEngine, AnotherOneIsNoNewRun) {
  EXPECT_EQ(effect_of_change(schema(), with_engine(small_spec(), "fused"),
                             with_engine(small_spec(), "libtorch")),
            Effect::kLive);
}

TEST(TrainingEngine, AutoTakesTheFusedOneWhereItCan) {
  const auto engine_of = [](const ExperimentSpec& spec) { return Trainer(spec).frame()->engine; };
  const std::string fused = has_fused_engine() ? "fused, " + instruction_set() : "LibTorch";
  for (const char* objective : {"denoising", "denoising_one_level", "explicit"}) {
    ExperimentSpec spec = small_spec();
    spec.objective.kind = objective;
    EXPECT_EQ(engine_of(spec), fused) << objective;
    EXPECT_EQ(engine_of(with_engine(spec, "libtorch")), "LibTorch") << objective;
  }
  for (const char* objective : {"implicit", "sliced", "sliced_vr"}) {
    ExperimentSpec spec = small_spec();
    spec.objective.kind = objective;
    EXPECT_EQ(engine_of(spec), "LibTorch") << objective;
  }
  ExperimentSpec residual = small_spec();
  residual.network = {"residual_mlp", {}};
  EXPECT_EQ(engine_of(residual), "LibTorch");
}

TEST(TrainingEngine, TheFusedOneIsRefusedWithTheReasonWhereItCannot) {
  const auto refusal = [](const ExperimentSpec& spec) -> std::string {
    try {
      const Trainer trainer(with_engine(spec, "fused"));
    } catch (const UserError& error) {
      return error.what();
    }
    return "";
  };
  ExperimentSpec implicit = small_spec();
  implicit.objective.kind = "implicit";
  EXPECT_EQ(refusal(implicit),
            "training.engine is \"fused\", but that engine trains the objectives denoising, "
            "denoising_one_level, explicit only, and \"implicit\" differentiates the score; choose "
            "\"auto\" or \"libtorch\".");
  ExperimentSpec residual = small_spec();
  residual.network = {"residual_mlp", {}};
  EXPECT_EQ(refusal(residual),
            "training.engine is \"fused\", but that engine trains the network \"mlp\" only, and "
            "this one is \"residual_mlp\"; choose \"auto\" or \"libtorch\".");
}

TEST(TrainingEngine, ARefusedChangeOfEngineChangesNothing) {
  ExperimentSpec spec = small_spec();
  spec.objective.kind = "sliced_vr";
  Trainer trainer(spec);
  losses_of(trainer, 3);
  EXPECT_THROW(trainer.set_live_options(with_engine(spec, "fused")), UserError);
  Trainer untouched(spec);
  losses_of(untouched, 3);
  EXPECT_EQ(losses_of(trainer, 3), losses_of(untouched, 3));
}

TEST(TrainingEngine, ARunIsHandedOverInItsMiddleBothWays) {
  if (!has_fused_engine()) GTEST_SKIP() << "built without Highway";
  const ExperimentSpec fused = with_engine(small_spec(), "fused");
  const ExperimentSpec libtorch = with_engine(small_spec(), "libtorch");
  Trainer whole(libtorch);
  const std::vector<double> expected = losses_of(whole, 90);
  Trainer changing(libtorch);
  std::vector<double> losses = losses_of(changing, 30);
  for (const auto& spec : {fused, libtorch}) {
    const TensorFile before = changing.state();
    changing.set_live_options(spec);
    const TensorFile after = changing.state();
    EXPECT_TRUE(after.tensors == before.tensors) << "to " << spec.training.engine;
    EXPECT_EQ(after.metadata, before.metadata) << "to " << spec.training.engine;
    const std::vector<double> more = losses_of(changing, 30);
    losses.insert(losses.end(), more.begin(), more.end());
  }
  EXPECT_EQ(changing.steps_done(), 90);
  EXPECT_LT(largest_relative_difference(losses, expected), 1e-4);
}

TEST(TrainingEngine, ASavedRunGoesOnBitForBitWithEither) {
  for (const char* engine : {"fused", "libtorch"}) {
    if (!has_fused_engine()) engine = "libtorch";
    const ExperimentSpec spec = with_engine(small_spec(), engine);
    Trainer whole(spec), first(spec), second(spec);
    losses_of(whole, 50);
    losses_of(first, 20);
    second.restore(first.state(), "test state");
    losses_of(second, 30);
    EXPECT_TRUE(second.state().tensors == whole.state().tensors) << engine;
    EXPECT_EQ(second.state().metadata, whole.state().metadata) << engine;
  }
}

TEST(TrainingEngine, AnExplosionNamesStepAndLevelWithEither) {
  for (const char* engine : {"auto", "libtorch"}) {
    ExperimentSpec spec = with_engine(small_spec(), engine);
    spec.training.learning_rate = 1e12;
    Trainer trainer(spec);
    for (int i = 0; i < 500 && !trainer.failed(); ++i) trainer.step();
    ASSERT_TRUE(trainer.failed()) << engine;
    EXPECT_NE(trainer.failure().find("noise level"), std::string::npos) << trainer.failure();
    const auto frozen = trainer.freeze();
    for (const auto& tensor : frozen->raw) {
      EXPECT_TRUE(torch::isfinite(tensor).all().item<bool>()) << engine;
    }
  }
}

TEST(TrainingEngine, AnotherLossWeightInMidRunIsTheSameForBoth) {
  const auto losses_with = [](const char* engine) {
    ExperimentSpec spec = with_engine(small_spec(), engine);
    Trainer trainer(spec);
    losses_of(trainer, 10);
    spec.objective.options["weighting"] = std::string("one");
    trainer.set_live_options(spec);
    std::vector<double> losses{*trainer.frame()->loss};
    for (const double loss : losses_of(trainer, 50)) losses.push_back(loss);
    return losses;
  };
  EXPECT_LT(largest_relative_difference(losses_with("auto"), losses_with("libtorch")), 1e-4);
}

TEST(LoadedNetwork, FusedScoresAreLibTorchs) {
  RandomStream stream(5, "test points");
  const torch::Tensor points = 6.0 * draw_normal(stream, {333, 2}, torch::dtype(torch::kFloat64));
  const torch::Tensor sigma = 0.3 + 19.0 * draw_uniform(stream, {333}, points.options());
  for (const auto& [name, spec] : cases()) {
    Trainer trainer(spec);
    losses_of(trainer, 20);
    const auto frozen = trainer.freeze();
    LoadedNetwork loaded;
    loaded.load(frozen);
    const auto network =
        make_initial_network(spec.network, frozen->context, frozen->weights_seed, torch::kCPU);
    for (const bool averaged : {true, false}) {
      set_parameters(*network, averaged ? frozen->averaged : frozen->raw);
      const ScoreFunction plain = score_function_of(network, false);
      const ScoreFunction& fused = loaded.score(averaged);
      const torch::Tensor expected = plain(points, sigma);
      const double scale = expected.abs().max().item<double>();
      const torch::Tensor scores = fused(points, sigma);
      EXPECT_EQ(scores.scalar_type(), torch::kFloat64);
      EXPECT_LT((scores - expected).abs().max().item<double>(), 1e-5 * scale) << name;
      const torch::Tensor one = torch::full({1}, 2.0, points.options());
      EXPECT_LT((fused(points, one) - plain(points, one)).abs().max().item<double>(), 1e-5 * scale)
          << name << ", one level";
    }
  }
}

TEST(LoadedNetwork, PointsThatAskForGradientsGetThem) {
  LoadedNetwork loaded;
  loaded.load(Trainer(small_spec()).freeze());
  const torch::Tensor points = torch::ones({4, 2}, torch::kFloat64).set_requires_grad(true);
  const torch::Tensor sigma = torch::ones({4}, torch::kFloat64);
  loaded.score(true)(points, sigma).sum().backward();
  EXPECT_GT(points.grad().abs().max().item<double>(), 0.0);
}

}  // namespace
}  // namespace scorescope
