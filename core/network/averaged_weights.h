// Exponential moving average of a network's parameters, kept beside the raw ones.
#pragma once

#include <torch/types.h>

#include <cstdint>
#include <memory>
#include <vector>

#include "core/network/catalogue.h"

namespace scorescope {

/// How much of the average survives update n (from 0): `decay`, or with warm-up
/// min(decay, (1 + n) / (10 + n)), so that the initial weights are forgotten quickly (maths.md
/// section 9.4).
double kept_share(std::int64_t n, double decay, bool warm_up);

/// average = kept_share average + (1 - kept_share) raw.
class AveragedWeights {
 public:
  explicit AveragedWeights(const ScoreNetwork& network);

  void update(const ScoreNetwork& network, double decay, bool warm_up);

  const std::vector<torch::Tensor>& tensors() const { return tensors_; }
  std::int64_t updates() const { return updates_; }

  /// Puts a saved average back; shapes must match (UserError).
  void restore(std::vector<torch::Tensor> tensors, std::int64_t updates);

 private:
  std::vector<torch::Tensor> tensors_;
  std::int64_t updates_ = 0;
};

/// Copies `tensors` into the network's parameters, in the order of parameters().
void set_parameters(ScoreNetwork& network, const std::vector<torch::Tensor>& tensors);

/// Detached copies of the parameters.
std::vector<torch::Tensor> copy_parameters(const ScoreNetwork& network);

/// Names of the parameters in the same order ("layers.0.weight", ...).
std::vector<std::string> parameter_names(const ScoreNetwork& network);

}  // namespace scorescope
