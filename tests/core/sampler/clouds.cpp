#include "tests/core/sampler/clouds.h"

#include <ATen/Parallel.h>
#include <torch/types.h>

#include <cmath>

#include "core/tensor_draws.h"

namespace scorescope::clouds {
namespace {

/// As in the program: a second thread makes Torch's small operations several times slower.
class OneThread : public testing::Environment {
 public:
  void SetUp() override { torch::set_num_threads(1); }
};

[[maybe_unused]] const auto* const kOneThread =
    testing::AddGlobalTestEnvironment(new OneThread);  // GoogleTest deletes it

}  // namespace

Mixture reference_mixture() {
  return Mixture({isotropic(0.8, 5, 5, 1), isotropic(0.2, -5, -5, 1)});
}

std::vector<double> geometric_ladder(double max, double min, int count) {
  std::vector<double> levels;
  for (int i = 0; i < count; ++i) levels.push_back(max * std::pow(min / max, i / (count - 1.0)));
  return levels;
}

torch::Tensor run(const Sampler& sampler, const torch::Tensor& start, const ScoreFunction& score,
                  std::uint64_t seed) {
  RandomStream noise(seed, "sampler");
  torch::Tensor points = start;
  for (std::int64_t step = 0; step < sampler.step_count(); ++step) {
    sampler.advance(points, step, {score, noise});
  }
  return points;
}

torch::Tensor normal_cloud(std::int64_t n, double mean, double std, std::uint64_t seed) {
  RandomStream stream(seed, "start");
  return mean + std * draw_normal(stream, {n, 2}, torch::kFloat64);
}

SplitSummary split(const torch::Tensor& points) {
  const auto upper = points.sum(1) > 0;
  double square = 0.0;
  for (const auto& side : {points.index({upper}), points.index({~upper})}) {
    if (side.size(0) > 0) square += (side - side.mean(0)).square().sum().item<double>();
  }
  return {upper.to(torch::kFloat64).mean().item<double>(),
          std::sqrt(square / static_cast<double>(points.numel()))};
}

void expect_variance(const torch::Tensor& points, double expected, const std::string& what) {
  const double found = points.square().mean().item<double>();
  const double error = expected * std::sqrt(2.0 / static_cast<double>(points.numel()));
  EXPECT_NEAR(found, expected, 4.5 * error) << what << ": standard error " << error;
}

}  // namespace scorescope::clouds
