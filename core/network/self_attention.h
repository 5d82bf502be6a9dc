// Every place of a small picture looks at every other one.
#pragma once

#include <torch/nn/module.h>
#include <torch/types.h>

#include <cstdint>
#include <memory>

#include "core/network/layers.h"

namespace scorescope {

/// Group normalisation, then multi-head dot-product attention (Vaswani et al., arXiv 1706.03762,
/// section 3.2) between the h w places, without a mask. Written out in matrix products, so that it
/// can be differentiated twice. Parameters: norm, queries_keys_values, output.
class SelfAttention : public torch::nn::Module {
 public:
  /// `heads` must divide `channels`.
  SelfAttention(std::int64_t channels, std::int64_t heads, RandomStream& stream);

  /// [n, channels, h, w] -> the same shape; the caller adds it to its input. Memory n heads (h
  /// w)^2.
  torch::Tensor apply(const torch::Tensor& x) const;

 private:
  std::int64_t heads_;
  std::shared_ptr<GroupNorm> norm_;
  std::shared_ptr<Linear> queries_keys_values_, output_;
};

}  // namespace scorescope
