#include "core/run/detail/frozen_network.h"

#include <torch/types.h>

#include "core/network/averaged_weights.h"

namespace scorescope {
namespace {

/// A graph is recorded only for points that ask for one (samplers that differentiate through the
/// score).
ScoreFunction score_with_gradients_on_demand(const std::shared_ptr<ScoreNetwork>& network) {
  return [with = score_function_of(network, true), without = score_function_of(network, false)](
             const torch::Tensor& points, const torch::Tensor& sigma) {
    return points.requires_grad() ? with(points, sigma) : without(points, sigma);
  };
}

}  // namespace

std::shared_ptr<ScoreNetwork> make_initial_network(const Choice& kind,
                                                   const NetworkContext& context,
                                                   std::uint64_t weights_seed,
                                                   torch::Device device) {
  RandomStream weights(weights_seed, "weights");
  auto network = make_network(kind, context, weights);
  network->to(device);
  return network;
}

void LoadedNetwork::load(std::shared_ptr<const FrozenNetwork> frozen) {
  const bool same_shape =
      frozen_ && frozen_->kind == frozen->kind && frozen_->context == frozen->context &&
      frozen_->weights_seed == frozen->weights_seed && frozen_->device == frozen->device;
  frozen_ = std::move(frozen);
  if (!same_shape) {
    const auto make = [&] {
      return make_initial_network(frozen_->kind, frozen_->context, frozen_->weights_seed,
                                  frozen_->device);
    };
    raw_ = make();
    averaged_ = make();
    raw_score_ = score_with_gradients_on_demand(raw_);
    averaged_score_ = score_with_gradients_on_demand(averaged_);
  }
  set_parameters(*raw_, frozen_->raw);
  set_parameters(*averaged_, frozen_->averaged);
}

}  // namespace scorescope
