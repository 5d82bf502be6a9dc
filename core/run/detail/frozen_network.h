// Weights at one training step, immutable, and networks that can be loaded with them.
// Internal to core/run (it shows Torch types); nothing outside may include it.
#pragma once

#include <torch/types.h>

#include <cstdint>
#include <memory>
#include <vector>

#include "core/experiment/spec.h"
#include "core/network/catalogue.h"

namespace scorescope {

/// Raw and averaged parameters in the order of ScoreNetwork::parameters(). The tensors are never
/// written to after construction.
class FrozenNetwork {
 public:
  Choice kind;
  NetworkContext context;
  std::uint64_t weights_seed =
      0;  ///< of the stream the network was made with (its buffers depend on it)
  torch::Device device = torch::kCPU;
  std::int64_t step = 0;
  std::int64_t pictures_seen = 0;  ///< in training; 0 for points in the plane
  std::vector<torch::Tensor> raw, averaged;
};

/// Two networks of one shape, one with raw and one with averaged weights; belongs to one thread.
class LoadedNetwork {
 public:
  /// Takes the weights over; makes new networks only if kind or shape changed.
  void load(std::shared_ptr<const FrozenNetwork> frozen);

  bool is_loaded() const { return frozen_ != nullptr; }
  const FrozenNetwork& frozen() const { return *frozen_; }
  const std::shared_ptr<const FrozenNetwork>& shared() const { return frozen_; }

  /// Valid until the next load; records a graph only for points that require gradients. Without
  /// one, multilayer perceptrons on the CPU are computed by the fused kernels.
  const ScoreFunction& score(bool averaged) const {
    return averaged ? averaged_score_ : raw_score_;
  }

 private:
  std::shared_ptr<const FrozenNetwork> frozen_;
  std::shared_ptr<ScoreNetwork> raw_, averaged_;
  ScoreFunction raw_score_, averaged_score_;
};

/// A network as the run begins with, on `device`.
std::shared_ptr<ScoreNetwork> make_initial_network(const Choice& kind,
                                                   const NetworkContext& context,
                                                   std::uint64_t weights_seed,
                                                   torch::Device device);

}  // namespace scorescope
