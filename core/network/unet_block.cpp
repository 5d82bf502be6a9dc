#include "core/network/unet_block.h"

#include <torch/types.h>

#include "core/network/upsampled_convolution.h"

namespace scorescope {

torch::Tensor enlarged(const torch::Tensor& x) {
  return at::upsample_nearest2d(x, {2 * x.size(2), 2 * x.size(3)});
}

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
  return finish(convolution_->apply(x), embedded, gradients);
}

torch::Tensor UnetBlock::apply_enlarged(const torch::Tensor& x, const torch::Tensor& embedded,
                                        Gradients gradients) const {
  const bool fast = gradients == Gradients::kOnce && x.is_cpu() &&
                    x.is_contiguous(at::MemoryFormat::ChannelsLast);
  if (!fast) return apply(enlarged(x), embedded, gradients);
  return finish(upsampled_convolution(x, convolution_->weight(), convolution_->bias()), embedded,
                gradients);
}

torch::Tensor UnetBlock::finish(const torch::Tensor& convolved, const torch::Tensor& embedded,
                                Gradients gradients) const {
  const torch::Tensor shift = embedding_ ? embedding_->apply(embedded) : torch::Tensor();
  return norm_silu(convolved, *norm_, shift, gradients);
}

}  // namespace scorescope
