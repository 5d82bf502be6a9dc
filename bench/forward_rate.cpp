// Points at which the simulator's learned score is evaluated in a second of processor time.
// usage: bench_forward_rate POINTS WIDTH DEPTH SECONDS [INSTRUCTIONS] -> "points_per_second
// <number>"
#include <ATen/Parallel.h>
#include <torch/types.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "bench/processor_time.h"
#include "core/fused/instruction_set.h"
#include "core/run/detail/trainer.h"
#include "core/tensor_draws.h"

int main(int count, char** arguments) {
  if (count < 5) {
    std::fprintf(stderr, "usage: bench_forward_rate POINTS WIDTH DEPTH SECONDS [INSTRUCTIONS]\n");
    return 2;
  }
  using namespace scorescope;
  using Clock = std::chrono::steady_clock;
  torch::set_num_threads(1);
  const torch::NoGradGuard no_gradients;
  if (count > 5) use_instruction_set(arguments[5]);
  const std::int64_t points = std::atoll(arguments[1]);
  ExperimentSpec spec;
  spec.network.options["width"] = static_cast<std::int64_t>(std::atoll(arguments[2]));
  spec.network.options["depth"] = static_cast<std::int64_t>(std::atoll(arguments[3]));
  spec.network.options["activation"] = std::string("silu");
  LoadedNetwork network;
  network.load(Trainer(spec).freeze());
  RandomStream stream(1, "bench");
  const auto floats = torch::dtype(torch::kFloat32);
  const torch::Tensor at = draw_normal(stream, {points, 2}, floats);
  const torch::Tensor sigma = torch::full({points}, 0.7, floats);  // one level, as on screen
  for (int i = 0; i < 20; ++i) (void)network.score(true)(at, sigma);
  const auto end = Clock::now() + std::chrono::duration<double>(std::atof(arguments[4]));
  const double began = processor_seconds();
  std::int64_t passes = 0;
  for (; Clock::now() < end; ++passes) (void)network.score(true)(at, sigma);
  std::printf("points_per_second %.0f\n",
              static_cast<double>(passes * points) / (processor_seconds() - began));
  return 0;
}
