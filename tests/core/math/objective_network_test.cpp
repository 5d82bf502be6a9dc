// Objectives on networks: gradients against differences, identities for random networks, every
// pair.
#include <gtest/gtest.h>
#include <torch/autograd.h>
#include <torch/optim/adam.h>
#include <torch/types.h>

#include <cmath>

#include "core/network/catalogue.h"
#include "core/objective/catalogue.h"
#include "tests/core/objective/batches.h"

namespace scorescope {
namespace {

constexpr torch::ScalarType kDouble = torch::kFloat64;

std::shared_ptr<ScoreNetwork> made(const Values& options, std::uint64_t seed = 1) {
  RandomStream weights(seed, "weights");
  return make_network({"mlp", options}, {{3.0, 1.0}, 4.1}, weights);
}

double loss_of(const Choice& choice, ScoreNetwork& network, const Batch& batch,
               const ScoreFunction& exact, torch::Tensor* graph = nullptr) {
  const ScoreFunction score = [&](const torch::Tensor& x, const torch::Tensor& sigma) {
    return network.score(x, sigma);
  };
  RandomStream directions(9, "directions");  // the same ones at each call
  const auto value = make_objective(choice)->evaluate(score, batch, exact, directions);
  if (graph) *graph = value.loss;
  return value.loss.item<double>();
}

// Central differences of every parameter of a tiny double-precision network.
void expect_right_gradients(const Choice& choice, ScoreNetwork& network, const Batch& batch,
                            const ScoreFunction& exact) {
  const auto parameters = network.parameters();
  torch::Tensor loss;
  loss_of(choice, network, batch, exact, &loss);
  const auto gradients = torch::autograd::grad({loss}, parameters, {}, std::nullopt, false, true);
  const torch::NoGradGuard no_grad;
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    auto flat = parameters[i].view(-1);
    for (std::int64_t j = 0; j < flat.size(0); ++j) {
      const double h = 1e-5;
      const double kept = flat[j].item<double>();
      flat[j] = kept + h;
      const double above = loss_of(choice, network, batch, exact);
      flat[j] = kept - h;
      const double below = loss_of(choice, network, batch, exact);
      flat[j] = kept;
      const double expected = (above - below) / (2 * h);
      // a bias after which nothing bends has no gradient in a trace
      const double found = gradients[i].defined() ? gradients[i].view(-1)[j].item<double>() : 0.0;
      EXPECT_NEAR(found, expected, 1e-6 * (1 + std::abs(expected)))
          << choice.kind << ", tensor " << i << ", entry " << j;
    }
  }
}

TEST(ObjectiveGradients, MatchCentralDifferencesInDouble) {
  const Mixture mixture(reference_components());
  const ScoreFunction exact = mixture.score_function();
  RandomStream stream(1, "gradients");
  const Batch batch = draw_batch(mixture, {6, {3.0, 1.0}, kDouble}, stream);
  for (const auto& entry : objective_catalogue().infos()) {
    for (const char* output : {"score_over_sigma", "denoiser"}) {
      const auto network = made({{"width", std::int64_t{4}},
                                 {"depth", std::int64_t{2}},
                                 {"output", std::string(output)}});
      network->to(kDouble);
      expect_right_gradients({entry.id, {}}, *network, batch, exact);
    }
  }
}

TEST(ObjectiveGradients, AreFiniteForEveryObjectiveOnEveryNetwork) {
  const Mixture mixture(reference_components());
  const ScoreFunction exact = mixture.score_function();
  RandomStream stream(2, "sweep");
  const Batch batch = draw_batch(mixture, {32, {20.0, 1.0, 0.05}}, stream);
  const auto& fields = network_catalogue().find("mlp").info.fields;
  for (const auto& activation : find_field(fields, "activation")->choices) {
    for (const auto& input : find_field(fields, "noise_input")->choices) {
      for (const auto& output : find_field(fields, "output")->choices) {
        const auto network = made({{"width", std::int64_t{8}},
                                   {"activation", activation.id},
                                   {"noise_input", input.id},
                                   {"output", output.id}});
        for (const auto& entry : objective_catalogue().infos()) {
          torch::Tensor loss;
          const double value = loss_of({entry.id, {}}, *network, batch, exact, &loss);
          ASSERT_TRUE(std::isfinite(value)) << entry.id << " on " << network->description();
          network->zero_grad();
          loss.backward();
          double norm = 0;
          for (const auto& parameter : network->parameters()) {
            if (parameter.grad().defined()) norm += parameter.grad().square().sum().item<double>();
          }
          EXPECT_TRUE(std::isfinite(norm) && norm > 0)
              << entry.id << " on " << network->description() << ", " << activation.id << ", "
              << input.id;
        }
      }
    }
  }
}

// Vincent's identity (maths.md section 1, identity 2) for random networks, point by point
// differences: 1/2 L_DSM - 1/2 L_ESM = 1/2 (d / sigma^2 - J).
TEST(DenoisingIdentity, HoldsForRandomNetworks) {
  const Mixture mixture(reference_components());
  const ScoreFunction exact = mixture.score_function();
  const std::vector<std::pair<double, double>> fisher{{0.5, 1.6}, {1, 0.99999}, {2.5, 0.26608}};
  RandomStream stream(3, "identity");
  const Values one{{"weighting", std::string("one")}};
  for (std::uint64_t seed = 1; seed <= 2; ++seed) {
    const auto score = score_function_of(made({}, seed), false);
    for (const auto& [sigma, j] : fisher) {
      const Batch batch = draw_batch(mixture, {100000, {sigma}, kDouble}, stream);
      RandomStream unused(0, "unused");
      const auto denoising =
          make_objective({"denoising", one})->evaluate(score, batch, exact, unused);
      const auto explicit_loss =
          make_objective({"explicit", one})->evaluate(score, batch, exact, unused);
      const Mean difference = mean_of(denoising.per_point - explicit_loss.per_point);
      const double constant = 0.5 * (2 / (sigma * sigma) - j);
      EXPECT_NEAR(difference.value, constant, 4 * difference.error)
          << "network " << seed << ", sigma " << sigma;
      EXPECT_LT(difference.error, 0.01 * 2 / (sigma * sigma));
    }
  }
}

// Tables of the exact score's terms with grad mode off: measurement jobs do not record graphs.
TEST(Objectives, CanBeMeasuredWithoutRecordingAGraph) {
  const Mixture mixture(reference_components());
  const ScoreFunction exact = mixture.score_function();
  RandomStream stream(4, "no graph");
  const Batch batch = draw_batch(mixture, {32, {3.0, 1.0}}, stream);
  const auto network = made({});
  for (const auto& entry : objective_catalogue().infos()) {
    const double with_graph = loss_of({entry.id, {}}, *network, batch, exact);
    const torch::NoGradGuard no_grad;
    torch::Tensor loss;
    EXPECT_NEAR(loss_of({entry.id, {}}, *network, batch, exact, &loss), with_graph,
                1e-5 * (1 + std::abs(with_graph)))
        << entry.id;
    EXPECT_FALSE(loss.requires_grad()) << entry.id;
  }
}

// AT-2 (maths.md section 1): sliced score matching on clean data, NCSN's toy settings, ends at -1.0
// +- 0.1.
TEST(LongSlicedTraining, EndsAtMinusOneAt2) {
  const Mixture mixture(reference_components());
  RandomStream weights(11, "weights");
  const auto network = make_network(
      {"mlp", {{"noise_input", std::string("none")}, {"output", std::string("score")}}},
      {{1.0}, 4.1}, weights);
  const auto objective = make_objective(
      {"sliced_vr", {{"on", std::string("clean")}, {"distribution", std::string("gaussian")}}});
  torch::optim::Adam adam(network->parameters(), torch::optim::AdamOptions(1e-3));
  RandomStream stream(12, "batches");
  RandomStream directions(13, "directions");
  const auto score = score_function_of(network, true);
  double sum = 0;
  for (int step = 0; step < 10000; ++step) {
    const Batch batch = draw_batch(mixture, {128, {}}, stream);
    adam.zero_grad();
    const auto value = objective->evaluate(score, batch, {}, directions);
    value.loss.backward();
    adam.step();
    if (step >= 9500) sum += value.loss.item<double>();
  }
  RecordProperty("loss", std::to_string(sum / 500));
  EXPECT_NEAR(sum / 500, -1.0, 0.1);
}

}  // namespace
}  // namespace scorescope
