#include "core/network/upsampled_convolution.h"

#include <torch/autograd.h>
#include <torch/types.h>

#include "core/base/error.h"

namespace scorescope {
namespace {

using torch::Tensor;
using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

/// What of three weights in a row falls on the two pixels that a pixel of phase 0 or 1 sees:
/// [phase, pixel, weight]. The left of a pair has its neighbour on the left and twice itself.
Tensor row_sums(const torch::TensorOptions& options) {
  return torch::tensor({1, 0, 0, 0, 1, 1, 1, 1, 0, 0, 0, 1}, torch::kFloat32)
      .view({2, 2, 3})
      .to(options);
}

/// [2 * 2 * out, in, 2, 2], the phases outermost, rows before columns.
Tensor phase_weights(const Tensor& weight) {
  const Tensor sums = row_sums(weight.options());
  return torch::einsum("apk,bql,oikl->aboipq", {sums, sums, weight})
      .reshape({4 * weight.size(0), weight.size(1), 2, 2});
}

/// phases [n, 4 * out, h + 1, w + 1], channels last -> their pixels where they belong in the large
/// picture, [n, h, 2, w, 2, out], a view. A pixel (y, x) of phase (a, b) lies at (y + a, x + b):
/// the place moves evenly with every index.
Tensor interleaved(const Tensor& phases) {
  const std::int64_t n = phases.size(0), out = phases.size(1) / 4;
  const std::int64_t h = phases.size(2) - 1, w = phases.size(3) - 1;
  const std::int64_t column = 4 * out, row = (w + 1) * column;
  return phases.as_strided({n, h, 2, w, 2, out},
                           {(h + 1) * row, row, row + 2 * out, column, column + out, 1});
}

class Interleave : public torch::autograd::Function<Interleave> {
 public:
  static Tensor forward(AutogradContext* context, const Tensor& phases) {
    context->saved_data["sizes"] = phases.sizes();
    const std::int64_t n = phases.size(0), out = phases.size(1) / 4;
    return interleaved(phases)
        .contiguous()
        .view({n, 2 * (phases.size(2) - 1), 2 * (phases.size(3) - 1), out})
        .permute({0, 3, 1, 2});
  }

  static variable_list backward(AutogradContext* context, variable_list gradients) {
    check(!torch::GradMode::is_enabled(), "an upsampled convolution has no second derivatives");
    const auto sizes = context->saved_data["sizes"].toIntVector();
    const Tensor gradient = gradients.front().permute({0, 2, 3, 1});  // [n, 2 h, 2 w, out]
    const Tensor phases =
        at::empty(sizes, gradient.options(), at::MemoryFormat::ChannelsLast).zero_();
    interleaved(phases).copy_(
        gradient.reshape({sizes[0], sizes[2] - 1, 2, sizes[3] - 1, 2, sizes[1] / 4}));
    return {phases};
  }
};

}  // namespace

Tensor upsampled_convolution(const Tensor& x, const Tensor& weight, const Tensor& bias) {
  const Tensor phases = at::conv2d(x, phase_weights(weight), bias.repeat({4}), /*stride=*/1,
                                   /*padding=*/1)
                            .contiguous(at::MemoryFormat::ChannelsLast);
  return Interleave::apply(phases);
}

}  // namespace scorescope
