#include "core/tensor_draws.h"

#include <span>

#include "core/base/error.h"

namespace scorescope {
namespace {

template <class Scalar>
std::span<Scalar> values_of(torch::Tensor& tensor) {
  return {tensor.data_ptr<Scalar>(), static_cast<std::size_t>(tensor.numel())};
}

template <class Fill>
torch::Tensor draw(at::IntArrayRef shape, const torch::TensorOptions& options, Fill fill) {
  const auto dtype = c10::typeMetaToScalarType(options.dtype());
  torch::Tensor numbers = torch::empty(shape, torch::dtype(dtype));
  if (dtype == torch::kFloat64) {
    fill(values_of<double>(numbers));
  } else {
    check(dtype == torch::kFloat32, "random tensors are float32 or float64");
    fill(values_of<float>(numbers));
  }
  return numbers.to(options.device());
}

}  // namespace

torch::Tensor draw_normal(RandomStream& stream, at::IntArrayRef shape,
                          const torch::TensorOptions& options) {
  return draw(shape, options, [&](auto out) { stream.fill_normal(out); });
}

torch::Tensor draw_uniform(RandomStream& stream, at::IntArrayRef shape,
                           const torch::TensorOptions& options) {
  return draw(shape, options, [&](auto out) { stream.fill_uniform(out); });
}

torch::Tensor draw_index(RandomStream& stream, std::int64_t size, std::int64_t count,
                         torch::Device device) {
  torch::Tensor numbers = torch::empty({size}, torch::dtype(torch::kInt64));
  stream.fill_index(values_of<std::int64_t>(numbers), count);
  return numbers.to(device);
}

}  // namespace scorescope
