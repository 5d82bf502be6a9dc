#include "core/network/self_attention.h"

#include <torch/types.h>

#include <cmath>

#include "core/base/error.h"

namespace scorescope {

SelfAttention::SelfAttention(std::int64_t channels, std::int64_t heads, RandomStream& stream)
    : heads_(heads),
      norm_(register_module("norm", std::make_shared<GroupNorm>(channels))),
      queries_keys_values_(register_module(
          "queries_keys_values", std::make_shared<Linear>(channels, 3 * channels, stream))),
      output_(register_module("output", std::make_shared<Linear>(channels, channels, stream))) {
  check_equal(channels % heads, std::int64_t{0}, "channels left over by the attention heads");
}

torch::Tensor SelfAttention::apply(const torch::Tensor& x) const {
  const std::int64_t n = x.size(0), channels = x.size(1), places = x.size(2) * x.size(3);
  const std::int64_t width = channels / heads_;
  const auto tokens = norm_->apply(x).permute({0, 2, 3, 1}).reshape({n, places, channels});
  const auto parts = queries_keys_values_->apply(tokens)
                         .view({n, places, 3, heads_, width})
                         .permute({2, 0, 3, 1, 4});  // [3, n, heads, places, width]
  const auto queries = parts[0] / std::sqrt(static_cast<double>(width));
  const auto weights = torch::softmax(torch::matmul(queries, parts[1].transpose(2, 3)), 3);
  const auto seen = torch::matmul(weights, parts[2])  // [n, heads, places, width]
                        .transpose(1, 2)
                        .reshape({n, places, channels});
  return output_->apply(seen).view({n, x.size(2), x.size(3), channels}).permute({0, 3, 1, 2});
}

}  // namespace scorescope
