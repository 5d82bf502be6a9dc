// Sampling steps a second of particles on the learned score while training goes on.
// usage: bench_particle_rate PARTICLES SECONDS
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <thread>

#include "core/run/session.h"

int main(int count, char** arguments) {
  if (count != 3) {
    std::fprintf(stderr, "usage: bench_particle_rate PARTICLES SECONDS\n");
    return 2;
  }
  using Clock = std::chrono::steady_clock;
  scorescope::ExperimentSpec spec;
  spec.sampling.particles = std::atoll(arguments[1]);
  spec.sampling.score = "learned";
  spec.sampling.speed = 0.0;
  spec.training.stop_after = 10'000'000;
  spec.samplers = {{"annealed_langevin", {{"steps_per_level", std::int64_t{100'000}}}}};
  scorescope::Session session;
  session.start(spec);
  session.train(true);
  std::this_thread::sleep_for(std::chrono::seconds(1));
  session.sample(true);
  std::this_thread::sleep_for(std::chrono::seconds(1));
  const auto steps = [&] {
    const auto frames = session.newest();
    return std::pair(frames.simulation->clouds.front()->step, frames.training->step);
  };
  const auto [sampled, trained] = steps();
  const auto began = Clock::now();
  std::this_thread::sleep_for(std::chrono::duration<double>(std::atof(arguments[2])));
  const auto [sampled_then, trained_then] = steps();
  const std::chrono::duration<double> span = Clock::now() - began;
  std::printf("sampling_steps_s %.1f\ntraining_steps_s %.1f\n",
              static_cast<double>(sampled_then - sampled) / span.count(),
              static_cast<double>(trained_then - trained) / span.count());
  return 0;
}
