// The sweep that every sampler of the catalogue goes through, whatever it is.
#include <gtest/gtest.h>
#include <torch/types.h>

#include "tests/core/sampler/clouds.h"

namespace scorescope {
namespace {

using clouds::geometric_ladder;
using clouds::normal_cloud;
using clouds::run;

const std::vector<double> kLadder = geometric_ladder(10.0, 0.5, 12);

class EverySampler : public testing::TestWithParam<std::string> {
 protected:
  std::unique_ptr<Sampler> sampler(const std::vector<double>& levels = kLadder) const {
    return make_sampler({GetParam(), {}}, levels);
  }
};

TEST_P(EverySampler, DescribesItselfAndItsPlan) {
  const auto plan = sampler();
  const auto& info = sampler_catalogue().find(GetParam()).info;
  EXPECT_FALSE(info.label.empty());
  EXPECT_FALSE(info.help.empty());
  EXPECT_NE(plan->update_rule().find("x ←"), std::string::npos) << plan->update_rule();
  ASSERT_GT(plan->step_count(), 0);
  for (std::int64_t step = 0; step < plan->step_count(); ++step) {
    const auto position = plan->position(step);
    ASSERT_GE(position.level, 0);
    ASSERT_LT(position.level, static_cast<std::int64_t>(kLadder.size()));
    ASSERT_DOUBLE_EQ(position.sigma, kLadder[static_cast<std::size_t>(position.level)])
        << "on its own ladder the level shown is the level used";
    ASSERT_GE(position.step_size, 0.0);
  }
}

TEST_P(EverySampler, ExplainsEveryOption) {
  for (const auto& field : sampler_catalogue().find(GetParam()).info.fields) {
    EXPECT_FALSE(field.label.empty()) << field.key;
    EXPECT_FALSE(field.help.empty()) << field.key;
    EXPECT_FALSE(field.larger.empty()) << field.key;
    EXPECT_NO_THROW(checked_value(field, field.initial, GetParam())) << field.key;
    EXPECT_NE(field.effect, Effect::kRestarts) << field.key << ": sampling never restarts training";
  }
}

TEST_P(EverySampler, LeavesFiniteDetachedPointsAndTheCallersTensorAlone) {
  const auto start = normal_cloud(50, 0.0, 3.0);
  const auto copy = start.clone();
  const auto score = clouds::reference_mixture().score_function();
  const auto end = run(*sampler(), start, score);
  EXPECT_TRUE(torch::equal(start, copy));
  EXPECT_EQ(end.sizes(), start.sizes());
  EXPECT_EQ(end.scalar_type(), torch::kFloat64);
  EXPECT_FALSE(end.requires_grad());
  EXPECT_TRUE(torch::isfinite(end).all().item<bool>());
}

TEST_P(EverySampler, RepeatsItselfOnTheSameStreamOnly) {
  const auto start = normal_cloud(50, 0.0, 3.0);
  const auto score = clouds::reference_mixture().score_function();
  const auto once = run(*sampler(), start, score, 7);
  EXPECT_TRUE(torch::equal(once, run(*sampler(), start, score, 7)));
  RandomStream before(7, "sampler");
  RandomStream after(7, "sampler");
  torch::Tensor points = start;
  sampler()->advance(points, 0, {score, after});
  const bool is_random = !(before.state() == after.state());
  EXPECT_EQ(torch::equal(once, run(*sampler(), start, score, 8)), !is_random);
}

TEST_P(EverySampler, DrawsAsManyNumbersWhereverThePointsAre) {
  const auto score = clouds::reference_mixture().score_function();
  const auto plan = sampler();
  RandomStream near(3, "sampler");
  RandomStream far(3, "sampler");
  torch::Tensor here = normal_cloud(20, 0.0, 1.0);
  torch::Tensor there = normal_cloud(20, 500.0, 1.0);
  for (std::int64_t step = 0; step < plan->step_count(); ++step) {
    plan->advance(here, step, {score, near});
    plan->advance(there, step, {score, far});
    ASSERT_EQ(near.state(), far.state()) << "step " << step;
  }
}

TEST_P(EverySampler, MovesASinglePoint) {
  const auto end =
      run(*sampler(), normal_cloud(1, 2.0, 1.0), clouds::reference_mixture().score_function());
  EXPECT_TRUE(torch::isfinite(end).all().item<bool>()) << end;
}

// Started from the right law at its first level, a sampler ends at the right law at its last one.
// The two directions that descend DSM are the exception, and the point of their lesson: they
// collapse.
TEST_P(EverySampler, KeepsTheLawOfAGaussian) {
  const auto levels = geometric_ladder(20.0, 0.5, 200);
  const double mean = 3.0;
  const double variance = 2.0;
  const Mixture gaussian({isotropic(1.0, mean, mean, std::sqrt(variance))});
  const auto plan = sampler(levels);
  const bool moves_data = plan->final_sigma() == 0.0 && plan->position(0).sigma == levels.back();
  const double first = moves_data ? 0.0 : plan->position(0).sigma;
  const auto start = normal_cloud(400, mean, std::sqrt(variance + first * first));
  const auto end = run(*plan, start, gaussian.score_function());
  const double found = (end - end.mean(0)).square().mean().item<double>();
  const double expected = variance + plan->final_sigma() * plan->final_sigma();
  if (GetParam() == "dsm_descent" || GetParam() == "score_distillation") {
    EXPECT_LT(found, 0.5 * expected) << "descent of DSM must squeeze the cloud";
    return;
  }
  const double error = expected * std::sqrt(2.0 / 800.0);
  EXPECT_NEAR(found, expected, 4.5 * error + 0.03 * expected)
      << "4.5 standard errors of " << error << " and 3 % for the finite steps";
  EXPECT_NEAR(end.mean().item<double>(), mean, 4.5 * std::sqrt(expected / 800.0));
}

std::vector<std::string> sampler_ids() {
  std::vector<std::string> ids;
  for (const auto& info : sampler_catalogue().infos()) ids.push_back(info.id);
  return ids;
}

INSTANTIATE_TEST_SUITE_P(Catalogue, EverySampler, testing::ValuesIn(sampler_ids()),
                         [](const auto& test) { return test.param; });

std::string message_of(const Choice& choice, const std::vector<double>& levels) {
  try {
    make_sampler(choice, levels);
  } catch (const UserError& error) {
    return error.what();
  }
  return "";
}

TEST(SamplerOptions, RefuseWhatDoesNotFitTheLadder) {
  const std::vector<double> levels{2.0, 1.0};
  EXPECT_NE(message_of({"langevin", {{"level", std::int64_t{5}}}}, levels).find("0 to 1"),
            std::string::npos);
  EXPECT_NE(message_of({"ddim", {{"final_denoise", false}}}, {1.0}).find("no step"),
            std::string::npos);
  EXPECT_NE(
      message_of({"heun", {{"grid", std::string("edm")}, {"sigma_max", 1.0}, {"sigma_min", 2.0}}},
                 levels)
          .find("sigma_min"),
      std::string::npos);
  EXPECT_NE(message_of({"annealed", {}}, levels).find("annealed_langevin"), std::string::npos);
}

}  // namespace
}  // namespace scorescope
