// Steps a second of the real trainer (draws, loss history, averaged weights, frames at 25 Hz
// included). usage: bench_training_rate BATCH WIDTH DEPTH SECONDS   -> one line "steps_per_second
// <number>"
#include <ATen/Parallel.h>
#include <torch/types.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "core/run/detail/trainer.h"

namespace {

using Clock = std::chrono::steady_clock;

scorescope::ExperimentSpec spec_of(char** arguments) {
  scorescope::ExperimentSpec spec;
  spec.training.batch = std::atoll(arguments[1]);
  spec.network.options["width"] = static_cast<std::int64_t>(std::atoll(arguments[2]));
  spec.network.options["depth"] = static_cast<std::int64_t>(std::atoll(arguments[3]));
  spec.network.options["activation"] = std::string("silu");
  spec.noise.options["max"] = 10.0;  // the ladder of bench/peer_training.py
  spec.noise.options["min"] = 0.1;
  spec.noise.options["levels"] = std::int64_t{20};
  spec.training.stop_after = 100'000'000;
  return spec;
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 5) {
    std::fprintf(stderr, "usage: bench_training_rate BATCH WIDTH DEPTH SECONDS\n");
    return 2;
  }
  torch::set_num_threads(1);
  scorescope::Trainer trainer(spec_of(arguments));
  for (int i = 0; i < 50; ++i) trainer.step();
  const auto began = Clock::now();
  const auto end = began + std::chrono::duration<double>(std::atof(arguments[4]));
  auto published = began;
  std::int64_t steps = 0;
  while (Clock::now() < end) {
    trainer.step();
    ++steps;
    if (Clock::now() - published > std::chrono::milliseconds(40)) {
      (void)trainer.frame();
      published = Clock::now();
    }
  }
  const std::chrono::duration<double> span = Clock::now() - began;
  std::printf("steps_per_second %.1f\n", static_cast<double>(steps) / span.count());
  return 0;
}
