// The convolution of an enlarged picture against enlarging it.
#include <gtest/gtest.h>
#include <torch/autograd.h>
#include <torch/types.h>

#include "core/base/error.h"
#include "core/network/upsampled_convolution.h"
#include "core/tensor_draws.h"

namespace scorescope {
namespace {

struct Tensors {
  std::vector<torch::Tensor> leaves;  // x, weight, bias
  torch::Tensor factor;               // of the result in a loss
};

Tensors draw(std::int64_t n, std::int64_t h, std::int64_t w) {
  RandomStream stream(1, "convolution");
  const auto normal = [&](at::IntArrayRef shape) {
    return draw_normal(stream, shape, torch::dtype(torch::kFloat64));
  };
  const auto x = normal({n, h, w, 3}).permute({0, 3, 1, 2});
  Tensors drawn{{x, normal({5, 3, 3, 3}), normal({5})}, normal({n, 5, 2 * h, 2 * w})};
  for (auto& leaf : drawn.leaves) leaf.requires_grad_(true);
  return drawn;
}

TEST(UpsampledConvolution, IsTheConvolutionOfTheEnlargedPicture) {
  for (const auto& [h, w] : {std::pair{7, 7}, std::pair{3, 5}, std::pair{1, 1}}) {
    const auto [leaves, factor] = draw(2, h, w);
    const auto found = upsampled_convolution(leaves[0], leaves[1], leaves[2]);
    const auto large = at::upsample_nearest2d(leaves[0], {2 * h, 2 * w});
    const auto expected = at::conv2d(large, leaves[1], leaves[2], 1, 1);
    EXPECT_TRUE(torch::allclose(found, expected, 1e-12, 1e-12)) << h << " x " << w;
    EXPECT_TRUE(found.is_contiguous(at::MemoryFormat::ChannelsLast));
    const auto ours = torch::autograd::grad({(found * factor).sum()}, leaves);
    const auto theirs = torch::autograd::grad({(expected * factor).sum()}, leaves);
    for (std::size_t i = 0; i < leaves.size(); ++i) {
      EXPECT_TRUE(torch::allclose(ours[i], theirs[i], 1e-11, 1e-11))
          << h << " x " << w << ", " << i;
    }
  }
}

TEST(UpsampledConvolution, RefusesASecondDerivative) {
  const auto [leaves, factor] = draw(1, 2, 2);
  const auto found = upsampled_convolution(leaves[0], leaves[1], leaves[2]);
  EXPECT_THROW(torch::autograd::grad({(found * factor).sum()}, leaves, {}, true, true),
               InternalError);
}

}  // namespace
}  // namespace scorescope
