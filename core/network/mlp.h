// The multilayer perceptron for 2-D scores. Used by one thread at a time.
#pragma once

#include <torch/types.h>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/network/activation.h"
#include "core/network/catalogue.h"
#include "core/network/noise_input.h"
#include "core/network/output_form.h"

namespace scorescope {

/// The default is the network of the poster (maths.md section 5.1) with its output divided by
/// sigma.
struct MlpOptions : NoiseInputOptions {
  MlpOptions() =
      default;  // keeps g++ 12 from a false -Wmaybe-uninitialized about nested aggregates

  std::int64_t width = 128;
  std::int64_t depth = 2;  // hidden layers
  std::string activation = "softplus";
  std::string output = "score_over_sigma";
};

/// Input columns x, y, then those of the noise input. Parameters are named as those of a Python
/// Sequential of Linear layers with activations between them: layers.0.weight [width, inputs],
/// layers.0.bias, layers.2.weight, ..., and the buffer fourier.frequencies.
class Mlp : public ScoreNetwork {
 public:
  Mlp(const MlpOptions& options, double data_std, RandomStream& weights);

  torch::Tensor score(const torch::Tensor& points, const torch::Tensor& sigma) override;
  std::string description() const override;
  std::optional<MlpShape> mlp_shape() const override { return shape_; }

 private:
  void add_layer(torch::nn::Module& layers, std::int64_t inputs, std::int64_t outputs,
                 RandomStream& stream);

  const Activation& activation_;
  const OutputForm& form_;
  MlpShape shape_;
  std::shared_ptr<NoiseInput> noise_input_;
  std::vector<torch::Tensor> tensors_;  // weight, bias, weight, bias, ...; shared with the modules
};

Entry<NetworkFactory> mlp_entry();

}  // namespace scorescope
