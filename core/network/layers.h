// The layers of our networks. Their first parameters come from a RandomStream by PyTorch's default
// laws (torch.nn's own modules would draw from its global generator), and they are named as there:
// weight, bias.
#pragma once

#include <torch/nn/module.h>
#include <torch/types.h>

#include <cstdint>
#include <memory>

#include "core/base/random_stream.h"

namespace scorescope {

/// Uniform on +-1/sqrt(fan_in), float32: what torch.nn.Linear and Conv2d give weights (Kaiming
/// uniform with a = sqrt(5)) and biases alike. `fan_in` counts the inputs of one output.
torch::Tensor initial_parameter(at::IntArrayRef shape, std::int64_t fan_in, RandomStream& stream);

/// x W' + b; weight [outputs, inputs].
class Linear : public torch::nn::Module {
 public:
  Linear(std::int64_t inputs, std::int64_t outputs, RandomStream& stream);

  /// [..., inputs] -> [..., outputs].
  torch::Tensor apply(const torch::Tensor& x) const;

  const torch::Tensor& weight() const { return weight_; }
  const torch::Tensor& bias() const { return bias_; }

 private:
  torch::Tensor weight_, bias_;
};

/// Stride 1; weight [outputs, inputs, kernel, kernel]. Keeps the memory format of its input.
class Convolution : public torch::nn::Module {
 public:
  struct Shape {
    std::int64_t inputs;
    std::int64_t outputs;
    std::int64_t kernel = 3;
    std::int64_t padding = 1;  ///< zeros around the picture
  };

  Convolution(const Shape& shape, RandomStream& stream);

  /// [n, inputs, height, width] -> [n, outputs, ...].
  torch::Tensor apply(const torch::Tensor& x) const;

  const torch::Tensor& weight() const { return weight_; }
  const torch::Tensor& bias() const { return bias_; }

 private:
  std::int64_t padding_;
  torch::Tensor weight_, bias_;
};

/// Group normalisation (Wu & He, arXiv 1803.08494) with eps 1e-5; weight starts at 1, bias at 0.
/// Eight groups, or as many as the greatest common divisor of 8 and `channels`.
class GroupNorm : public torch::nn::Module {
 public:
  explicit GroupNorm(std::int64_t channels);

  /// [n, channels, ...] -> the same shape.
  torch::Tensor apply(const torch::Tensor& x) const;

  std::int64_t groups() const { return groups_; }
  const torch::Tensor& weight() const { return weight_; }
  const torch::Tensor& bias() const { return bias_; }

 private:
  std::int64_t groups_;
  torch::Tensor weight_, bias_;
};

/// How U-Nets and the residual MLP see the noise level: 1 -> 32, SiLU, 32 -> 32 on its logarithm
/// (the poster's embedding, maths.md section 5.2). Named as a Python Sequential: 0.weight, ...,
/// 2.bias.
class NoiseEmbedding : public torch::nn::Module {
 public:
  static constexpr std::int64_t kWidth = 32;

  explicit NoiseEmbedding(RandomStream& stream);

  /// [n, 1] -> [n, kWidth].
  torch::Tensor apply(const torch::Tensor& log_level) const;

 private:
  std::shared_ptr<Linear> first_, second_;
};

/// float32 pictures [n, side^2], rows of pixels -> [n, 1, side, side], a view. On the CPU its
/// strides say channels last, which every later layer keeps: oneDNN's convolutions and the
/// normalisation are faster so.
torch::Tensor as_pictures(const torch::Tensor& points, std::int64_t side);

}  // namespace scorescope
