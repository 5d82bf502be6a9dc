#include "core/run/detail/frozen_network.h"

#include <torch/types.h>

#include "core/fused/mlp_scorer.h"
#include "core/network/averaged_weights.h"
#include "core/run/detail/mlp_tensors.h"
#include "core/run/detail/training_engine.h"

namespace scorescope {
namespace {

torch::Tensor plain_floats(const torch::Tensor& tensor) {
  return tensor.detach().to(torch::kFloat32).contiguous();
}

/// For points [n, 2] on the CPU; no graph.
ScoreFunction fused_score(const ScoreNetwork& network) {
  const auto scorer =
      std::make_shared<const MlpScorer>(*network.mlp_shape(), values_of(network.parameters()));
  return [scorer](const torch::Tensor& points, const torch::Tensor& sigma) {
    const torch::Tensor at = plain_floats(points);
    const torch::Tensor level = plain_floats(sigma);
    torch::Tensor scores = torch::empty_like(at);
    scorer->score({.points = at.const_data_ptr<float>(),
                   .sigma = level.const_data_ptr<float>(),
                   .count = at.size(0),
                   .one_sigma = level.numel() == 1},
                  scores.data_ptr<float>());
    return scores.to(points.scalar_type());
  };
}

/// A graph is recorded only for points that ask for one (samplers that differentiate through the
/// score).
ScoreFunction score_with_gradients_on_demand(const std::shared_ptr<ScoreNetwork>& network) {
  const bool fused = fits_fused_kernels(*network, network->parameters().front().device());
  return [with = score_function_of(network, true),
          without = fused ? fused_score(*network) : score_function_of(network, false)](
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
  }
  set_parameters(*raw_, frozen_->raw);
  set_parameters(*averaged_, frozen_->averaged);
  raw_score_ = score_with_gradients_on_demand(raw_);
  averaged_score_ = score_with_gradients_on_demand(averaged_);
}

}  // namespace scorescope
