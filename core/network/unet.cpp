#include "core/network/unet.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <torch/nn/module.h>
#include <torch/types.h>

#include "core/base/error.h"

namespace scorescope {

using torch::Tensor;

Unet::Unet(const UnetPlan& plan, const NetworkContext& context, RandomStream& weights)
    : plan_(plan),
      side_(context.picture_side),
      data_std_(context.data_std),
      form_(find_output_form(plan.output)) {
  check(context.data_std > 0.0, "a network needs a positive data standard deviation");
  const std::size_t levels = plan.channels.size();
  check_equal(plan.down_blocks.size(), levels, "levels on the way down");
  check_equal(plan.up_blocks.size(), levels, "levels on the way up");
  if (plan.conditional) {
    embedding_ = register_module("embedding", std::make_shared<NoiseEmbedding>(weights));
  }
  const auto module = [&](const char* name) {
    return register_module(name, std::make_shared<torch::nn::Module>());
  };
  const auto down = module("down");
  for (std::size_t i = 0; i < levels; ++i) {
    const std::int64_t inputs = i == 0 ? 1 : plan.channels[i - 1];
    down_.push_back(add_level(*down, i, {inputs, plan.channels[i]}, plan.down_blocks[i], weights));
  }
  if (plan.heads > 0) {
    const auto attention = module("attention");
    for (std::size_t i = 0; i < down_.back().residual.size(); ++i) {
      attention_.push_back(attention->register_module(
          std::to_string(i),
          std::make_shared<SelfAttention>(plan.channels.back(), plan.heads, weights)));
    }
  }
  const auto up = module("up");
  for (std::size_t i = 0; i + 1 < levels; ++i) {
    up_.push_back(
        add_level(*up, i, {plan.channels[i + 1], plan.channels[i]}, plan.up_blocks[i], weights));
  }
  output_ = register_module("output", std::make_shared<Convolution>(
                                          Convolution::Shape{plan.channels.front(), 1}, weights));
}

Unet::Level Unet::add_level(torch::nn::Module& parent, std::size_t index,
                            const UnetBlock::Shape& change, std::int64_t residual_blocks,
                            RandomStream& stream) {
  const auto level =
      parent.register_module(std::to_string(index), std::make_shared<torch::nn::Module>());
  const auto block = [&](std::int64_t place, const UnetBlock::Shape& shape) {
    return level->register_module(std::to_string(place),
                                  std::make_shared<UnetBlock>(shape, plan_.conditional, stream));
  };
  Level made{block(0, change), {}};
  for (std::int64_t i = 1; i <= residual_blocks; ++i) {
    made.residual.push_back(block(i, {change.outputs, change.outputs}));
  }
  return made;
}

Tensor Unet::layers(const Tensor& pictures, const Tensor& embedded, Gradients gradients) const {
  std::vector<Tensor> branches;
  Tensor h = pictures;
  for (std::size_t i = 0; i < down_.size(); ++i) {
    if (i > 0) {
      branches.push_back(h);
      h = at::avg_pool2d(h, 2);
    }
    h = down_[i].change->apply(h, embedded, gradients);
    for (std::size_t j = 0; j < down_[i].residual.size(); ++j) {
      h = h + down_[i].residual[j]->apply(h, embedded, gradients);
      if (i + 1 == down_.size() && j < attention_.size()) h = h + attention_[j]->apply(h);
    }
  }
  for (std::size_t i = up_.size(); i-- > 0;) {
    const UnetBlock& change = *up_[i].change;
    h = plan_.narrow_first ? enlarged(change.apply(h, embedded, gradients))
                           : change.apply_enlarged(h, embedded, gradients);
    h = h + branches[i];
    for (const auto& block : up_[i].residual) h = h + block->apply(h, embedded, gradients);
  }
  return output_->apply(h);
}

Tensor Unet::score(const Tensor& points, const Tensor& sigma) {
  check_equal(points.size(1), side_ * side_, "pixels of a picture");
  const Tensor column = sigma.unsqueeze(1);  // [n, 1]
  const OutputPlace place{points, column, data_std_};
  const auto [seen, log_level] = network_input(form_, place);
  const Tensor embedded = embedding_ ? embedding_->apply(log_level) : Tensor();
  const bool through_points = torch::GradMode::is_enabled() && points.requires_grad();
  const Tensor raw = layers(as_pictures(seen.contiguous(), side_), embedded,
                            through_points ? Gradients::kAnyTimes : Gradients::kOnce);
  return form_.score(raw.reshape({points.size(0), side_ * side_}), place);
}

std::string Unet::description() const {
  return fmt::format("U-Net {}{}{}{}", fmt::join(plan_.channels, "–"),
                     plan_.heads > 0 ? " with attention" : "",
                     plan_.conditional ? "" : ", blind to σ", form_.title);
}

}  // namespace scorescope
