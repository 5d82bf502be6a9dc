// How the feature classifier learns.
#include <torch/optim/adam.h>
#include <torch/types.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/base/error.h"
#include "core/network/feature_classifier.h"
#include "core/tensor_draws.h"

namespace scorescope {
namespace {

using torch::Tensor;

/// A permutation of 0 ... n - 1: the order of n uniform doubles.
Tensor shuffled(std::int64_t n, RandomStream& order) {
  return draw_uniform(order, {n}, torch::kFloat64).argsort(/*stable=*/true, 0, false);
}

double half_cosine(std::int64_t step, std::int64_t steps) {
  return 0.5 +
         0.5 * std::cos(std::numbers::pi * static_cast<double>(step) / static_cast<double>(steps));
}

/// The loop of train_classifier, one object per call.
class Run {
 public:
  Run(FeatureClassifier& classifier, const ClassifierTraining& training, std::int64_t rows)
      : classifier_(classifier),
        training_(training),
        adam_(classifier.parameters(), torch::optim::AdamOptions(training.learning_rate)),
        batches_((rows + training.batch - 1) / training.batch) {}

  void step(const Tensor& points, const Tensor& labels) {
    auto& options = static_cast<torch::optim::AdamOptions&>(adam_.param_groups()[0].options());
    options.lr(training_.learning_rate * half_cosine(done_, steps()));
    adam_.zero_grad();
    const Tensor loss = at::cross_entropy_loss(classifier_.forward(points).logits, labels);
    loss.backward();
    adam_.step();
    loss_ += loss.item<double>();
    ++done_;
    ++since_report_;
  }

  /// False if the caller wants to stop.
  bool report_if_due() {
    const bool epoch_ends = done_ % batches_ == 0;
    if (!epoch_ends && done_ % training_.report_every != 0) return true;
    const double mean = loss_ / static_cast<double>(since_report_);
    loss_ = 0.0;
    since_report_ = 0;
    return !training_.progress || training_.progress({done_ / batches_, done_, steps(), mean});
  }

 private:
  std::int64_t steps() const { return training_.epochs * batches_; }

  FeatureClassifier& classifier_;
  const ClassifierTraining& training_;
  torch::optim::Adam adam_;
  std::int64_t batches_;  // an epoch
  std::int64_t done_ = 0, since_report_ = 0;
  double loss_ = 0.0;
};

bool run_epochs(FeatureClassifier& classifier, const Tensor& points, const Tensor& labels,
                const ClassifierTraining& training, RandomStream& order) {
  const std::int64_t rows = points.size(0);
  Run run(classifier, training, rows);
  for (std::int64_t epoch = 0; epoch < training.epochs; ++epoch) {
    const Tensor places = shuffled(rows, order).to(points.device());
    for (std::int64_t begin = 0; begin < rows; begin += training.batch) {
      const Tensor batch = places.slice(0, begin, std::min(begin + training.batch, rows));
      run.step(points.index_select(0, batch), labels.index_select(0, batch));
      if (!run.report_if_due()) return false;
    }
  }
  return true;
}

}  // namespace

bool train_classifier(FeatureClassifier& classifier, const Tensor& points, const Tensor& labels,
                      const ClassifierTraining& training, RandomStream& order) {
  check_equal(labels.size(0), points.size(0), "labels");
  check(points.size(0) > 1, "a classifier needs rows to learn from");
  check(labels.min().item<std::int64_t>() >= 0 &&
            labels.max().item<std::int64_t>() < classifier.classes(),
        "a label is not one of the classifier's classes");
  const bool finished = run_epochs(classifier, points, labels, training, order);
  classifier.scale_features(points);
  return finished;
}

}  // namespace scorescope
