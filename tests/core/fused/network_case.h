// Networks of the catalogue with batches, for both the fused kernels and Torch in double precision.
#pragma once

#include <gtest/gtest.h>
#include <torch/types.h>

#include <memory>
#include <string>
#include <vector>

#include "core/fused/instruction_set.h"
#include "core/fused/mlp_shape.h"
#include "core/fused/mlp_training.h"
#include "core/network/mlp.h"
#include "core/tensor_draws.h"

namespace scorescope {

struct NetworkCase {
  std::string activation = "silu";
  std::string noise_input = "log_sigma";
  std::string output = "score_over_sigma";
  std::int64_t width = 32;
  std::int64_t depth = 2;
  std::int64_t batch = 100;

  std::string text() const {
    return activation + ", " + noise_input + ", " + output + ", width " + std::to_string(width) +
           ", depth " + std::to_string(depth) + ", batch " + std::to_string(batch) + ", " +
           instruction_set();
  }
};

inline constexpr double kDataStd = 3.0;

/// The case's network with biases and weights drawn, its shape and one batch on three levels.
class NetworkAndBatch {
 public:
  explicit NetworkAndBatch(const NetworkCase& given) : stream_(7, "case") {
    MlpOptions options;
    options.width = given.width;
    options.depth = given.depth;
    options.activation = given.activation;
    options.kind = given.noise_input;
    options.frequencies = 5;
    options.output = given.output;
    network = std::make_shared<Mlp>(options, kDataStd, stream_);
    const torch::NoGradGuard no_grad;
    for (auto& parameter : network->parameters()) {
      parameter.add_(draw_normal(stream_, parameter.sizes(), torch::kFloat32), 0.1);
    }
    shape = {given.width, given.depth,  given.activation, given.noise_input,
             {},          given.output, kDataStd};
    if (given.noise_input == "fourier") {
      const torch::Tensor frequencies = network->buffers().front().contiguous();
      const auto* first = frequencies.const_data_ptr<float>();
      shape.frequencies.assign(first, first + frequencies.numel());
    }
    const std::vector<float> sigmas{10.0f, 1.5f, 0.2f};
    level = draw_index(stream_, given.batch, 3, torch::kCPU);
    sigma = torch::tensor(sigmas).index_select(0, level);
    noise = draw_normal(stream_, {given.batch, 2}, torch::kFloat32);
    points =
        3.0 * draw_normal(stream_, {given.batch, 2}, torch::kFloat32) + sigma.unsqueeze(1) * noise;
    for (const float s : sigmas) denoising.push_back({s, s, 0.5});
    for (const float s : sigmas) plain.push_back({s, 1.0, 0.5 * s});
  }

  ParameterValues parameters() const {
    ParameterValues values;
    for (const auto& p : network->parameters()) {
      values.emplace_back(p.const_data_ptr<float>(), static_cast<std::size_t>(p.numel()));
    }
    return values;
  }

  RegressionBatch batch() const {
    return {points.size(0), points.const_data_ptr<float>(), level.const_data_ptr<std::int64_t>(),
            noise.const_data_ptr<float>()};
  }

  /// The loss of each point by Torch in double precision [n], with its graph.
  torch::Tensor exact_losses(const std::vector<LevelLoss>& levels) {
    network->to(torch::kFloat64);
    std::vector<double> scales, factors;
    for (const auto& l : levels) scales.push_back(l.scale), factors.push_back(l.factor);
    const auto at = [&](const std::vector<double>& v) {
      return torch::tensor(v, torch::kFloat64).index_select(0, level);
    };
    // asking for the points' gradient records the plain graph of every layer
    const torch::Tensor x = points.to(torch::kFloat64).set_requires_grad(true);
    const torch::Tensor score = network->score(x, sigma.to(torch::kFloat64));
    const torch::Tensor residual = at(scales).unsqueeze(1) * score + noise;
    return at(factors) * residual.square().sum(1);
  }

  std::shared_ptr<Mlp> network;
  MlpShape shape;
  torch::Tensor level, sigma, noise, points;
  std::vector<LevelLoss> denoising, plain;

 private:
  RandomStream stream_;
};

/// Room for each parameter, and where it is.
struct ParameterRoom {
  explicit ParameterRoom(const MlpShape& shape) {
    for (const std::int64_t size : parameter_sizes(shape)) {
      tensors.push_back(torch::zeros({size}));
      places.emplace_back(tensors.back().data_ptr<float>(), static_cast<std::size_t>(size));
    }
  }
  ParameterValues values() const { return {places.begin(), places.end()}; }

  std::vector<torch::Tensor> tensors;
  ParameterPlaces places;
};

/// Runs a test's body with each instruction set of the machine in turn.
template <class Body>
void for_each_instruction_set(const Body& body) {
  const auto names = instruction_sets();
  if (names.empty()) GTEST_SKIP() << "built without Highway";
  for (const auto& name : names) {
    use_instruction_set(name);
    ASSERT_EQ(instruction_set(), name);
    body();
  }
  use_instruction_set("");
}

}  // namespace scorescope
