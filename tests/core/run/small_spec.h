// A run small enough for tests: the default mixture, a narrow network, few steps and particles.
#pragma once

#include "core/experiment/spec.h"

namespace scorescope {

inline ExperimentSpec small_spec() {
  ExperimentSpec spec;
  spec.network.options["width"] = std::int64_t{16};
  spec.training.batch = 32;
  spec.training.stop_after = 60;
  spec.sampling.particles = 64;
  for (Choice& sampler : spec.samplers) sampler.options["steps_per_level"] = std::int64_t{3};
  return spec;
}

}  // namespace scorescope
