// The fused tail of a U-Net's block against Torch's own operations in double precision.
#include <ATen/Parallel.h>
#include <gtest/gtest.h>
#include <torch/autograd.h>
#include <torch/types.h>

#include "core/base/error.h"
#include "core/fused/norm_silu.h"
#include "core/network/norm_silu.h"
#include "core/tensor_draws.h"

namespace scorescope {
namespace {

struct Case {
  std::int64_t n, channels, height, width;
};

struct Drawn {
  GroupNorm norm;
  torch::Tensor x, shift, weight;  // weight of the result in a loss
};

/// Channels last; means far from 0 and uneven spreads; norm weights and biases of any sign.
Drawn draw(const Case& c, bool shifted) {
  RandomStream stream(1, "norm");
  const auto floats = torch::dtype(torch::kFloat32);
  Drawn drawn{GroupNorm(c.channels), {}, {}, {}};
  const torch::NoGradGuard no_grad;
  for (auto& parameter : drawn.norm.parameters()) {
    parameter.copy_(draw_normal(stream, parameter.sizes(), floats));
  }
  const auto spread = draw_uniform(stream, {1, 1, 1, c.channels}, floats) * 3;
  const auto pixels = draw_normal(stream, {c.n, c.height, c.width, c.channels}, floats);
  drawn.x = (pixels * spread + 5 * spread - 4).permute({0, 3, 1, 2});
  if (shifted) drawn.shift = draw_normal(stream, {c.n, c.channels}, floats);
  drawn.weight = draw_normal(stream, drawn.x.sizes(), floats);
  return drawn;
}

void expect_near(const torch::Tensor& found, const torch::Tensor& expected, const char* what) {
  const double scale = expected.abs().max().item<double>();
  const double difference = (found.to(torch::kFloat64) - expected).abs().max().item<double>();
  EXPECT_LT(difference, 2e-5 * scale) << what << ", largest value " << scale;
}

TEST(NormSilu, AndItsGradientsAreThoseOfTorchInDouble) {
  for (const bool shifted : {true, false}) {
    for (const Case& c :
         {Case{5, 16, 28, 28}, Case{3, 64, 7, 7}, Case{1, 48, 3, 5}, Case{2, 128, 1, 1}}) {
      auto drawn = draw(c, shifted);
      auto& [norm, x, shift, weight] = drawn;
      const auto run = [&](Gradients gradients, torch::ScalarType type) {
        norm.to(type);
        std::vector<torch::Tensor> leaves{x.detach().to(type).requires_grad_(true)};
        leaves.push_back(norm.weight());
        leaves.push_back(norm.bias());
        torch::Tensor moved;
        if (shifted) leaves.push_back(moved = shift.to(type).detach().requires_grad_(true));
        const auto value = norm_silu(leaves[0], norm, moved, gradients);
        auto results = torch::autograd::grad({(value * weight.to(type)).sum()}, leaves);
        results.insert(results.begin(), value.detach());
        return results;
      };
      const auto found = run(Gradients::kOnce, torch::kFloat32);
      const auto expected = run(Gradients::kAnyTimes, torch::kFloat64);
      const char* names[] = {"value", "d x", "d weight", "d bias", "d shift"};
      for (std::size_t i = 0; i < found.size(); ++i) expect_near(found[i], expected[i], names[i]);
      EXPECT_TRUE(found[0].is_contiguous(at::MemoryFormat::ChannelsLast));
    }
  }
}

TEST(NormSilu, WithoutAGraphIsTheSameAndOnTwoThreadsToo) {
  const auto drawn = draw({7, 32, 14, 14}, true);
  const auto with = norm_silu(drawn.x, drawn.norm, drawn.shift, Gradients::kOnce).detach();
  const torch::NoGradGuard no_grad;
  const int threads = at::get_num_threads();
  for (const int count : {1, 2}) {
    at::set_num_threads(count);
    const auto without = norm_silu(drawn.x.clone(), drawn.norm, drawn.shift, Gradients::kOnce);
    EXPECT_TRUE(torch::equal(with, without)) << count << " threads";
  }
  at::set_num_threads(threads);
}

TEST(NormSilu, StaysFiniteForHugeNumbersAndPassesOnWhatIsNotANumber) {
  auto drawn = draw({1, 16, 4, 4}, false);
  const torch::NoGradGuard no_grad;
  drawn.norm.parameters()[0].fill_(1e4f);
  const auto huge = norm_silu(drawn.x * 1e6, drawn.norm, {}, Gradients::kOnce);
  EXPECT_TRUE(huge.isfinite().all().item<bool>());
  drawn.x[0][3][1][1] = std::nanf("");
  const auto lost = norm_silu(drawn.x.clone(), drawn.norm, {}, Gradients::kOnce);
  EXPECT_TRUE(lost[0][3][1][1].isnan().item<bool>());
}

TEST(NormSilu, RefusesASecondDerivativeItCannotGive) {
  if (!has_norm_silu()) GTEST_SKIP() << "built without Highway";
  const auto drawn = draw({2, 16, 4, 4}, true);
  const auto x = drawn.x.clone().requires_grad_(true);
  const auto value = norm_silu(x, drawn.norm, drawn.shift, Gradients::kOnce);
  EXPECT_THROW(torch::autograd::grad({value.sum()}, {x}, {}, true, true), InternalError);
}

}  // namespace
}  // namespace scorescope
