// Score networks that can be chosen, and the interface they share.
#pragma once

#include <torch/nn/module.h>
#include <torch/types.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "core/base/catalogue.h"
#include "core/base/random_stream.h"
#include "core/score_function.h"

namespace scorescope {

/// What a network is told about the data and the ladder when it is made.
struct NetworkContext {
  std::vector<double> levels;  ///< noise levels, highest first
  double data_std = 1.0;       ///< root mean square over coordinates of the centred clean data
};

/// A network that gives scores. Parameters are float32.
class ScoreNetwork : public torch::nn::Module {
 public:
  /// points [n, 2] float32, sigma [n] float32 -> scores [n, 2] float32, differentiable.
  virtual torch::Tensor score(const torch::Tensor& points, const torch::Tensor& sigma) = 0;
  /// "MLP 3-128-128-2, out / sigma" for titles.
  virtual std::string description() const = 0;
};

/// Initialises from `weights` only (never from Torch's global generator).
using NetworkFactory = std::function<std::shared_ptr<ScoreNetwork>(
    const Values& options, const NetworkContext& context, RandomStream& weights)>;

const Catalogue<NetworkFactory>& network_catalogue();

std::shared_ptr<ScoreNetwork> make_network(const Choice& choice, const NetworkContext& context,
                                           RandomStream& weights);

/// The network's score as a ScoreFunction for points of any float dtype and device (converted on the
/// way in and back on the way out). With `gradients` false no graph is recorded.
ScoreFunction score_function_of(std::shared_ptr<ScoreNetwork> network, bool gradients);

}  // namespace scorescope
