// How a network is told the noise level: columns appended to its input.
#pragma once

#include <torch/nn/module.h>
#include <torch/types.h>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/base/random_stream.h"

namespace scorescope {

struct NoiseInputOptions {
  NoiseInputOptions() = default;

  std::string kind = "log_sigma";  // log_sigma | fourier | none
  std::int64_t frequencies = 8;    // of "fourier"
  double frequency_scale = 0.5;    // their standard deviation, periods per unit of the input
};

/// A module without parameters; its buffer "frequencies" (only for "fourier") is drawn once and
/// kept with the weights (Tancik et al., arXiv 2006.10739).
class NoiseInput : public torch::nn::Module {
 public:
  NoiseInput(const NoiseInputOptions& options, RandomStream& stream);

  /// Columns added to the input.
  std::int64_t width() const { return width_; }
  /// Of "fourier"; else empty.
  std::vector<float> frequencies() const;

  /// log_level [n, 1] (ln sigma, or ln(sigma) / 4 under EDM scaling) -> [n, width()]: itself, or
  /// cos(2 pi f u) and sin(2 pi f u) for each frequency f.
  torch::Tensor columns(const torch::Tensor& log_level) const;

 private:
  std::int64_t width_ = 0;
  torch::Tensor frequencies_;  // [1, frequencies], undefined unless "fourier"
};

}  // namespace scorescope
