#include "core/distribution/catalogue.h"

#include <gtest/gtest.h>
#include <torch/types.h>

#include <cmath>
#include <numbers>

#include "core/base/error.h"
#include "core/distribution/mixture.h"
#include "tests/core/distribution/closeness.h"
#include "tests/core/distribution/sample_files.h"

namespace scorescope {
namespace {

/// What an entry cannot do without: a file for those that read one.
Values needed_options(const std::string& kind, const SampleFiles& files) {
  if (kind == "picture") return {{"path", files.write_bar("bar.png")}};
  if (kind == "csv") {
    return {{"path", files.write("points.csv", "x,y\n1,2\n-3,0.5\n2,-2\n0,0\n")}};
  }
  return {};
}

DistributionData make_default(const std::string& kind) {
  const SampleFiles files;
  return make_distribution({kind, needed_options(kind, files)});
}

class EveryDistribution : public testing::TestWithParam<std::string> {
 protected:
  EveryDistribution() : data(make_default(GetParam())), mixture(data.components) {}

  /// Where the density is, blurred by sigma: where scores matter.
  torch::Tensor noisy_points(std::int64_t n, double sigma) const {
    RandomStream stream(41, "noisy");
    const torch::Tensor x0 = mixture.sample(n, stream);
    return x0 + sigma * draw_normal(stream, {n, 2}, torch::kFloat64);
  }

