#include "core/network/catalogue.h"

#include <torch/types.h>

#include "core/network/mlp.h"
#include "core/network/residual_mlp.h"
#include "core/network/unet.h"

namespace scorescope {

const Catalogue<NetworkFactory>& network_catalogue() {
  static const Catalogue<NetworkFactory> catalogue(
      "network", {mlp_entry(), unet_entry(), unet_poster_entry(), unet_attention_entry(),
                  residual_mlp_entry()});
  return catalogue;
}

std::shared_ptr<ScoreNetwork> make_network(const Choice& choice, const NetworkContext& context,
                                           RandomStream& weights) {
  return network_catalogue().find(choice.kind).make(choice.options, context, weights);
}

ScoreFunction score_function_of(std::shared_ptr<ScoreNetwork> network, bool gradients) {
  const torch::Tensor like =
      network->parameters().front();  // says where and in what type it computes
  return [network = std::move(network), like, gradients](const torch::Tensor& points,
                                                         const torch::Tensor& sigma) {
    const torch::AutoGradMode mode(gradients && torch::GradMode::is_enabled());
    const torch::Tensor at = points.to(like.options());
    const torch::Tensor level = sigma.to(like.options()).expand({points.size(0)});
    return network->score(at, level).to(points.options());
  };
}

}  // namespace scorescope
