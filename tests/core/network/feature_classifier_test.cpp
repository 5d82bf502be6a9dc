// The classifier behind the distances, on pictures of bars that anyone can tell apart.
#include <gtest/gtest.h>
#include <torch/types.h>

#include <cmath>

#include "core/base/error.h"
#include "core/moments.h"
#include "core/network/feature_classifier.h"
#include "core/tensor_draws.h"

namespace scorescope {
namespace {

struct Labelled {
  torch::Tensor points;  // [n, side^2]
  torch::Tensor labels;  // [n]
};

/// A bright bar of two pixels at a random place: upright, lying, falling or rising diagonal; with
/// noise.
Labelled bars(std::int64_t n, std::int64_t side, std::uint64_t seed) {
  RandomStream stream(seed, "bars");
  const auto labels = draw_index(stream, n, 4, torch::kCPU);
  const auto shift = draw_index(stream, n, side / 2, torch::kCPU) - side / 4;
  const auto rows = torch::arange(side).view({1, side, 1}) - side / 2;
  const auto columns = torch::arange(side).view({1, 1, side}) - side / 2;
  const auto kind = labels.view({n, 1, 1});
  const auto offset = shift.view({n, 1, 1});
  const auto across = torch::where(
      kind == 0, columns,
      torch::where(kind == 1, rows, torch::where(kind == 2, columns - rows, columns + rows)));
  const auto bright = ((across - offset).abs() <= 1).to(torch::kFloat32);
  const auto noise = 0.3 * draw_normal(stream, {n, side, side}, torch::kFloat32);
  return {(2 * bright - 1 + noise).clamp(-1, 1).reshape({n, side * side}), labels};
}

FeatureClassifier made(std::int64_t side = 16) {
  RandomStream weights(1, "weights");
  return {side, 4, weights};
}

ClassifierTraining brief() {
  ClassifierTraining training;
  training.epochs = 3;
  return training;
}

TEST(FeatureClassifier, Has62234ParametersForTenDigits) {
  RandomStream weights(1, "weights");
  const FeatureClassifier classifier(28, 10, weights);
  std::int64_t count = 0;
  for (const auto& parameter : classifier.parameters()) count += parameter.numel();
  EXPECT_EQ(count, 62234);
  const auto output = classifier.forward(torch::zeros({3, 784}));
  EXPECT_EQ(output.features.sizes(), (std::vector<std::int64_t>{3, 64}));
  EXPECT_EQ(output.logits.sizes(), (std::vector<std::int64_t>{3, 10}));
  EXPECT_EQ(FeatureClassifier(32, 10, weights).forward(torch::zeros({2, 1024})).logits.size(1), 10);
  EXPECT_EQ(classifier.features(torch::zeros({0, 784})).sizes(),
            (std::vector<std::int64_t>{0, 64}));
  EXPECT_THROW(FeatureClassifier(30, 10, weights), InternalError);
}

TEST(FeatureClassifier, LearnsWhatFreshPicturesShow) {
  auto classifier = made();
  const auto train = bars(1500, 16, 2);
  const auto fresh = bars(500, 16, 3);
  EXPECT_LT(accuracy(classifier, fresh.points, fresh.labels), 0.6);
  RandomStream order(4, "order");
  std::vector<double> losses;
  auto training = brief();
  training.report_every = 10;
  training.progress = [&](const ClassifierProgress& progress) {
    EXPECT_EQ(progress.steps, 3 * 24);
    EXPECT_EQ(progress.epoch, progress.step / 24);
    losses.push_back(progress.loss);
    return true;
  };
  EXPECT_TRUE(train_classifier(classifier, train.points, train.labels, training, order));
  EXPECT_GT(losses.front(), 1.0);
  EXPECT_LT(losses.back(), 0.2);
  EXPECT_GT(accuracy(classifier, fresh.points, fresh.labels), 0.98);

  const auto features = classifier.features(train.points);
  EXPECT_GE(features.min().item<double>(), 0.0);
  EXPECT_NEAR(moments_of(features).sample_covariance().trace().item<double>(), 64.0, 1e-3);
  classifier.scale_features(train.points);  // again: nothing left to scale
  EXPECT_TRUE(torch::allclose(classifier.features(train.points), features, 1e-4, 1e-5));
  const auto probabilities = classifier.probabilities(fresh.points);
  EXPECT_TRUE(torch::allclose(probabilities.sum(1), torch::ones({500})));
  const auto same = probabilities.argmax(1).eq(fresh.labels).to(torch::kFloat64).mean();
  EXPECT_DOUBLE_EQ(same.item<double>(), accuracy(classifier, fresh.points, fresh.labels));
}

TEST(FeatureClassifier, TrainsToTheSameWeightsFromTheSameStream) {
  const auto data = bars(300, 16, 5);
  auto first = made(), second = made(), other = made();
  RandomStream order(6, "order"), again(6, "order"), another(7, "order");
  train_classifier(first, data.points, data.labels, brief(), order);
  torch::manual_seed(3);
  train_classifier(second, data.points, data.labels, brief(), again);
  train_classifier(other, data.points, data.labels, brief(), another);
  for (std::size_t i = 0; i < first.parameters().size(); ++i) {
    EXPECT_TRUE(torch::equal(first.parameters()[i], second.parameters()[i])) << i;
    EXPECT_FALSE(torch::equal(first.parameters()[i], other.parameters()[i])) << i;
  }
}

TEST(FeatureClassifier, StopsWhenAsked) {
  const auto data = bars(300, 16, 5);
  auto classifier = made();
  RandomStream order(6, "order");
  auto training = brief();
  training.report_every = 2;
  std::int64_t last = 0;
  training.progress = [&](const ClassifierProgress& progress) {
    last = progress.step;
    return last < 4;
  };
  EXPECT_FALSE(train_classifier(classifier, data.points, data.labels, training, order));
  EXPECT_EQ(last, 4);
}

TEST(FeatureClassifier, RefusesLabelsOfNoClass) {
  auto data = bars(20, 16, 5);
  auto classifier = made();
  RandomStream order(6, "order");
  data.labels[3] = 4;
  EXPECT_THROW(train_classifier(classifier, data.points, data.labels, brief(), order),
               InternalError);
}

}  // namespace
}  // namespace scorescope
