// The objectives behind the catalogue: one function a file, each an entry of objective_catalogue().
#pragma once

#include "core/objective/catalogue.h"

namespace scorescope {

Entry<ObjectiveFactory> explicit_objective();
Entry<ObjectiveFactory> implicit_objective();
Entry<ObjectiveFactory> sliced_objective();
Entry<ObjectiveFactory> sliced_vr_objective();
Entry<ObjectiveFactory> denoising_one_level_objective();
Entry<ObjectiveFactory> denoising_objective();

}  // namespace scorescope
