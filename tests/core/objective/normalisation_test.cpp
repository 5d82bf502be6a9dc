// Denoising losses in any dimension: how they are normalised and weighted (maths.md 0.2, 5.2, 8).
#include <gtest/gtest.h>
#include <torch/types.h>

#include <cmath>

#include "tests/core/objective/batches.h"

namespace scorescope {
namespace {

constexpr std::int64_t kDimension = 6;
constexpr double kStd = 0.7;
constexpr ObjectiveContext kContext{.dimension = kDimension, .data_std = kStd};

/// n draws of N(0, kStd^2 I) under noise of that level.
Batch gaussian_batch(std::int64_t n, double sigma, RandomStream& stream) {
  const auto doubles = torch::dtype(torch::kFloat64);
  Batch batch;
  batch.clean = kStd * draw_normal(stream, {n, kDimension}, doubles);
  batch.level = torch::zeros({n}, torch::kInt64);
  batch.sigma = torch::full({n}, sigma, doubles);
  batch.noise = draw_normal(stream, {n, kDimension}, doubles);
  batch.noisy = batch.clean + sigma * batch.noise;
  return batch;
}

/// What a preconditioned denoiser says whose network is 0 everywhere: its exact score, were the
/// data N(0, kStd^2 I).
torch::Tensor exact_score(const torch::Tensor& x, const torch::Tensor& sigma) {
  return -x / (sigma.square() + kStd * kStd).unsqueeze(1);
}

torch::Tensor bent_score(const torch::Tensor& x, const torch::Tensor& sigma) {
  return (x.roll(1, 1).tanh() - 0.3 * x) / sigma.unsqueeze(1);
}

Choice denoising(const std::string& weighting, const std::string& normalisation,
                 const std::string& kind = "denoising") {
  return {kind, {{"weighting", weighting}, {"normalisation", normalisation}}};
}

torch::Tensor losses(const Choice& choice, const ScoreFunction& score, const Batch& batch) {
  RandomStream directions(5, "directions");
  return make_objective(choice, kContext)->evaluate(score, batch, {}, directions).per_point;
}

TEST(Normalisation, TheMeanIsTheHalfSumTimesTwoOverD) {
  RandomStream stream(1, "normalisation");
  const Batch batch = gaussian_batch(50, 0.8, stream);
  for (const char* kind : {"denoising", "denoising_one_level"}) {
    for (const char* weighting : {"one", "sigma", "sigma2", "edm"}) {
      const auto half = losses(denoising(weighting, "half_sum", kind), bent_score, batch);
      const auto mean = losses(denoising(weighting, "mean", kind), bent_score, batch);
      EXPECT_TRUE(torch::allclose(mean, half * (2.0 / kDimension), 1e-12)) << kind << weighting;
    }
  }
}

TEST(Normalisation, FloorInAnyDimensionIsThatOfAGaussian) {
  // maths.md AT-3: 1/2 d s^2 / (s^2 + sigma^2) with lambda = sigma^2
  for (const double sigma : {0.2, 1.0, 4.0}) {
    const double total = kStd * kStd + sigma * sigma;
    const double fisher = kDimension / total;
    const auto half = make_objective(denoising("sigma2", "half_sum"), kContext);
    const auto mean = make_objective(denoising("sigma2", "mean"), kContext);
    EXPECT_NEAR(*half->floor(sigma, fisher), 0.5 * kDimension * kStd * kStd / total, 1e-12);
    EXPECT_NEAR(*mean->floor(sigma, fisher), kStd * kStd / total, 1e-12);
    EXPECT_NEAR(*mean->denoising_factor(sigma), sigma * sigma / kDimension, 1e-12);
  }
}

TEST(EdmWeight, OnTheScoresErrorIsKarrasOnTheDenoisersError) {
  RandomStream stream(2, "edm");
  for (const double sigma : {0.05, 0.6, 8.0}) {
    const Batch batch = gaussian_batch(40, sigma, stream);
    const auto denoised = batch.noisy + sigma * sigma * bent_score(batch.noisy, batch.sigma);
    const double variance = kStd * kStd;
    const double weight = (sigma * sigma + variance) / (sigma * sigma * variance);
    const auto expected = 0.5 * weight * (denoised - batch.clean).square().sum(1);
    EXPECT_TRUE(
        torch::allclose(losses(denoising("edm", "half_sum"), bent_score, batch), expected, 1e-9))
        << "sigma " << sigma;
  }
}

TEST(EdmWeight, GivesAnUntrainedDenoiserTheLossOneAtEveryLevel) {
  // maths.md section 8: exactly 1 if a coordinate's variance is s^2; here it is the floor, too
  RandomStream stream(3, "one");
  const auto objective = make_objective(denoising("edm", "mean"), kContext);
  for (const double sigma : {0.03, 0.5, 8.0}) {
    const Batch batch = gaussian_batch(20000, sigma, stream);
    const Mean loss = mean_of(losses(denoising("edm", "mean"), exact_score, batch));
    EXPECT_NEAR(loss.value, 1.0, 4.5 * loss.error) << "sigma " << sigma;
    EXPECT_NEAR(*objective->floor(sigma, kDimension / (kStd * kStd + sigma * sigma)), 1.0, 1e-9);
  }
}

TEST(EdmWeight, WeightsObjectivesThatDoNotDenoiseToo) {
  RandomStream stream(4, "sliced");
  const Batch batch = gaussian_batch(30, 0.6, stream);
  const double variance = kStd * kStd;
  const double lambda = 0.36 * (0.36 + variance) / variance;
  const auto plain = losses({"sliced_vr", {{"weighting", std::string("one")}}}, bent_score, batch);
  const auto edm = losses({"sliced_vr", {{"weighting", std::string("edm")}}}, bent_score, batch);
  EXPECT_TRUE(torch::allclose(edm, lambda * plain, 1e-9));
}

TEST(SlicedLoss, IsTheImplicitLossInAnyDimensionWhereTheJacobianIsDiagonal) {
  // then v' (grad s) v is the trace for every vector of signs
  const ScoreFunction stretched = [](const torch::Tensor& x, const torch::Tensor&) {
    return -x * torch::linspace(0.1, 2.0, kDimension, x.options().requires_grad(false));
  };
  RandomStream stream(5, "diagonal");
  const Batch batch = gaussian_batch(20, 1.0, stream);
  EXPECT_TRUE(torch::allclose(losses({"sliced_vr", {}}, stretched, batch),
                              losses({"implicit", {}}, stretched, batch), 1e-12));
}

TEST(Objectives, SayTheirNormalisationAndWeight) {
  const auto formula = [](const Choice& choice) {
    return make_objective(choice, kContext)->formula();
  };
  EXPECT_EQ(
      formula(denoising("sigma2", "half_sum")),
      "½ λ ‖s(x + σε, σ) + ε/σ‖², λ = σ², summed over dimensions, mean over batch and levels");
  EXPECT_EQ(
      formula(denoising("edm", "mean")),
      "λ ‖s(x + σε, σ) + ε/σ‖², λ = σ² (σ² + s²)/s², s = 0.7, mean over dimensions, mean over "
      "batch and levels");
}

TEST(Objectives, OnlyThoseWithoutExactScoreOrTraceWorkOnPictures) {
  std::vector<std::string> allowed;
  for (const auto& entry : objective_catalogue().infos()) {
    if (make_objective({entry.id, {}})->works_on_pictures()) allowed.push_back(entry.id);
  }
  EXPECT_EQ(allowed,
            (std::vector<std::string>{"denoising", "denoising_one_level", "sliced", "sliced_vr"}));
}

}  // namespace
}  // namespace scorescope
