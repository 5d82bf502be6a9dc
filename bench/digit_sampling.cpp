// Seconds for 64 pictures from noise by the sampler of the lesson "digits-from-noise" (nine Heun
// points and a last denoising step: 17 calls of the network).
// usage: bench_digit_sampling [THREADS [REPETITIONS]] -> "wall_s <median> cpu_s <median>"
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <vector>

#include "build_config.h"
#include "core/experiment/lesson_library.h"
#include "core/run/choices.h"
#include "core/run/detail/picture_sampling.h"
#include "core/run/detail/trainer.h"

namespace {

using namespace scorescope;
using Clock = std::chrono::steady_clock;

double processor_seconds() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

double median(std::vector<double> values) {
  std::ranges::sort(values);
  return values[values.size() / 2];
}

}  // namespace

int main(int count, char** arguments) {
  ExperimentSpec spec = open_lesson(schema(), assets_directory(), "digits-from-noise").spec;
  spec.compute.threads = count > 1 ? std::atoll(arguments[1]) : 2;
  const int repetitions = count > 2 ? std::atoi(arguments[2]) : 7;
  use_threads(spec.compute);
  const ExperimentParts parts = make_parts(spec);
  // untrained: the time does not depend on the weights
  RandomStream weights(1, "bench");
  const auto network = make_network(spec.network, parts.network_context, weights);
  const ScoreFunction score = [&](const torch::Tensor& points, const torch::Tensor& sigma) {
    const torch::Tensor found =
        network->score(points.to(torch::kFloat32), sigma.to(torch::kFloat32));
    return found.to(points.scalar_type());
  };
  const torch::NoGradGuard no_grad;
  std::vector<double> wall, processor;
  for (int i = 0; i < repetitions + 1; ++i) {
    PictureSampling sampling(parts, spec.samplers.front(), spec.sampling.particles);
    const auto began = Clock::now();
    const double worked = processor_seconds();
    while (sampling.advance(score, true)) {
    }
    if (i == 0) continue;  // first calls prepare oneDNN's kernels
    wall.push_back(std::chrono::duration<double>(Clock::now() - began).count());
    processor.push_back(processor_seconds() - worked);
  }
  std::printf("wall_s %.3f cpu_s %.3f\n", median(wall), median(processor));
  return 0;
}
