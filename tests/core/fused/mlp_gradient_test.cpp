// The fused training step's loss and gradient against Torch's autograd in double precision and
// against central differences.
#include <gtest/gtest.h>
#include <torch/types.h>

#include <cmath>
#include <limits>

#include "tests/core/fused/network_case.h"

namespace scorescope {
namespace {

double relative(const torch::Tensor& got, const torch::Tensor& expected) {
  const torch::Tensor exact = expected.flatten().to(torch::kFloat64);
  const double norm = exact.norm().item<double>();
  return (got.to(torch::kFloat64) - exact).norm().item<double>() / std::max(norm, 1e-12);
}

void expect_autograd(const NetworkCase& given, bool plain = false) {
  NetworkAndBatch drawn(given);
  ASSERT_TRUE(has_fused_mlp(drawn.shape)) << given.text();
  const auto& levels = plain ? drawn.plain : drawn.denoising;
  MlpTraining training(drawn.shape);
  training.start_from(drawn.parameters());
  training.set_levels(levels);
  const RegressionResult result = training.evaluate(drawn.batch());
  ParameterRoom gradient(drawn.shape);
  training.store_gradient(gradient.places);

  const torch::Tensor losses = drawn.exact_losses(levels);
  const double loss = losses.mean().item<double>();
  losses.mean().backward();
  EXPECT_TRUE(result.finite) << given.text();
  EXPECT_NEAR(result.loss / loss, 1.0, 2e-6) << given.text();
  const torch::Tensor per_point =
      torch::from_blob(const_cast<float*>(result.per_point.data()), {given.batch});
  EXPECT_LT(relative(per_point, losses.detach()), 3e-6) << given.text();
  double squares = 0.0;
  const auto parameters = drawn.network->parameters();
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    EXPECT_LT(relative(gradient.tensors[i], parameters[i].grad()), 1e-5)
        << "tensor " << i << " of " << given.text();
    squares += parameters[i].grad().square().sum().item<double>();
  }
  EXPECT_NEAR(result.gradient_norm / std::sqrt(squares), 1.0, 1e-5) << given.text();
}

TEST(FusedGradient, MatchesAutogradForEveryActivation) {
  for_each_instruction_set([] {
    for (const auto& activation : activations()) {
      for (const std::int64_t depth : {1, 2, 4}) {
        expect_autograd({.activation = activation.id, .depth = depth});
      }
    }
  });
}

TEST(FusedGradient, MatchesAutogradForEveryOutputNoiseInputAndLoss) {
  for_each_instruction_set([] {
    for (const auto& form : output_forms()) {
      for (const std::string noise_input : {"log_sigma", "fourier", "none"}) {
        for (const bool plain : {false, true}) {
          expect_autograd({.noise_input = noise_input, .output = form.id}, plain);
        }
      }
    }
  });
}

TEST(FusedGradient, MatchesAutogradForOddWidthsAndBatches) {
  for_each_instruction_set([] {
    for (const std::int64_t width : {1, 2, 7, 15, 16, 17, 48, 63, 64, 65, 96, 112, 129, 200}) {
      for (const std::string activation : {"silu", "softplus"}) {
        expect_autograd({.activation = activation, .width = width, .depth = 3, .batch = 65});
      }
    }
    for (const std::int64_t batch : {1, 2, 3, 4, 5, 7, 96, 97, 143, 144, 239, 240, 512}) {
      expect_autograd({.width = 65, .batch = batch});
    }
  });
}

TEST(FusedGradient, MatchesAutogradForWideAndDeepNetworks) {
  for_each_instruction_set([] {
    expect_autograd({.width = 1024, .depth = 2, .batch = 50});
    expect_autograd({.width = 40, .depth = 8, .batch = 50});
  });
}

TEST(FusedGradient, MatchesCentralDifferencesInDoublePrecision) {
  constexpr double kStep = 1e-5;
  for_each_instruction_set([] {
    for (const auto& activation : activations()) {
      if (activation.id == "relu") continue;  // a step across a kink is not the slope
      const NetworkCase given{.activation = activation.id, .width = 65, .depth = 3, .batch = 97};
      NetworkAndBatch drawn(given);
      MlpTraining training(drawn.shape);
      training.start_from(drawn.parameters());
      training.set_levels(drawn.denoising);
      training.evaluate(drawn.batch());
      ParameterRoom gradient(drawn.shape);
      training.store_gradient(gradient.places);
      drawn.network->to(torch::kFloat64);
      const torch::NoGradGuard no_grad;
      RandomStream stream(3, "places");
      const auto parameters = drawn.network->parameters();
      for (std::size_t i = 0; i < parameters.size(); ++i) {
        torch::Tensor flat = parameters[i].flatten();
        const torch::Tensor places = draw_index(stream, 12, flat.numel(), torch::kCPU);
        double error = 0.0, size = 0.0;
        for (std::int64_t n = 0; n < 12; ++n) {
          const auto place = places[n].item<std::int64_t>();
          auto* const value = parameters[i].data_ptr<double>() + place;
          const double kept = *value;
          const auto loss_at = [&](double x) {
            *value = x;
            return drawn.exact_losses(drawn.denoising).mean().item<double>();
          };
          const double slope = (loss_at(kept + kStep) - loss_at(kept - kStep)) / (2.0 * kStep);
          *value = kept;
          const double got = gradient.tensors[i][place].item<double>();
          error += (got - slope) * (got - slope);
          size += slope * slope;
        }
        EXPECT_LT(std::sqrt(error / size), 1e-5) << "tensor " << i << " of " << given.text();
      }
    }
  });
}

TEST(FusedGradient, SeesWhatIsNotFinite) {
  for_each_instruction_set([] {
    for (const auto& activation : activations()) {
      for (const float bad :
           {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity()}) {
        NetworkAndBatch drawn({.activation = activation.id});
        MlpTraining training(drawn.shape);
        training.set_levels(drawn.denoising);
        training.start_from(drawn.parameters());
        EXPECT_TRUE(training.evaluate(drawn.batch()).finite);
        const torch::Tensor kept = drawn.points.clone();
        drawn.points[17][1] = bad;
        EXPECT_FALSE(training.evaluate(drawn.batch()).finite) << activation.id << " " << bad;
        drawn.points = kept;
        EXPECT_TRUE(training.evaluate(drawn.batch()).finite);
        const torch::NoGradGuard no_grad;
        drawn.network->parameters()[2][3][4] = std::numeric_limits<float>::quiet_NaN();
        training.start_from(drawn.parameters());
        EXPECT_FALSE(training.evaluate(drawn.batch()).finite) << activation.id << ", a weight";
      }
    }
  });
}

TEST(FusedGradient, IsTheSameToTheBitAgainAndWithMoreThreads) {
  for_each_instruction_set([] {
    NetworkAndBatch drawn({.width = 129, .depth = 3, .batch = 500});
    const auto gradient = [&](int threads) {
      MlpTraining training(drawn.shape);
      training.set_threads(threads);
      training.set_levels(drawn.denoising);
      training.start_from(drawn.parameters());
      training.evaluate(drawn.batch());
      training.evaluate(drawn.batch());
      ParameterRoom room(drawn.shape);
      training.store_gradient(room.places);
      return torch::cat(room.tensors);
    };
    const torch::Tensor once = gradient(1);
    for (const int threads : {1, 2, 3}) {
      EXPECT_TRUE(torch::equal(once, gradient(threads))) << threads << " threads";
    }
  });
}

}  // namespace
}  // namespace scorescope
