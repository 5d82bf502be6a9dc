// The moving average of the weights, with and without warm-up (maths.md section 9.4).
#include <gtest/gtest.h>
#include <torch/types.h>

#include "core/network/averaged_weights.h"

namespace scorescope {
namespace {

std::shared_ptr<ScoreNetwork> small(std::int64_t width) {
  RandomStream weights(1, "weights");
  return make_network({"mlp", {{"width", width}, {"depth", std::int64_t{1}}}}, {{1.0}, 1.0},
                      weights);
}

void fill(ScoreNetwork& network, double value) {
  const torch::NoGradGuard no_grad;
  for (auto& parameter : network.parameters()) parameter.fill_(value);
}

double first_of(const AveragedWeights& average) {
  return average.tensors().front().flatten()[0].item<double>();
}

TEST(AveragedWeights, ForgetTheStartAsTheWarmUpSays) {
  const auto network = small(3);
  fill(*network, 1.0);
  AveragedWeights average(*network);
  fill(*network, 0.0);
  double left = 1.0;
  for (int n = 0; n < 50; ++n) {
    average.update(*network, 0.6, true);
    left *= std::min(0.6, (1.0 + n) / (10.0 + n));
    EXPECT_NEAR(first_of(average), left, 1e-6) << "update " << n;
  }
  EXPECT_EQ(average.updates(), 50);
}

// maths.md section 9.4: after 469 updates with 0.999 and no warm-up 63 % of the start is left.
TEST(AveragedWeights, KeepMostOfTheStartWithoutWarmUp) {
  const auto network = small(3);
  fill(*network, 1.0);
  AveragedWeights average(*network);
  fill(*network, 0.0);
  for (int n = 0; n < 469; ++n) average.update(*network, 0.999, false);
  EXPECT_NEAR(first_of(average), std::pow(0.999, 469), 1e-4);
}

TEST(AveragedWeights, AreRestoredExactly) {
  const auto network = small(3);
  AveragedWeights average(*network);
  fill(*network, 2.0);
  average.update(*network, 0.5, true);
  AveragedWeights other(*network);
  other.restore(average.tensors(), average.updates());
  fill(*network, -1.0);
  average.update(*network, 0.5, true);
  other.update(*network, 0.5, true);
  for (std::size_t i = 0; i < average.tensors().size(); ++i) {
    EXPECT_TRUE(torch::equal(average.tensors()[i], other.tensors()[i])) << i;
  }
}

TEST(AveragedWeights, AreNotTheNetworksOwnTensors) {
  const auto network = small(3);
  const auto copies = copy_parameters(*network);
  const AveragedWeights average(*network);
  fill(*network, 7.0);
  EXPECT_NE(first_of(average), 7.0);
  set_parameters(*network, copies);
  EXPECT_TRUE(torch::equal(network->parameters().front(), copies.front()));
}

TEST(AveragedWeights, RefuseWeightsOfAnotherShape) {
  const auto network = small(3);
  AveragedWeights average(*network);
  const auto wider = copy_parameters(*small(4));
  EXPECT_THROW(average.restore(wider, 1), UserError);
  try {
    set_parameters(*network, wider);
    FAIL() << "a wider network's weights were accepted";
  } catch (const UserError& error) {
    EXPECT_STREQ(error.what(),
                 "Tensor 0 of the weights has shape [4, 3], but this network needs [3, 3].");
  }
  EXPECT_THROW(set_parameters(*network, {}), UserError);
}

}  // namespace
}  // namespace scorescope
