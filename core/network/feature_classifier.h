// A small convolutional classifier whose penultimate features distances between sets of pictures
// are measured in. Used by one thread at a time.
#pragma once

#include <torch/nn/module.h>
#include <torch/types.h>

#include <cstdint>
#include <functional>
#include <memory>

#include "core/base/random_stream.h"
#include "core/network/layers.h"

namespace scorescope {

/// LeNet in shape (LeCun et al. 1998): 5x5 convolution to 20 channels, 2x2 maximum, 5x5 convolution
/// to 40, 2x2 maximum, Linear to 64 features, ReLU after each, Linear to the classes. 62,234
/// parameters for ten classes of 28x28 pixels. Named first, second, features, classes, and a buffer
/// feature_scale.
class FeatureClassifier : public torch::nn::Module {
 public:
  static constexpr std::int64_t kFeatures = 64;

  /// Pictures of side x side pixels; the side is a multiple of 4 and at least 16 (InternalError).
  FeatureClassifier(std::int64_t side, std::int64_t classes, RandomStream& weights);

  struct Output {
    torch::Tensor features;  ///< [n, 64], >= 0, times feature_scale
    torch::Tensor logits;    ///< [n, classes]
  };
  /// points [n, side^2] float32, values in [-1, 1].
  Output forward(const torch::Tensor& points) const;

  /// softmax of the logits, [n, classes] on the CPU, without a graph, in batches of 500.
  torch::Tensor probabilities(const torch::Tensor& points) const;

  /// features, the same way [n, 64].
  torch::Tensor features(const torch::Tensor& points) const;

  /// Sets the scalar feature_scale so that the covariance of these pictures' features has the trace
  /// kFeatures: distances then hardly depend on the training run (maths.md section 9.4).
  void scale_features(const torch::Tensor& points);

  std::int64_t side() const { return side_; }
  std::int64_t classes() const { return classes_; }

 private:
  std::int64_t side_, classes_;
  std::shared_ptr<Convolution> first_, second_;
  std::shared_ptr<Linear> features_layer_, classes_layer_;
  torch::Tensor feature_scale_;  // [] float32
};

struct ClassifierProgress {
  std::int64_t epoch;  ///< epochs done
  std::int64_t step;   ///< steps done in all
  std::int64_t steps;  ///< of the whole training
  double loss;         ///< mean cross entropy since the last call, in nats
};

struct ClassifierTraining {
  std::int64_t epochs = 8;
  std::int64_t batch = 64;
  double learning_rate = 1e-3;      ///< at the start; falls to 0 along half a cosine
  std::int64_t report_every = 100;  ///< steps between two calls of `progress`
  /// Called every so many steps and at the end of each epoch; false stops. May be empty.
  std::function<bool(const ClassifierProgress&)> progress;
};

/// Adam on the cross entropy, rows in a new order each epoch; then scale_features on the same
/// pictures. points [n, d] float32, labels [n] int64 in 0 ... classes - 1 (InternalError
/// otherwise). Draws only from `order`: one seed, one thread, one result. False if stopped before
/// the end (the features are scaled all the same).
bool train_classifier(FeatureClassifier& classifier, const torch::Tensor& points,
                      const torch::Tensor& labels, const ClassifierTraining& training,
                      RandomStream& order);

/// Share of rows whose largest logit is their label's; NaN without rows.
double accuracy(const FeatureClassifier& classifier, const torch::Tensor& points,
                const torch::Tensor& labels);

}  // namespace scorescope
