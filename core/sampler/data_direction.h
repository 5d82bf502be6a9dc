// Directions that move data under a frozen score: what optimising the input of denoising score
// matching does to it, and the remedy (maths.md section 3.4, LAB A5; Xu, arXiv 2511.11727; Poole et
// al., DreamFusion, 2023; Wang et al., ProlificDreamer, 2023).
#pragma once

#include "core/sampler/catalogue.h"

namespace scorescope {

Entry<SamplerFactory> dsm_descent_entry();
Entry<SamplerFactory> score_distillation_entry();
Entry<SamplerFactory> corrected_direction_entry();

}  // namespace scorescope