  DistributionData data;
  Mixture mixture;
};

TEST_P(EveryDistribution, HasWeightsThatSumToOneAndSaysWhatItIs) {
  double total = 0.0;
  for (const auto& component : data.components) total += component.weight;
  EXPECT_NEAR(total, 1.0, 1e-12);
  EXPECT_FALSE(data.description.empty());
  for (std::size_t i = 1; i < data.modes.size(); ++i) {
    EXPECT_GE(data.modes[i - 1].weight, data.modes[i].weight);
  }
}

TEST_P(EveryDistribution, ScoreMatchesAutogradAtAllLevels) {
  for (const double sigma : {0.05, 0.5, 3.0, 20.0}) {
    torch::Tensor points = noisy_points(60, sigma).requires_grad_(true);
    const torch::Tensor expected = gradient(mixture.log_density(points, sigma_of(sigma)), points);
    expect_close(mixture.score(points.detach(), sigma_of(sigma)), expected, 1e-9,
                 GetParam() + " at sigma " + std::to_string(sigma));
  }
}

TEST_P(EveryDistribution, ScoreMatchesFiniteDifferencesOfLogDensity) {
  for (const double sigma : {0.2, 2.0}) {
    const torch::Tensor points = noisy_points(60, sigma);
    constexpr double kStep = 1e-5;
    std::vector<torch::Tensor> slopes;
    for (int j = 0; j < 2; ++j) {
      torch::Tensor step = torch::zeros({2}, torch::kFloat64);
      step[j] = kStep;
      slopes.push_back((mixture.log_density(points + step, sigma_of(sigma)) -
                        mixture.log_density(points - step, sigma_of(sigma))) /
                       (2.0 * kStep));
    }
    expect_close(mixture.score(points, sigma_of(sigma)), torch::stack(slopes, 1), 1e-6, GetParam());
  }
}

TEST_P(EveryDistribution, JacobianMatchesAutogradAtAllLevels) {
  for (const double sigma : {0.05, 0.5, 3.0, 20.0}) {
    torch::Tensor points = noisy_points(40, sigma).requires_grad_(true);
    const torch::Tensor score = mixture.score(points, sigma_of(sigma));
    const torch::Tensor expected = torch::stack(
        {gradient(score.select(1, 0), points), gradient(score.select(1, 1), points)}, 1);
    expect_close(mixture.score_jacobian(points.detach(), sigma_of(sigma)), expected, 1e-8,
                 GetParam() + " at sigma " + std::to_string(sigma));
  }
}

TEST_P(EveryDistribution, IsFiniteAtTheDataAndTenThousandWidthsAway) {
  for (const auto dtype : {torch::kFloat32, torch::kFloat64}) {
    for (const double sigma : {0.0, 0.01, 1.0}) {
      const torch::Tensor near = noisy_points(200, 0.0);
      const torch::Tensor far = near * 1e4 * (1.0 + sigma);
      for (const torch::Tensor& points : {near, far}) {
        const torch::Tensor score = mixture.score(points.to(dtype), sigma_of(sigma));
        ASSERT_TRUE(score.isfinite().all().item<bool>()) << GetParam() << " at sigma " << sigma;
      }
    }
  }
}

TEST_P(EveryDistribution, SamplesHaveTheMomentsOfTheMixture) {
  constexpr std::int64_t kCount = 100000;
  const torch::Tensor x = noisy_points(kCount, 0.0);
  const auto [mean_x, mean_y] = mixture.mean();
  const torch::Tensor centred = x - torch::tensor({mean_x, mean_y}, torch::kFloat64);
  const torch::Tensor a = centred.select(1, 0), b = centred.select(1, 1);
  const auto [xx, xy, yy] = mixture.covariance();
  const std::vector<std::pair<torch::Tensor, double>> moments{
      {a, 0.0}, {b, 0.0}, {a * a, xx}, {a * b, xy}, {b * b, yy}};
  for (const auto& [values, expected] : moments) {
    const double se = values.std().item<double>() / std::sqrt(static_cast<double>(kCount));
    EXPECT_NEAR(values.mean().item<double>(), expected, 4.5 * se) << GetParam();
  }
}

TEST_P(EveryDistribution, FitsTheStandardView) {
  EXPECT_LT(mixture.extent(), 8.0) << GetParam();
  EXPECT_GT(mixture.extent(), 1.5) << GetParam();
}

TEST_P(EveryDistribution, DescribesEachOptionInFull) {
  for (const FieldInfo& field : distribution_catalogue().find(GetParam()).info.fields) {
    EXPECT_FALSE(field.label.empty()) << field.key;
    EXPECT_FALSE(field.help.empty()) << field.key;
    if (!std::holds_alternative<std::string>(field.initial) || !field.choices.empty()) {
      EXPECT_FALSE(field.larger.empty()) << field.key;
    }
  }
}

/// Both ends of each number's range and every choice, one at a time: made, or refused in words.
TEST_P(EveryDistribution, MakesOrRefusesTheEndsOfEachOption) {
  const SampleFiles files;
  for (const FieldInfo& field : distribution_catalogue().find(GetParam()).info.fields) {
    std::vector<Value> values;
    for (const double end : {field.minimum, field.maximum}) {
      if (std::holds_alternative<double>(field.initial)) values.emplace_back(end);
      if (std::holds_alternative<std::int64_t>(field.initial)) {
        values.emplace_back(static_cast<std::int64_t>(end));
      }
    }
    for (const auto& choice : field.choices) values.emplace_back(choice.id);
    for (const Value& value : values) {
      Values options = needed_options(GetParam(), files);
      options[field.key] = value;
      // Two ends leave no data: a threshold that no pixel passes, and fewer rows than the file has.
      if (field.key == "max_rows" || (field.key == "threshold" && value == Value(1.0))) {
        if (value != Value(static_cast<std::int64_t>(field.maximum))) {
          EXPECT_THROW(make_distribution({GetParam(), options}), UserError) << field.key;
          continue;
        }
      }
      const Mixture made(make_distribution({GetParam(), options}).components);
      RandomStream stream(43, "ends");
      const torch::Tensor score = made.score(made.sample(50, stream), sigma_of(0.5));
      EXPECT_TRUE(score.isfinite().all().item<bool>()) << field.key << " = " << to_text(value);
    }
  }
}

std::vector<std::string> all_kinds() {
  std::vector<std::string> kinds;
  for (const auto& info : distribution_catalogue().infos()) kinds.push_back(info.id);
  return kinds;
}

INSTANTIATE_TEST_SUITE_P(Catalogue, EveryDistribution, testing::ValuesIn(all_kinds()),
                         [](const auto& test) { return test.param; });

TEST(DistributionCatalogue, NamesWhatExistsWhenAKindIsUnknown) {
  const std::string message = refusal([] { make_distribution({"two_gausians", {}}); });
  EXPECT_NE(message.find("two_gausians"), std::string::npos) << message;
  EXPECT_NE(message.find("two_gaussians"), std::string::npos) << message;
}

TEST(DistributionCatalogue, RefusesBadOptions) {
  EXPECT_THROW(make_distribution({"two_gaussians", {{"heavy_share", 1.5}}}), UserError);
  EXPECT_THROW(make_distribution({"two_gaussians", {{"std", -1.0}}}), UserError);
  EXPECT_THROW(make_distribution({"two_gaussians", {{"spread", 1.0}}}), UserError);
  EXPECT_THROW(make_distribution({"circle", {{"reference", std::string("other")}}}), UserError);
  EXPECT_THROW(make_distribution({"mixture", {{"components", std::vector<GaussianComponent>{}}}}),
               UserError);
  EXPECT_THROW(
      make_distribution(
          {"mixture",
           {{"components", std::vector<GaussianComponent>{isotropic(0.0, 0.0, 0.0, 1.0)}}}}),
      UserError);
}

TEST(TwoGaussians, AreTheReferenceMixtureByDefault) {
  const auto data = make_distribution({"two_gaussians", {}});
  ASSERT_EQ(data.components.size(), 2U);
  EXPECT_EQ(data.components[0], isotropic(0.8, 5.0, 5.0, 1.0));
  EXPECT_NEAR(data.components[1].weight, 0.2, 1e-15);
  EXPECT_EQ(data.components[1].mean, (std::array{-5.0, -5.0}));
  ASSERT_EQ(data.modes.size(), 2U);
  EXPECT_EQ(data.modes[0].weight, 0.8);
  EXPECT_EQ(data.modes[0].centre, (std::array{5.0, 5.0}));
  EXPECT_EQ(data.modes[1].std, 1.0);
}

TEST(TwoGaussians, SwapTheirMeansAsInThePostersText) {
  const auto data = make_distribution({"two_gaussians", {{"swap_means", true}}});
  EXPECT_EQ(data.modes[0].weight, 0.8);
  EXPECT_EQ(data.modes[0].centre, (std::array{-5.0, -5.0}));
}

TEST(TwoGaussians, PutTheHeavierModeFirst) {
  const auto data = make_distribution({"two_gaussians", {{"heavy_share", 0.3}}});
  EXPECT_NEAR(data.modes[0].weight, 0.7, 1e-15);
  EXPECT_EQ(data.modes[0].centre, (std::array{-5.0, -5.0}));
}

TEST(SeparateModes, AreNotClaimedForOverlappingComponents) {
  const auto data = make_distribution(
      {"mixture",
       {{"components", std::vector<GaussianComponent>{isotropic(1.0, 0.0, 0.0, 1.0),
                                                      isotropic(1.0, 1.0, 0.0, 1.0)}}}});
  EXPECT_TRUE(data.modes.empty());
  EXPECT_EQ(make_distribution({"ring_of_gaussians", {}}).modes.size(), 8U);
  EXPECT_EQ(make_distribution({"gaussian", {}}).modes.size(), 1U);
}

TEST(Checkerboard, LeavesTheEmptySquaresEmpty) {
  const Mixture mixture(make_distribution({"checkerboard", {}}).components);
  RandomStream stream(47, "board");
  const torch::Tensor square = ((mixture.sample(100000, stream) + 6.0) / 3.0).floor();
  const torch::Tensor filled = square.sum(1).remainder(2.0).eq(0.0);
  EXPECT_GT(filled.to(torch::kFloat64).mean().item<double>(), 0.85);
}

TEST(Banana, FollowsItsParabola) {
  const Mixture mixture(make_distribution({"banana", {}}).components);
  RandomStream stream(53, "banana");
  const torch::Tensor points = mixture.sample(200000, stream);
  const torch::Tensor x = points.select(1, 0);
  const torch::Tensor rest = points.select(1, 1) - 0.2 * (x * x - 4.0);
  EXPECT_NEAR(x.var().item<double>(), 4.0, 0.06);
  EXPECT_NEAR(rest.mean().item<double>(), 0.0, 0.02);
  EXPECT_NEAR(rest.std().item<double>(), 0.4, 0.01);
}

TEST(TwoMoons, LieOnTheirHalfCircles) {
  const Mixture mixture(make_distribution({"two_moons", {}}).components);
  RandomStream stream(59, "moons");
  const torch::Tensor points = mixture.sample(50000, stream);
  const torch::Tensor centre = torch::tensor({-2.0, -1.0}, torch::kFloat64);
  const torch::Tensor to_upper = ((points - centre).norm(2, 1) - 4.0).abs();
  const torch::Tensor to_lower = ((points + centre).norm(2, 1) - 4.0).abs();
  const torch::Tensor distance = torch::minimum(to_upper, to_lower);
  EXPECT_GT(distance.lt(4.0 * 0.3).to(torch::kFloat64).mean().item<double>(), 0.999);
}

TEST(Text, RefusesWhatItCannotDraw) {
  const auto refuse = [](const std::string& text) {
    return refusal([&] { make_distribution({"text", {{"text", text}}}); });
  };
  EXPECT_NE(refuse("").find("nothing"), std::string::npos);
  EXPECT_NE(refuse("   ").find("nothing"), std::string::npos);
  EXPECT_NE(refuse(std::string(25, 'a')).find("at most 24"), std::string::npos);
  for (const char* broken : {"\xff", "a\xc3(", "\xe2\x82"}) {
    EXPECT_NE(refuse(broken).find("UTF-8"), std::string::npos) << refuse(broken);
  }
  EXPECT_NE(refuse("a\xf0\x9f\x98\x80").find("U+1F600"), std::string::npos)
      << refuse("a\xf0\x9f\x98\x80");
}

TEST(Text, DrawsLettersFromLeftToRightAndUpright) {
  // "L": a bar at the left over the whole height and one at the bottom.
  const Mixture mixture(make_distribution({"text", {{"text", std::string("L")}}}).components);
  RandomStream stream(61, "letters");
  const torch::Tensor points = mixture.sample(20000, stream);
  const torch::Tensor top = points.select(1, 1).gt(2.0);
  const double x_at_top = points.select(1, 0).masked_select(top).mean().item<double>();
  EXPECT_LT(x_at_top, -1.0);
  EXPECT_LT(mixture.mean()[1], -0.5);
}

}  // namespace
}  // namespace scorescope
