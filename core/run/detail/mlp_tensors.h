// Torch tensors as the lists of parameters that core/fused reads and writes. Internal to core/run.
#pragma once

#include <torch/types.h>

#include <vector>

#include "core/fused/mlp_shape.h"

namespace scorescope {

/// Views; float32 tensors on the CPU without gaps (InternalError otherwise) that must outlive them.
ParameterValues values_of(const std::vector<torch::Tensor>& tensors);
ParameterPlaces places_of(std::vector<torch::Tensor>& tensors);

}  // namespace scorescope
