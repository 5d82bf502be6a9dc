// The lists of everything a user can choose, gathered from the catalogues.
#pragma once

#include "core/experiment/spec.h"

namespace scorescope {

/// Built once from the catalogues of distributions, image sets, networks, objectives, schedules and
/// samplers.
const Schema& schema();

/// "scorescope" build facts for --version: LibTorch's version and whether it can use a GPU.
std::string torch_description();

}  // namespace scorescope
