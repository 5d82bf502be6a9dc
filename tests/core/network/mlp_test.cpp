// The MLP: where its first weights come from, what its outputs mean, and that its fast backward
// pass is autograd's.
#include <ATen/Parallel.h>
#include <gtest/gtest.h>
#include <torch/autograd.h>
#include <torch/types.h>

#include <cmath>
#include <memory>

#include "core/network/averaged_weights.h"
#include "core/network/catalogue.h"
#include "core/network/layer_chain.h"
#include "core/network/mlp.h"
#include "core/tensor_draws.h"

namespace scorescope {
namespace {

const NetworkContext kContext{{20.0, 5.0, 1.0}, 4.1};

std::shared_ptr<ScoreNetwork> made(const Values& options, std::uint64_t seed = 1) {
  RandomStream weights(seed, "weights");
  return make_network({"mlp", options}, kContext, weights);
}

Values text_option(const std::string& key, const std::string& value) { return {{key, value}}; }

struct Inputs {
  torch::Tensor points;  // [n, 2]
  torch::Tensor sigma;   // [n]
};

Inputs draw_inputs(std::int64_t n, torch::ScalarType dtype) {
  RandomStream stream(2, "inputs");
  return {draw_normal(stream, {n, 2}, torch::dtype(dtype)) * 4,
          draw_uniform(stream, {n}, torch::dtype(dtype)) * 3 + 0.3};
}

TEST(Mlp, DefaultIsThePostersNetworkDividedBySigma) {
  const auto network = made({});
  EXPECT_EQ(network->description(), "MLP 3–128–128–2, out ÷ σ");
  EXPECT_EQ(parameter_names(*network),
            (std::vector<std::string>{"layers.0.weight", "layers.0.bias", "layers.2.weight",
                                      "layers.2.bias", "layers.4.weight", "layers.4.bias"}));
  const auto parameters = network->named_parameters();
  EXPECT_EQ(parameters["layers.0.weight"].sizes(), (std::vector<std::int64_t>{128, 3}));
  EXPECT_EQ(parameters["layers.4.weight"].sizes(), (std::vector<std::int64_t>{2, 128}));
}

TEST(Mlp, InitialWeightsDependOnlyOnTheStream) {
  torch::manual_seed(1);
  const auto first = made({});
  const auto global = torch::rand({1}).item<float>();
  torch::manual_seed(1);
  EXPECT_EQ(torch::rand({1}).item<float>(), global) << "the global generator was drawn from";
  torch::manual_seed(99);
  const auto second = made({});
  const auto other = made({}, 2);
  for (std::size_t i = 0; i < first->parameters().size(); ++i) {
    EXPECT_TRUE(torch::equal(first->parameters()[i], second->parameters()[i])) << i;
    EXPECT_FALSE(torch::equal(first->parameters()[i], other->parameters()[i])) << i;
  }
}

TEST(Mlp, InitialWeightsFillPlusMinusOneOverRootFanIn) {
  for (const auto& item : made({})->named_parameters()) {
    const double bound = 1.0 / std::sqrt(item.key().find(".0.") != std::string::npos ? 3.0 : 128.0);
    EXPECT_LE(item.value().abs().max().item<double>(), bound) << item.key();
    if (item.value().numel() < 1000) continue;
    // uniform on +-b: standard deviation b / sqrt(3); over 16,384 draws known to 0.4 %
    EXPECT_NEAR(item.value().std().item<double>(), bound / std::sqrt(3.0), 0.02 * bound);
  }
}

TEST(Mlp, FourierFrequenciesAreABufferOfTheStream) {
  const Values options{{"noise_input", std::string("fourier")}, {"frequencies", std::int64_t{5}}};
  const auto network = made(options);
  const auto buffers = network->named_buffers();
  ASSERT_TRUE(buffers.contains("fourier.frequencies"));
  EXPECT_EQ(buffers["fourier.frequencies"].numel(), 5);
  EXPECT_EQ(network->description(), "MLP 12–128–128–2, out ÷ σ");
  EXPECT_TRUE(torch::equal(buffers["fourier.frequencies"],
                           made(options)->named_buffers()["fourier.frequencies"]));
}

TEST(Mlp, WithoutNoiseInputIgnoresSigmaUpToTheOutputForm) {
  const auto network =
      made({{"noise_input", std::string("none")}, {"output", std::string("score")}});
  EXPECT_EQ(network->description(), "MLP 2–128–128–2, out = score");
  const auto [points, sigma] = draw_inputs(20, torch::kFloat32);
  const torch::NoGradGuard no_grad;
  EXPECT_TRUE(torch::equal(network->score(points, sigma), network->score(points, 2 * sigma)));
}

// What a Python Sequential with these weights would give, by hand.
torch::Tensor by_hand(const ScoreNetwork& network, torch::Tensor h) {
  const auto p = network.parameters();
  for (std::size_t i = 0; i < p.size(); i += 2) {
    h = torch::mm(h, p[i].t()) + p[i + 1];
    if (i + 2 < p.size()) h = torch::softplus(h);
  }
  return h;
}

torch::Tensor with_log_sigma(const torch::Tensor& points, const torch::Tensor& level) {
  return torch::cat({points, level.unsqueeze(1)}, 1);
}

TEST(Mlp, OutputFormsMatchHandFormulas) {
  const auto [x, sigma] = draw_inputs(50, torch::kFloat64);
  const auto s = sigma.unsqueeze(1);
  const double sd = kContext.data_std;
  const auto total = s.square() + sd * sd;
  for (const std::string form : {"score", "score_over_sigma", "epsilon", "denoiser"}) {
    const auto network = made(text_option("output", form));
    network->to(torch::kFloat64);
    const auto raw = by_hand(*network, with_log_sigma(x, sigma.log()));
    torch::Tensor expected = raw;
    if (form == "score_over_sigma") expected = raw / s;
    if (form == "epsilon") expected = -raw / s;
    if (form == "denoiser") {  // maths.md section 8
      const auto f = by_hand(*network, with_log_sigma(x / total.sqrt(), sigma.log() / 4));
      const auto denoised = sd * sd / total * x + s * sd / total.sqrt() * f;
      expected = (denoised - x) / s.square();
    }
    const auto score = network->score(x, sigma);
    EXPECT_LT((score - expected).abs().max().item<double>(), 1e-10) << form;
  }
}

// EDM, section 5: weight (s^2 + sd^2) / (s sd)^2 on ||D - x0||^2 per coordinate is 1 while F = 0,
// if the data has variance sd^2.
TEST(Mlp, DenoiserStartsAtLossOneWhereItsNetworkIsZero) {
  const double sd = 2.5;
  const std::int64_t n = 400000;
  RandomStream stream(4, "edm");
  const auto network =
      make_network({"mlp", text_option("output", "denoiser")}, {{1.0}, sd}, stream);
  const torch::NoGradGuard no_grad;
  network->parameters()[4].zero_();
  network->parameters()[5].zero_();
  const auto options = torch::dtype(torch::kFloat32);
  for (const double level : {0.05, 1.0, 30.0}) {
    const auto clean = sd * draw_normal(stream, {n, 2}, options);
    const auto noisy = clean + level * draw_normal(stream, {n, 2}, options);
    const auto score = network->score(noisy, torch::full({n}, level));
    const auto denoised = noisy + level * level * score;
    const double weight = (level * level + sd * sd) / std::pow(level * sd, 2);
    const auto losses = weight * (denoised - clean).square().to(torch::kFloat64);
    // the mean of 8e5 squares of unit normals: standard error 0.0016
    EXPECT_NEAR(losses.mean().item<double>(), 1.0, 0.007) << "sigma " << level;
  }
}

TEST(LayerChain, FastBackwardIsAutogradsForEveryActivation) {
  RandomStream stream(5, "chain");
  const auto options = torch::dtype(torch::kFloat64);
  for (const auto& activation : activations()) {
    std::vector<torch::Tensor> tensors;
    for (const auto& [out, in] : std::vector<std::pair<int, int>>{{7, 3}, {5, 7}, {2, 5}}) {
      tensors.push_back(draw_normal(stream, {out, in}, options).requires_grad_(true));
      tensors.push_back(draw_normal(stream, {out}, options).requires_grad_(true));
    }
    const auto input = draw_normal(stream, {11, 3}, options);
    const auto weight = draw_normal(stream, {11, 2}, options);
    const auto fast = layer_chain(input, tensors, activation);
    const auto plain = layer_chain(input.clone().requires_grad_(true), tensors, activation);
    EXPECT_TRUE(torch::allclose(fast, plain, 1e-12, 1e-12)) << activation.id;
    const auto fast_gradients = torch::autograd::grad({(fast * weight).sum()}, tensors);
    const auto plain_gradients = torch::autograd::grad({(plain * weight).sum()}, tensors);
    for (std::size_t i = 0; i < tensors.size(); ++i) {
      EXPECT_TRUE(torch::allclose(fast_gradients[i], plain_gradients[i], 1e-10, 1e-12))
          << activation.id << ", tensor " << i;
    }
    const torch::NoGradGuard no_grad;
    EXPECT_TRUE(torch::allclose(layer_chain(input, tensors, activation), plain, 1e-12, 1e-12))
        << activation.id;
  }
}

// Single precision on one thread takes our own matrix products; double precision takes LibTorch's.
TEST(LayerChain, SinglePrecisionAgreesWithDouble) {
  const int threads = at::get_num_threads();
  at::set_num_threads(1);
  for (const std::int64_t width : {16, 20, 64, 128}) {
    const auto single = made({{"width", width}, {"depth", std::int64_t{3}}});
    const auto wide = made({{"width", width}, {"depth", std::int64_t{3}}});
    wide->to(torch::kFloat64);
    const auto [points, sigma] = draw_inputs(133, torch::kFloat32);
    const auto s = single->score(points, sigma);
    const auto w = wide->score(points.to(torch::kFloat64), sigma.to(torch::kFloat64));
    EXPECT_TRUE(torch::allclose(s.to(torch::kFloat64), w, 1e-4, 1e-5)) << width;
    s.square().sum().backward();
    w.square().sum().backward();
    for (std::size_t i = 0; i < single->parameters().size(); ++i) {
      const auto found = single->parameters()[i].grad().to(torch::kFloat64);
      const auto expected = wide->parameters()[i].grad();
      EXPECT_LT((found - expected).norm().item<double>(), 1e-5 * expected.norm().item<double>())
          << "width " << width << ", tensor " << i;
    }
    const torch::NoGradGuard no_grad;
    EXPECT_TRUE(torch::allclose(single->score(points, sigma).to(torch::kFloat64), w, 1e-4, 1e-5));
  }
  at::set_num_threads(threads);
}

TEST(Mlp, LeavesItsInputsAlone) {
  const auto network = made(text_option("output", "denoiser"));
  const auto [points, sigma] = draw_inputs(8, torch::kFloat32);
  const auto points_before = points.clone();
  const auto sigma_before = sigma.clone();
  const torch::NoGradGuard no_grad;
  network->score(points, sigma);
  EXPECT_TRUE(torch::equal(points, points_before));
  EXPECT_TRUE(torch::equal(sigma, sigma_before));
}

TEST(Mlp, ScoresOneByOneAsInABatch) {
  const auto [points, sigma] = draw_inputs(9, torch::kFloat32);
  const torch::NoGradGuard no_grad;
  const auto network = made({});
  const auto batch = network->score(points, sigma);
  for (std::int64_t i = 0; i < 9; ++i) {
    const auto one = network->score(points.slice(0, i, i + 1), sigma.slice(0, i, i + 1));
    EXPECT_TRUE(torch::allclose(one[0], batch[i], 1e-5, 1e-6)) << "point " << i;
  }
}

TEST(ScoreFunctionOf, KeepsTheTypeOfThePointsAndTheirGradient) {
  const auto network = made({});
  const auto [points, sigma] = draw_inputs(6, torch::kFloat64);
  const auto with = score_function_of(network, true);
  const auto without = score_function_of(network, false);
  EXPECT_EQ(without(points, sigma).scalar_type(), torch::kFloat64);
  EXPECT_FALSE(without(points, sigma).requires_grad());
  EXPECT_TRUE(torch::allclose(with(points, sigma), without(points, sigma), 1e-5, 1e-6));
  const auto leaf = points.clone().requires_grad_(true);
  const auto gradient = torch::autograd::grad({with(leaf, sigma).sum()}, {leaf}).front();
  EXPECT_EQ(gradient.scalar_type(), torch::kFloat64);
  EXPECT_GT(gradient.abs().sum().item<double>(), 0.0);
}

TEST(ScoreFunctionOf, TakesOneLevelForAllPoints) {
  const auto network = made({});
  const auto points = draw_inputs(6, torch::kFloat32).points;
  const auto score = score_function_of(network, false);
  EXPECT_TRUE(
      torch::equal(score(points, torch::full({1}, 2.0)), score(points, torch::full({6}, 2.0))));
}

TEST(Networks, EveryFieldHasHelpAndWhatALargerValueDoes) {
  for (const auto& entry : network_catalogue().infos()) {
    for (const auto& field : entry.fields) {
      EXPECT_FALSE(field.help.empty()) << entry.id << "." << field.key;
      EXPECT_FALSE(field.larger.empty()) << entry.id << "." << field.key;
    }
  }
}

}  // namespace
}  // namespace scorescope
