#include "core/network/averaged_weights.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <torch/types.h>

#include <algorithm>

#include "core/base/error.h"

namespace scorescope {
namespace {

std::string shape_text(const torch::Tensor& tensor) {
  return fmt::format("[{}]", fmt::join(tensor.sizes(), ", "));
}

// Throws UserError unless `given` could replace `wanted`.
void check_shapes(const std::vector<torch::Tensor>& given,
                  const std::vector<torch::Tensor>& wanted) {
  if (given.size() != wanted.size()) {
    throw UserError(fmt::format("The weights hold {} tensors, but this network has {}.",
                                given.size(), wanted.size()));
  }
  for (std::size_t i = 0; i < given.size(); ++i) {
    if (given[i].sizes() == wanted[i].sizes()) continue;
    throw UserError(fmt::format("Tensor {} of the weights has shape {}, but this network needs {}.",
                                i, shape_text(given[i]), shape_text(wanted[i])));
  }
}

}  // namespace

double kept_share(std::int64_t n, double decay, bool warm_up) {
  const auto count = static_cast<double>(n);
  return warm_up ? std::min(decay, (1.0 + count) / (10.0 + count)) : decay;
}

AveragedWeights::AveragedWeights(const ScoreNetwork& network)
    : tensors_(copy_parameters(network)) {}

void AveragedWeights::update(const ScoreNetwork& network, double decay, bool warm_up) {
  const torch::NoGradGuard no_grad;
  const double kept = kept_share(updates_++, decay, warm_up);
  at::_foreach_lerp_(tensors_, network.parameters(), 1.0 - kept);  // on a GPU one launch
}

void AveragedWeights::restore(std::vector<torch::Tensor> tensors, std::int64_t updates) {
  check_shapes(tensors, tensors_);
  const torch::NoGradGuard no_grad;
  for (std::size_t i = 0; i < tensors.size(); ++i) tensors_[i].copy_(tensors[i]);
  updates_ = updates;
}

void set_parameters(ScoreNetwork& network, const std::vector<torch::Tensor>& tensors) {
  const torch::NoGradGuard no_grad;
  const std::vector<torch::Tensor> parameters = network.parameters();
  check_shapes(tensors, parameters);
  for (std::size_t i = 0; i < parameters.size(); ++i) parameters[i].copy_(tensors[i]);
}

std::vector<torch::Tensor> copy_parameters(const ScoreNetwork& network) {
  std::vector<torch::Tensor> copies;
  for (const auto& parameter : network.parameters()) copies.push_back(parameter.detach().clone());
  return copies;
}

std::vector<std::string> parameter_names(const ScoreNetwork& network) {
  return network.named_parameters().keys();
}

}  // namespace scorescope
