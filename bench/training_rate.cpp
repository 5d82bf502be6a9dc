// Steps the real trainer makes in a second of processor time (draws, loss history, averaged
// weights, frames at 30 Hz included). usage: bench_training_rate BATCH WIDTH DEPTH SECONDS [ENGINE
// [INSTRUCTIONS]] -> one line "steps_per_second <number> <engine>". ENGINE as training.engine;
// INSTRUCTIONS "AVX2" and so on.
#include <ATen/Parallel.h>
#include <torch/types.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "bench/processor_time.h"
#include "core/fused/instruction_set.h"
#include "core/run/detail/trainer.h"

namespace {

using Clock = std::chrono::steady_clock;

scorescope::ExperimentSpec spec_of(int count, char** arguments) {
  scorescope::ExperimentSpec spec;
  spec.training.batch = std::atoll(arguments[1]);
  spec.network.options["width"] = static_cast<std::int64_t>(std::atoll(arguments[2]));
  spec.network.options["depth"] = static_cast<std::int64_t>(std::atoll(arguments[3]));
  spec.network.options["activation"] = std::string("silu");
  spec.noise.options["max"] = 10.0;  // the ladder of bench/peer_training.py
  spec.noise.options["min"] = 0.1;
  spec.noise.options["levels"] = std::int64_t{20};
  spec.training.stop_after = 100'000'000;
  if (count > 5) spec.training.engine = arguments[5];
  return spec;
}

}  // namespace

int main(int count, char** arguments) {
  if (count < 5) {
    std::fprintf(stderr,
                 "usage: bench_training_rate BATCH WIDTH DEPTH SECONDS [ENGINE [INSTRUCTIONS]]\n");
    return 2;
  }
  torch::set_num_threads(1);
  if (count > 6) scorescope::use_instruction_set(arguments[6]);
  scorescope::Trainer trainer(spec_of(count, arguments));
  for (int i = 0; i < 50; ++i) trainer.step();
  const auto end = Clock::now() + std::chrono::duration<double>(std::atof(arguments[4]));
  const double began = processor_seconds();
  auto now = Clock::now();
  auto published = now;
  std::int64_t steps = 0;
  for (; now < end; now = Clock::now()) {
    trainer.step();
    ++steps;
    if (now - published > std::chrono::milliseconds(33)) {
      (void)trainer.frame();
      published = now;
    }
  }
  std::printf("steps_per_second %.1f %s\n",
              static_cast<double>(steps) / (processor_seconds() - began),
              trainer.frame()->engine.c_str());
  return 0;
}
