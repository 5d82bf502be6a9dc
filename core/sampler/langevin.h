// Langevin dynamics at one noise level, and annealed down the whole ladder (Song & Ermon,
// Generative modeling by estimating gradients of the data distribution, 2019, algorithm 1; maths.md
// sections 0.1, 6.1).
#pragma once

#include "core/sampler/catalogue.h"

namespace scorescope {

Entry<SamplerFactory> langevin_entry();
Entry<SamplerFactory> annealed_langevin_entry();

}  // namespace scorescope
