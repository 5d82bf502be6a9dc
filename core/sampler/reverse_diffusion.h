// Stochastic samplers that follow the reverse of the variance-exploding diffusion (Song et al.,
// Score-based generative modeling through SDEs, 2021, appendices E to G; maths.md section 8).
#pragma once

#include "core/sampler/catalogue.h"

namespace scorescope {

Entry<SamplerFactory> reverse_diffusion_entry();
Entry<SamplerFactory> ancestral_entry();
Entry<SamplerFactory> predictor_corrector_entry();

}  // namespace scorescope
