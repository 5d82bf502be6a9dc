// The networks for pictures: their sizes, what they refuse, what they see, and their gradients.
#include <gtest/gtest.h>
#include <torch/autograd.h>
#include <torch/types.h>

#include <cmath>

#include "core/network/averaged_weights.h"
#include "tests/core/network/picture_data.h"

namespace scorescope {
namespace {

const std::vector<std::string> kKinds{"unet", "unet_poster", "unet_attention", "residual_mlp"};

Values narrow(const std::string& kind) {
  if (kind == "unet") return {{"width", std::int64_t{8}}};
  if (kind == "unet_attention") return {{"width", std::int64_t{4}}, {"heads", std::int64_t{2}}};
  if (kind == "residual_mlp") return {{"width", std::int64_t{32}}};
  return {};
}

Values with(Values options, const std::string& key, const Value& value) {
  options[key] = value;
  return options;
}

std::int64_t parameter_count(const ScoreNetwork& network) {
  std::int64_t count = 0;
  for (const auto& parameter : network.parameters()) count += parameter.numel();
  return count;
}

std::string refusal(const std::string& kind, const NetworkContext& context,
                    const Values& options = {}) {
  RandomStream weights(1, "weights");
  try {
    make_network({kind, options}, context, weights);
  } catch (const UserError& error) {
    return error.what();
  }
  return "accepted";
}

// maths.md section 5.2.
TEST(PosterUnet, Has197537Parameters) {
  const auto network = made_for_pictures("unet_poster");
  EXPECT_EQ(parameter_count(*network), 197537);
  EXPECT_EQ(network->description(), "U-Net 32–64–128, out ÷ σ");
  const auto parameters = network->named_parameters();
  EXPECT_EQ(parameters["down.2.0.convolution.weight"].sizes(),
            (std::vector<std::int64_t>{128, 64, 3, 3}));
  EXPECT_EQ(parameters["up.1.0.embedding.weight"].sizes(), (std::vector<std::int64_t>{64, 32}));
}

// maths.md section 9.4: "155k parameters".
TEST(SmallUnet, Has155201Parameters) {
  const auto network = made_for_pictures("unet");
  EXPECT_EQ(parameter_count(*network), 155201);
  EXPECT_EQ(network->description(), "U-Net 16–32–64, EDM denoiser");
}

TEST(PictureNetworks, WithoutTheNoiseLevelHaveNoEmbedding) {
  for (const auto& kind : kKinds) {
    const auto told = made_for_pictures(kind, narrow(kind));
    const auto blind = made_for_pictures(kind, with(narrow(kind), "conditional", false));
    for (const auto& name : parameter_names(*blind)) {
      EXPECT_EQ(name.find("embedding"), std::string::npos) << kind << ": " << name;
    }
    EXPECT_LT(parameter_count(*blind), parameter_count(*told)) << kind;
    EXPECT_NE(blind->description().find("blind to σ"), std::string::npos) << kind;
  }
}

TEST(PictureNetworks, SeeSigmaOnlyIfTheyAreToldIt) {
  const torch::NoGradGuard no_grad;
  const auto [points, sigma] = noisy_pictures(5, 8);
  for (const auto& kind : kKinds) {
    for (const bool conditional : {true, false}) {
      const auto options =
          with(with(narrow(kind), "output", std::string("score")), "conditional", conditional);
      const auto network = made_for_pictures(kind, options, 8);
      const auto change =
          (network->score(points, sigma) - network->score(points, 2 * sigma)).abs().max();
      EXPECT_EQ(change.item<double>() > 0.0, conditional) << kind;
    }
  }
}

TEST(PictureNetworks, TakeBothSizesAndScoreOneByOneAsInABatch) {
  const torch::NoGradGuard no_grad;
  for (const std::int64_t side : {28, 32}) {
    const auto [points, sigma] = noisy_pictures(3, side);
    for (const auto& kind : kKinds) {
      const auto network = made_for_pictures(kind, narrow(kind), side);
      const auto points_before = points.clone();
      const auto batch = network->score(points, sigma);
      EXPECT_EQ(batch.sizes(), points.sizes()) << kind;
      EXPECT_TRUE(torch::equal(points, points_before)) << kind << " wrote into its input";
      for (std::int64_t i = 0; i < 3; ++i) {
        const auto one = network->score(points.slice(0, i, i + 1), sigma.slice(0, i, i + 1));
        EXPECT_TRUE(torch::allclose(one[0], batch[i], 1e-3, 1e-4)) << kind << ", picture " << i;
      }
    }
  }
}

TEST(PictureNetworks, BeginWithinPlusMinusOneOverRootFanInFromTheStreamAlone) {
  for (const auto& kind : kKinds) {
    torch::manual_seed(1);
    const auto first = made_for_pictures(kind, narrow(kind));
    torch::manual_seed(2);
    const auto second = made_for_pictures(kind, narrow(kind));
    const auto other = made_for_pictures(kind, narrow(kind), 28, 2);
    for (const auto& item : first->named_parameters()) {
      const auto& name = item.key();
      EXPECT_TRUE(torch::equal(item.value(), second->named_parameters()[name])) << name;
      if (name.find("norm") != std::string::npos) {
        const double expected = name.ends_with("weight") ? 1.0 : 0.0;
        EXPECT_TRUE(item.value().eq(expected).all().item<bool>()) << name;
        continue;
      }
      EXPECT_FALSE(torch::equal(item.value(), other->named_parameters()[name])) << name;
      if (!name.ends_with("weight")) continue;
      const auto fan_in = item.value()[0].numel();
      const double bound = 1.0 / std::sqrt(static_cast<double>(fan_in));
      EXPECT_LE(item.value().abs().max().item<double>(), bound) << name;
      if (item.value().numel() > 500) {
        EXPECT_GT(item.value().abs().max().item<double>(), 0.98 * bound) << name;
      }
    }
  }
}

// Of a few entries of every parameter, in double precision.
TEST(PictureNetworks, HaveTheGradientsThatDifferencesGive) {
  const auto [points, sigma] = noisy_pictures(3, 8, torch::kFloat64);
  RandomStream stream(3, "weights");
  const auto weight = draw_normal(stream, points.sizes(), torch::dtype(torch::kFloat64));
  for (const auto& kind : kKinds) {
    for (const bool conditional : {true, false}) {
      const auto network =
          made_for_pictures(kind, with(narrow(kind), "conditional", conditional), 8);
      network->to(torch::kFloat64);
      const auto loss = [&, p = points, s = sigma] {
        return (network->score(p, s) * weight * s.unsqueeze(1)).sum();
      };
      const auto gradients = torch::autograd::grad({loss()}, network->parameters());
      const torch::NoGradGuard no_grad;
      for (std::size_t i = 0; i < gradients.size(); ++i) {
        auto flat = network->parameters()[i].view(-1);
        const auto place = flat.size(0) / 2;
        const double kept = flat[place].item<double>(), h = 1e-5;
        flat[place] = kept + h;
        const double above = loss().item<double>();
        flat[place] = kept - h;
        const double below = loss().item<double>();
        flat[place] = kept;
        EXPECT_NEAR(gradients[i].reshape(-1)[place].item<double>(), (above - below) / (2 * h),
                    1e-6 * (1 + std::abs(above - below) / h))
            << kind << ", " << parameter_names(*network)[i];
      }
    }
  }
}

// Single precision on the CPU goes through oneDNN and, where there are any, our own kernels.
TEST(PictureNetworks, InSinglePrecisionAgreeWithDouble) {
  const auto [points, sigma] = noisy_pictures(6, 28);
  for (const auto& kind : kKinds) {
    const auto single = made_for_pictures(kind, narrow(kind));
    const auto wide = made_for_pictures(kind, narrow(kind));
    wide->to(torch::kFloat64);
    const auto weight = sigma.unsqueeze(1);
    const auto s = single->score(points, sigma) * weight;
    const auto w = wide->score(points.to(torch::kFloat64), sigma.to(torch::kFloat64)) * weight;
    EXPECT_TRUE(torch::allclose(s.to(torch::kFloat64), w, 1e-3, 1e-4)) << kind;
    s.square().mean().backward();
    w.square().mean().backward();
    for (const auto& item : single->named_parameters()) {
      const auto found = item.value().grad().to(torch::kFloat64);
      const auto expected = wide->named_parameters()[item.key()].grad();
      EXPECT_TRUE(found.is_contiguous()) << "fused optimisers walk through memory";
      // relative to all gradients of that size: a bias before a norm has none but rounding
      EXPECT_LT((found - expected).norm().item<double>(),
                1e-4 * (expected.norm().item<double>() + 0.1))
          << kind << ", " << item.key();
    }
  }
}

// What implicit score matching asks for: the gradient of a trace of the Jacobian.
TEST(PictureNetworks, CanBeDifferentiatedTwice) {
  auto [points, sigma] = noisy_pictures(2, 8, torch::kFloat64);
  RandomStream stream(4, "directions");
  const auto v = draw_normal(stream, points.sizes(), torch::dtype(torch::kFloat64));
  for (const auto& kind : kKinds) {
    const auto network = made_for_pictures(kind, narrow(kind), 8);
    network->to(torch::kFloat64);
    const auto x = points.clone().requires_grad_(true);
    const auto score = network->score(x, sigma);
    const auto along = torch::autograd::grad({(score * v).sum()}, {x}, {}, true, true).front();
    const double h = 1e-5;
    {
      const torch::NoGradGuard no_grad;
      const auto difference =
          (network->score(points + h * v, sigma) - network->score(points - h * v, sigma)) / (2 * h);
      EXPECT_NEAR((along * v).sum().item<double>(), (difference * v).sum().item<double>(),
                  1e-5 * (1 + difference.abs().max().item<double>()) * 64)
          << kind;
    }
    const auto parameter = network->named_parameters().front().value();
    const auto second = torch::autograd::grad({(along * v).sum()}, network->parameters(), {},
                                              std::nullopt, false, true);
    double sum = 0;
    for (const auto& gradient : second) {
      if (gradient.defined()) sum += gradient.abs().sum().item<double>();
    }
    EXPECT_TRUE(std::isfinite(sum) && sum > 0) << kind << ": " << sum;
  }
}

// EDM with F = 0 is the score of N(0, sd^2 I).
TEST(SmallUnet, WithoutItsLastLayerIsTheScoreOfAGaussian) {
  const auto network = made_for_pictures("unet");
  const torch::NoGradGuard no_grad;
  network->named_parameters()["output.weight"].zero_();
  network->named_parameters()["output.bias"].zero_();
  const auto [points, sigma] = noisy_pictures(4, 28);
  const auto expected = -points / (sigma.square() + 0.36).unsqueeze(1);
  EXPECT_TRUE(torch::allclose(network->score(points, sigma), expected, 1e-5, 1e-6));
}

TEST(ResidualMlp, TakesPointsInThePlaneToo) {
  RandomStream weights(1, "weights");
  const auto network = make_network({"residual_mlp", {}}, {{1.0}, 2.0}, weights);
  EXPECT_EQ(network->description(), "Residual MLP 2–3×512–2, EDM denoiser");
  EXPECT_EQ(network->score(torch::ones({4, 2}), torch::ones({4})).sizes(),
            (std::vector<std::int64_t>{4, 2}));
}

TEST(Networks, RefuseDataTheyCannotWorkOnInASentence) {
  EXPECT_EQ(refusal("mlp", picture_context(28)),
            "The network \"mlp\" takes points in the plane, but these data are pictures of 28×28 "
            "pixels; choose unet, unet_poster, unet_attention or residual_mlp.");
  for (const std::string kind : {"unet", "unet_poster", "unet_attention"}) {
    EXPECT_EQ(refusal(kind, {{1.0}, 1.0}),
              "The network \"" + kind +
                  "\" takes pictures, but these data are points in the plane; choose mlp or "
                  "residual_mlp.");
    EXPECT_EQ(refusal(kind, picture_context(30)),
              "The network \"" + kind +
                  "\" takes pictures whose side is a multiple of 4 pixels and at least 8, such as "
                  "28×28 and 32×32, but these data are pictures of 30×30 pixels.");
  }
  EXPECT_EQ(refusal("unet_attention", picture_context(28),
                    {{"width", std::int64_t{10}}, {"heads", std::int64_t{3}}}),
            "network.heads is 3, which does not divide the 40 channels of the lowest resolution "
            "(four times network.width, 10).");
}

}  // namespace
}  // namespace scorescope
