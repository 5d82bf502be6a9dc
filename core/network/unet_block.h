// The block all our U-Nets are made of.
#pragma once

#include <torch/nn/module.h>
#include <torch/types.h>

#include <cstdint>
#include <memory>

#include "core/network/layers.h"
#include "core/network/norm_silu.h"

namespace scorescope {

/// Nearest upsampling: [n, c, h, w] -> [n, c, 2 h, 2 w].
torch::Tensor enlarged(const torch::Tensor& x);

/// 3x3 convolution, group normalisation, + a Linear of the noise embedding per channel, SiLU (the
/// poster's block, maths.md section 5.2). Parameters: convolution, norm, and, if it is told the
/// noise level, embedding.
class UnetBlock : public torch::nn::Module {
 public:
  struct Shape {
    std::int64_t inputs;
    std::int64_t outputs;
  };

  UnetBlock(const Shape& shape, bool conditional, RandomStream& stream);

  /// x [n, inputs, h, w], embedded [n, NoiseEmbedding::kWidth] or undefined if not conditional
  /// -> [n, outputs, h, w].
  torch::Tensor apply(const torch::Tensor& x, const torch::Tensor& embedded,
                      Gradients gradients) const;

  /// apply() on x enlarged twofold (nearest): [n, inputs, h, w] -> [n, outputs, 2 h, 2 w].
  torch::Tensor apply_enlarged(const torch::Tensor& x, const torch::Tensor& embedded,
                               Gradients gradients) const;

 private:
  torch::Tensor finish(const torch::Tensor& convolved, const torch::Tensor& embedded,
                       Gradients gradients) const;

  std::shared_ptr<Convolution> convolution_;
  std::shared_ptr<GroupNorm> norm_;
  std::shared_ptr<Linear> embedding_;  // null unless conditional
};

}  // namespace scorescope
