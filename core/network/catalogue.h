// Score networks that can be chosen, and the interface they share.
#pragma once

#include <torch/nn/module.h>
#include <torch/types.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/catalogue.h"
#include "core/base/random_stream.h"
#include "core/fused/mlp_shape.h"
#include "core/score_function.h"

namespace scorescope {

/// What a network is told about the data and the ladder when it is made.
struct NetworkContext {
  std::vector<double> levels;     ///< noise levels, highest first
  double data_std = 1.0;          ///< root mean square over coordinates of the centred clean data
  std::int64_t dimension = 2;     ///< d, coordinates of a point
  std::int64_t picture_side = 0;  ///< pixels, d = side^2; 0 where points are not pictures

  bool operator==(const NetworkContext&) const = default;
};

/// A network that gives scores. Parameters are float32.
class ScoreNetwork : public torch::nn::Module {
 public:
  /// points [n, d] float32, sigma [n] float32 -> scores [n, d] float32, differentiable. A picture
  /// is a row of pixels, row by row from the top.
  virtual torch::Tensor score(const torch::Tensor& points, const torch::Tensor& sigma) = 0;
  /// "MLP 3-128-128-2, out / sigma" for titles.
  virtual std::string description() const = 0;
  /// Of the networks that the fused kernels may compute, whose parameters are as in
  /// fused/mlp_shape.h; nothing for the others.
  virtual std::optional<MlpShape> mlp_shape() const { return std::nullopt; }
};

/// Initialises from `weights` only (never from Torch's global generator). Throws UserError for
/// options out of range and for data it cannot work on.
using NetworkFactory = std::function<std::shared_ptr<ScoreNetwork>(
    const Values& options, const NetworkContext& context, RandomStream& weights)>;

const Catalogue<NetworkFactory>& network_catalogue();

std::shared_ptr<ScoreNetwork> make_network(const Choice& choice, const NetworkContext& context,
                                           RandomStream& weights);

/// The network's score as a ScoreFunction for points of any float dtype and device (converted on
/// the way in and back on the way out). With `gradients` false no graph is recorded.
ScoreFunction score_function_of(std::shared_ptr<ScoreNetwork> network, bool gradients);

}  // namespace scorescope
