// A fully connected network with residual blocks, for pictures without convolutions and for points.
// Used by one thread at a time.
#pragma once

#include <torch/types.h>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/network/catalogue.h"
#include "core/network/layers.h"
#include "core/network/output_form.h"

namespace scorescope {

struct ResidualMlpOptions {
  ResidualMlpOptions() = default;

  std::int64_t width = 512;
  std::int64_t blocks = 3;
  bool conditional = true;
  std::string output = "denoiser";
};

/// A Linear d -> width; blocks h + Linear(SiLU(Linear(SiLU(layer norm of h)) + Linear(embedding)));
/// layer norm, SiLU and a Linear to d. The norms (Ba et al., arXiv 1607.06450) have no parameters.
/// Parameters: embedding.{0,2}, input, blocks.<i>.{first,embedding,second}, output.
class ResidualMlp : public ScoreNetwork {
 public:
  ResidualMlp(const ResidualMlpOptions& options, const NetworkContext& context,
              RandomStream& weights);

  torch::Tensor score(const torch::Tensor& points, const torch::Tensor& sigma) override;
  /// "Residual MLP 784–3×512–784, EDM denoiser".
  std::string description() const override;

 private:
  struct Block {
    std::shared_ptr<Linear> first, embedding, second;  // embedding is null unless conditional
  };

  ResidualMlpOptions options_;
  std::int64_t dimension_;
  double data_std_;
  const OutputForm& form_;
  std::shared_ptr<NoiseEmbedding> embedding_;  // null unless conditional
  std::shared_ptr<Linear> input_, output_;
  std::vector<Block> blocks_;
};

Entry<NetworkFactory> residual_mlp_entry();

}  // namespace scorescope
