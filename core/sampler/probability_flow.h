// Deterministic samplers: the probability-flow ODE dx/dsigma = -sigma s(x, sigma), whose points
// have the same law at every level as the diffusion (Song et al., 2021, section 4.3; Karras et al.,
// 2022, algorithms 1 and 2; maths.md section 8).
#pragma once

#include "core/sampler/catalogue.h"

namespace scorescope {

Entry<SamplerFactory> ode_variance_entry();
Entry<SamplerFactory> ddim_entry();
Entry<SamplerFactory> euler_entry();
Entry<SamplerFactory> heun_entry();

}  // namespace scorescope
