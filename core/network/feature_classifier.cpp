#include "core/network/feature_classifier.h"

#include <torch/nn/module.h>
#include <torch/types.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "core/base/error.h"
#include "core/moments.h"

namespace scorescope {
namespace {

using torch::Tensor;
using Output = FeatureClassifier::Output;

constexpr std::int64_t kKernel = 5;
constexpr std::int64_t kFirstChannels = 20;
constexpr std::int64_t kSecondChannels = 40;
constexpr std::int64_t kRowsAtOnce = 500;

/// Side of what the second pooling leaves.
std::int64_t pooled_side(std::int64_t side) { return ((side - kKernel + 1) / 2 - kKernel + 1) / 2; }

Tensor pooled(const Tensor& x) { return at::max_pool2d(at::relu(x), 2); }

/// What `of` makes of each batch, one after the other, on the CPU.
template <class Of>
Tensor in_batches(const FeatureClassifier& classifier, const Tensor& points, Of of) {
  const torch::NoGradGuard no_grad;
  std::vector<Tensor> parts;
  std::int64_t begin = 0;
  do {  // also once for no rows: the result has its columns all the same
    const auto end = std::min(begin + kRowsAtOnce, points.size(0));
    parts.push_back(of(classifier.forward(points.slice(0, begin, end))).to(torch::kCPU));
    begin = end;
  } while (begin < points.size(0));
  return torch::cat(parts);
}

}  // namespace

FeatureClassifier::FeatureClassifier(std::int64_t side, std::int64_t classes, RandomStream& weights)
    : side_(side), classes_(classes) {
  check(side % 4 == 0 && side >= 16, "a classifier's pictures have a side of 16, 20, 24, ...");
  check(classes >= 2, "a classifier needs two classes");
  const std::int64_t places = pooled_side(side) * pooled_side(side);
  const auto convolution = [&](const char* name, std::int64_t inputs, std::int64_t outputs) {
    return register_module(
        name, std::make_shared<Convolution>(
                  Convolution::Shape{inputs, outputs, kKernel, /*padding=*/0}, weights));
  };
  const auto linear = [&](const char* name, std::int64_t inputs, std::int64_t outputs) {
    return register_module(name, std::make_shared<Linear>(inputs, outputs, weights));
  };
  first_ = convolution("first", 1, kFirstChannels);
  second_ = convolution("second", kFirstChannels, kSecondChannels);
  features_layer_ = linear("features", places * kSecondChannels, kFeatures);
  classes_layer_ = linear("classes", kFeatures, classes);
  feature_scale_ = register_buffer("feature_scale", torch::ones({}));
}

FeatureClassifier::Output FeatureClassifier::forward(const Tensor& points) const {
  check_equal(points.size(1), side_ * side_, "pixels of a picture");
  const Tensor h =
      pooled(second_->apply(pooled(first_->apply(as_pictures(points.contiguous(), side_)))));
  // flattened channel by channel, whatever the memory format
  const Tensor features = at::relu(features_layer_->apply(h.flatten(1)));
  return {features * feature_scale_, classes_layer_->apply(features)};
}

Tensor FeatureClassifier::probabilities(const Tensor& points) const {
  return in_batches(*this, points, [](const Output& o) { return torch::softmax(o.logits, 1); });
}

Tensor FeatureClassifier::features(const Tensor& points) const {
  return in_batches(*this, points, [](const Output& o) { return o.features; });
}

void FeatureClassifier::scale_features(const Tensor& points) {
  const torch::NoGradGuard no_grad;
  const double trace = moments_of(features(points)).sample_covariance().trace().item<double>();
  if (trace > 0.0) feature_scale_.mul_(std::sqrt(static_cast<double>(kFeatures) / trace));
}

double accuracy(const FeatureClassifier& classifier, const Tensor& points, const Tensor& labels) {
  check_equal(labels.size(0), points.size(0), "labels");
  if (points.size(0) == 0) return std::numeric_limits<double>::quiet_NaN();
  const Tensor classes = in_batches(classifier, points, [](const Output& o) { return o.logits; });
  return classes.argmax(1).eq(labels.to(torch::kCPU)).to(torch::kFloat64).mean().item<double>();
}

}  // namespace scorescope
