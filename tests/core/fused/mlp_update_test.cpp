// Adam, AdamW, clipping and the average of the fused step against plain double precision, and what
// goes in comes out.
#include <gtest/gtest.h>
#include <torch/types.h>

#include <cmath>
#include <limits>

#include "core/fused/mlp_scorer.h"
#include "tests/core/fused/network_case.h"

namespace scorescope {
namespace {

using Numbers = torch::Tensor;  // flat, float64

struct PlainTraining {
  Numbers weights, averaged, first, second;
  std::int64_t steps = 0;

  // Kingma & Ba 2015, algorithm 1; Loshchilov & Hutter 2019, algorithm 2.
  void update(Numbers gradient, const UpdateOptions& o) {
    ++steps;
    const auto n = static_cast<double>(steps);
    if (o.clip > 0.0) {
      gradient = gradient * std::min(1.0, o.clip / (gradient.norm().item<double>() + 1e-6));
    }
    if (o.decoupled) {
      weights = weights * (1.0 - o.learning_rate * o.weight_decay);
    } else {
      gradient = gradient + o.weight_decay * weights;
    }
    first = o.beta1 * first + (1.0 - o.beta1) * gradient;
    second = o.beta2 * second + (1.0 - o.beta2) * gradient.square();
    const Numbers mean = first / (1.0 - std::pow(o.beta1, n));
    const Numbers variance = second / (1.0 - std::pow(o.beta2, n));
    weights = weights - o.learning_rate * mean / (variance.sqrt() + o.epsilon);
    averaged = o.kept * averaged + (1.0 - o.kept) * weights;
  }
};

Numbers joined(const ParameterRoom& room) { return torch::cat(room.tensors).to(torch::kFloat64); }

double distance(const Numbers& a, const Numbers& b) {
  return ((a - b).norm() / b.norm()).item<double>();
}

void expect_updates(const UpdateOptions& options) {
  NetworkAndBatch drawn({.width = 33, .depth = 2, .batch = 60});
  MlpTraining training(drawn.shape);
  training.set_levels(drawn.denoising);
  training.start_from(drawn.parameters());
  ParameterRoom gradient(drawn.shape), weights(drawn.shape), averaged(drawn.shape),
      first(drawn.shape), second(drawn.shape);
  TrainingTensors<ParameterPlaces> all{weights.places, averaged.places, first.places,
                                       second.places};
  training.store(all);
  PlainTraining plain{joined(weights), joined(averaged), joined(first), joined(second)};
  for (int step = 1; step <= 20; ++step) {
    training.evaluate(drawn.batch());
    training.store_gradient(gradient.places);
    training.update(options);
    plain.update(joined(gradient), options);
    training.store(all);
    EXPECT_EQ(all.steps, step);
    EXPECT_LT(distance(joined(weights), plain.weights), 4e-6) << instruction_set();
    EXPECT_LT(distance(joined(averaged), plain.averaged), 4e-6) << instruction_set();
    EXPECT_LT(distance(joined(first), plain.first), 4e-6) << instruction_set();
    EXPECT_LT(distance(joined(second), plain.second), 4e-6) << instruction_set();
  }
}

TEST(FusedUpdate, MatchesPlainAdam) {
  for_each_instruction_set([] {
    expect_updates({});
    expect_updates({.learning_rate = 1e-2, .weight_decay = 0.1, .kept = 0.5});
  });
}

TEST(FusedUpdate, MatchesPlainAdamW) {
  for_each_instruction_set(
      [] { expect_updates({.learning_rate = 1e-2, .weight_decay = 0.1, .decoupled = true}); });
}

TEST(FusedUpdate, ClipsTheGradientsNorm) {
  for_each_instruction_set([] {
    expect_updates({.clip = 0.01});
    expect_updates({.clip = 1e6});
  });
}

TEST(FusedUpdate, GivesBackWhatWasLoadedAndGoesOnFromThere) {
  for_each_instruction_set([] {
    for (const std::int64_t width : {1, 63, 64, 65}) {
      NetworkAndBatch drawn({.width = width, .depth = 3});
      const auto room = [&] { return ParameterRoom(drawn.shape); };
      ParameterRoom weights = room(), averaged = room(), first = room(), second = room();
      TrainingTensors<ParameterPlaces> out{weights.places, averaged.places, first.places,
                                           second.places};
      MlpTraining training(drawn.shape);
      training.set_levels(drawn.denoising);
      training.start_from(drawn.parameters());
      const auto steps = [&](MlpTraining& some, int count) {
        for (int i = 0; i < count; ++i) {
          some.evaluate(drawn.batch());
          some.update({.learning_rate = 1e-2});
        }
      };
      steps(training, 3);
      training.store(out);
      MlpTraining resumed(drawn.shape);
      resumed.set_levels(drawn.denoising);
      resumed.load(
          {weights.values(), averaged.values(), first.values(), second.values(), out.steps});
      steps(training, 3);
      steps(resumed, 3);
      training.store(out);
      const Numbers expected = joined(averaged), moments = joined(second);
      resumed.store(out);
      EXPECT_TRUE(torch::equal(joined(averaged), expected));
      EXPECT_TRUE(torch::equal(joined(second), moments));
    }
  });
}

// A unit without gradient would reach numbers that make each step many times as long.
TEST(FusedUpdate, KeepsMomentsThatFadeOutOfTheSubnormalNumbers) {
#if !defined(__x86_64__)
  GTEST_SKIP() << "subnormal numbers are kept where they cost nothing";
#endif
  for_each_instruction_set([] {
    NetworkAndBatch drawn({.activation = "relu", .width = 16});
    {
      const torch::NoGradGuard no_grad;
      drawn.network->parameters()[1].fill_(1.0);  // all alive
    }
    MlpTraining training(drawn.shape);
    training.set_levels(drawn.denoising);
    training.start_from(drawn.parameters());
    training.evaluate(drawn.batch());
    training.update({});
    ParameterRoom weights(drawn.shape), first(drawn.shape), second(drawn.shape);
    TrainingTensors<ParameterPlaces> all{weights.places, {}, first.places, second.places};
    training.store(all);
    weights.tensors[1].fill_(-1000.0);  // dead for ever
    first.tensors[1].fill_(1e-37), second.tensors[1].fill_(1e-37);
    training.load({weights.values(), weights.values(), first.values(), second.values(), 1});
    for (int step = 0; step < 40; ++step) {
      training.evaluate(drawn.batch());
      training.update({.beta2 = 0.9});
    }
    training.store(all);
    constexpr float kLeast = std::numeric_limits<float>::min();
    for (const torch::Tensor& moment : {first.tensors[1], second.tensors[1]}) {
      EXPECT_LT(moment.max().item<float>(), 2e-37f) << instruction_set();
      EXPECT_FALSE(((moment != 0.0f) & (moment < kLeast)).any().item<bool>()) << instruction_set();
    }
  });
}

TEST(FusedScorer, MatchesTheNetworkInDoublePrecision) {
  for_each_instruction_set([] {
    for (const auto& form : output_forms()) {
      for (const std::string noise_input : {"log_sigma", "fourier", "none"}) {
        for (const std::int64_t batch : {1, 3, 6, 97, 300}) {
          for (const std::int64_t width : {7, 64, 129}) {
            const NetworkCase given{
                .noise_input = noise_input, .output = form.id, .width = width, .batch = batch};
            NetworkAndBatch drawn(given);
            const MlpScorer scorer(drawn.shape, drawn.parameters());
            torch::Tensor scores = torch::empty({batch, 2});
            scorer.score({drawn.points.data_ptr<float>(), drawn.sigma.data_ptr<float>(), batch},
                         scores.data_ptr<float>());
            torch::Tensor shared = drawn.points.clone();
            const float sigma = drawn.sigma[0].item<float>();
            scorer.score({shared.data_ptr<float>(), &sigma, batch, true}, shared.data_ptr<float>());
            EXPECT_TRUE(torch::equal(scores[0], shared[0])) << given.text();
            const torch::NoGradGuard no_grad;
            drawn.network->to(torch::kFloat64);
            const torch::Tensor expected = drawn.network->score(drawn.points.to(torch::kFloat64),
                                                                drawn.sigma.to(torch::kFloat64));
            const double size = expected.norm().item<double>();
            EXPECT_LT((scores - expected).norm().item<double>() / size, 3e-6) << given.text();
          }
        }
      }
    }
  });
}

}  // namespace
}  // namespace scorescope
