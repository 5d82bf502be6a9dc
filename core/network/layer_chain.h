// Linear layers with an activation between them, as one step of a graph where that is enough.
#pragma once

#include <torch/types.h>

#include <vector>

#include "core/network/activation.h"

namespace scorescope {

/// input [n, k] through weight, bias, weight, bias, ... (as torch.nn.Linear: weight [out, in]) with
/// `activation` after all but the last. Records the plain graph, differentiable any number of
/// times, if `input` requires grad. Otherwise only the tensors can be asked for gradients, and
/// once: then the whole chain is one node with a hand-written backward pass, which saves most of
/// autograd's overhead.
torch::Tensor layer_chain(const torch::Tensor& input, const std::vector<torch::Tensor>& tensors,
                          const Activation& activation);

}  // namespace scorescope
