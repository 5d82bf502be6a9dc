// Langevin dynamics at one noise level, and annealed down the whole ladder (Song & Ermon,
// Generative modeling by estimating gradients of the data distribution, 2019, algorithm 1; maths.md
// sections 0.1, 6.1).
#pragma once

#include <vector>

#include "core/sampler/catalogue.h"

namespace scorescope {

/// What annealed Langevin makes of noise where the score is that of one point, -x / sigma^2: in one
/// coordinate, exactly, by the recursion of its variance (maths.md sections 5.2, 6.1, 6.2).
struct LangevinNoise {
  /// epsilon must stay below, as the options' convention counts it: 4 sigma_L^2 (P), 2 sigma_L^2
  /// (Q).
  double bound = 0.0;
  /// Variance that a level tends to, over sigma^2: 1 / (1 - epsilon_Q / (2 sigma_L^2)); infinite
  /// from the bound on.
  double inflation = 1.0;
  /// Standard deviation at the end of the run; infinite where it overflows. A clamp is left out.
  double left = 0.0;
};

/// `annealed` is a Choice of annealed_langevin, `levels` its ladder, `start` the standard deviation
/// about the point that it begins with. Throws UserError for options it refuses.
LangevinNoise langevin_noise(const Choice& annealed, const std::vector<double>& levels,
                             double start);

Entry<SamplerFactory> langevin_entry();
Entry<SamplerFactory> annealed_langevin_entry();

}  // namespace scorescope
