#include "core/network/unet_block.h"

#include <torch/types.h>

namespace scorescope {

UnetBlock::UnetBlock(const Shape& shape, bool conditional, RandomStream& stream)
    : convolution_(register_module(
          "convolution",
          std::make_shared<Convolution>(Convolution::Shape{shape.inputs, shape.outputs}, stream))),
      norm_(register_module("norm", std::make_shared<GroupNorm>(shape.outputs))) {
  if (!conditional) return;
  embedding_ = register_module(
      "embedding", std::make_shared<Linear>(NoiseEmbedding::kWidth, shape.outputs, stream));
}

torch::Tensor UnetBlock::apply(const torch::Tensor& x, const torch::Tensor& embedded,
                               Gradients gradients) const {
  const torch::Tensor shift = embedding_ ? embedding_->apply(embedded) : torch::Tensor();
  return norm_silu(convolution_->apply(x), *norm_, shift, gradients);
}

}  // namespace scorescope
