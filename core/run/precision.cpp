#include "core/run/detail/precision.h"

#include <ATen/Context.h>
#include <ATen/autocast_mode.h>

#include "core/base/error.h"

namespace scorescope {

void check_precision(const ComputeOptions& compute, torch::Device device) {
  if (compute.precision != "tf32" || device.is_cuda()) return;
  throw UserError(
      "compute.precision is \"tf32\", which only NVIDIA GPUs compute with, and this run is on the "
      "CPU; choose \"float32\" or \"bf16\".");
}

void use_precision(const ComputeOptions& compute) {
  const bool tf32 = compute.precision == "tf32";
  at::globalContext().setAllowTF32CuBLAS(tf32);
  at::globalContext().setAllowTF32CuDNN(tf32);
}

MixedPrecision::MixedPrecision(const ComputeOptions& compute, torch::Device device)
    : device_(device.type()), on_(compute.precision == "bf16") {
  if (!on_) return;
  at::autocast::increment_nesting();
  at::autocast::set_autocast_dtype(device_, torch::kBFloat16);
  at::autocast::set_autocast_enabled(device_, true);
}

MixedPrecision::~MixedPrecision() {
  if (!on_) return;
  at::autocast::set_autocast_enabled(device_, false);
  // the cache holds rounded weights, which the next update makes stale
  if (at::autocast::decrement_nesting() == 0) at::autocast::clear_cache();
}

}  // namespace scorescope
