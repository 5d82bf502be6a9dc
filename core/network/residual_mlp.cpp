#include "core/network/residual_mlp.h"

#include <fmt/format.h>
#include <torch/nn/module.h>
#include <torch/types.h>

#include "core/base/error.h"

namespace scorescope {
namespace {

using torch::Tensor;

Tensor normalised(const Tensor& h) { return at::silu(at::layer_norm(h, {h.size(1)})); }

}  // namespace

ResidualMlp::ResidualMlp(const ResidualMlpOptions& options, const NetworkContext& context,
                         RandomStream& weights)
    : options_(options),
      dimension_(context.dimension),
      data_std_(context.data_std),
      form_(find_output_form(options.output)) {
  check(context.data_std > 0.0, "a network needs a positive data standard deviation");
  const std::int64_t width = options.width;
  const auto linear = [&](torch::nn::Module& parent, const char* name, std::int64_t inputs,
                          std::int64_t outputs) {
    return parent.register_module(name, std::make_shared<Linear>(inputs, outputs, weights));
  };
  if (options.conditional) {
    embedding_ = register_module("embedding", std::make_shared<NoiseEmbedding>(weights));
  }
  input_ = linear(*this, "input", dimension_, width);
  const auto blocks = register_module("blocks", std::make_shared<torch::nn::Module>());
  for (std::int64_t i = 0; i < options.blocks; ++i) {
    const auto block =
        blocks->register_module(std::to_string(i), std::make_shared<torch::nn::Module>());
    Block made;
    made.first = linear(*block, "first", width, width);
    if (options.conditional) {
      made.embedding = linear(*block, "embedding", NoiseEmbedding::kWidth, width);
    }
    made.second = linear(*block, "second", width, width);
    blocks_.push_back(std::move(made));
  }
  output_ = linear(*this, "output", width, dimension_);
}

Tensor ResidualMlp::score(const Tensor& points, const Tensor& sigma) {
  check_equal(points.size(1), dimension_, "coordinates of a point");
  const Tensor column = sigma.unsqueeze(1);  // [n, 1]
  const OutputPlace place{points, column, data_std_};
  const auto [seen, log_level] = network_input(form_, place);
  const Tensor embedded = embedding_ ? embedding_->apply(log_level) : Tensor();
  Tensor h = input_->apply(seen);  // [n, width]
  for (const auto& block : blocks_) {
    Tensor inner = block.first->apply(normalised(h));
    if (block.embedding) inner = inner + block.embedding->apply(embedded);
    h = h + block.second->apply(at::silu(inner));
  }
  return form_.score(output_->apply(normalised(h)), place);
}

std::string ResidualMlp::description() const {
  return fmt::format("Residual MLP {0}–{1}×{2}–{0}{3}{4}", dimension_, options_.blocks,
                     options_.width, options_.conditional ? "" : ", blind to σ", form_.title);
}

}  // namespace scorescope
