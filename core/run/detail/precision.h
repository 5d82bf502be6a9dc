// How exactly the training computes (compute.precision): full single precision, or the coarser
// arithmetic that graphics cards are faster at. Trainer thread.
#pragma once

#include <torch/types.h>

#include "core/experiment/spec.h"

namespace scorescope {

/// UserError where the device has no such arithmetic.
void check_precision(const ComputeOptions& compute, torch::Device device);

/// Allows or forbids TF32 in products and convolutions, for the whole process. Forbidding matters:
/// cuDNN uses it unasked.
void use_precision(const ComputeOptions& compute);

/// While it lives, and if bf16 is chosen, the convolutions and products of the calling thread round
/// what they are given to bfloat16 (autocast); weights, optimiser and loss stay in single
/// precision.
class MixedPrecision {
 public:
  MixedPrecision(const ComputeOptions& compute, torch::Device device);
  ~MixedPrecision();
  MixedPrecision(const MixedPrecision&) = delete;
  MixedPrecision& operator=(const MixedPrecision&) = delete;

 private:
  torch::DeviceType device_;
  bool on_;
};

}  // namespace scorescope
