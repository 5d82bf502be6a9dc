#include "core/run/detail/mlp_tensors.h"

#include <torch/types.h>

#include "core/base/error.h"

namespace scorescope {
namespace {

void check_plain(const torch::Tensor& tensor) {
  check(tensor.is_cpu() && tensor.is_contiguous() && tensor.scalar_type() == torch::kFloat32,
        "fused kernels need float32 parameters on the CPU without gaps");
}

}  // namespace

ParameterValues values_of(const std::vector<torch::Tensor>& tensors) {
  ParameterValues values;
  for (const auto& tensor : tensors) {
    check_plain(tensor);
    values.emplace_back(tensor.const_data_ptr<float>(), static_cast<std::size_t>(tensor.numel()));
  }
  return values;
}

ParameterPlaces places_of(std::vector<torch::Tensor>& tensors) {
  ParameterPlaces places;
  for (auto& tensor : tensors) {
    check_plain(tensor);
    places.emplace_back(tensor.data_ptr<float>(), static_cast<std::size_t>(tensor.numel()));
  }
  return places;
}

}  // namespace scorescope
