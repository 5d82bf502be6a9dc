#include "core/run/feature_training.h"

#include <fmt/format.h>
#include <torch/types.h>

#include <cmath>
#include <limits>

#include "build_config.h"
#include "core/base/error.h"
#include "core/dataset/catalogue.h"
#include "core/run/detail/experiment_parts.h"
#include "core/run/detail/feature_space.h"

namespace scorescope {
namespace {

torch::Tensor labels_of(const ImageSet& set) { return set.labels.to(torch::kInt64); }

ImageData labelled_data(const std::string& word) {
  ImageData data = make_image_data(data_choice(word));
  if (data.train.has_classes() && data.train.class_names.size() > 1) return data;
  throw UserError(fmt::format(
      "a classifier learns from pictures with two or more classes, but {} has fewer; put the file "
      "of labels beside an IDX file under its usual name (images becomes labels, idx3 becomes "
      "idx1), or give a folder with a folder of pictures for each class.",
      word));
}

std::string accuracy_text(double accuracy) {
  return std::isfinite(accuracy) ? fmt::format("{:.4f}", accuracy) : "not measured";
}

}  // namespace

TrainedFeatures train_features(const FeatureTrainingOptions& options) {
  use_threads({});
  const ImageData data = labelled_data(options.data);
  const auto seed = static_cast<std::uint64_t>(options.seed);
  RandomStream weights(seed, "weights");
  RandomStream order(seed, "order");
  FeatureClassifier classifier(data.train.side(),
                               static_cast<std::int64_t>(data.train.class_names.size()), weights);
  ClassifierTraining training;
  training.epochs = options.epochs;
  training.progress = [&](const ClassifierProgress& progress) {
    if (options.progress)
      options.progress({"training", progress.step, progress.steps, progress.loss});
    return !options.stop || !options.stop();
  };
  const torch::Tensor points = image_rows(data.train);
  TrainedFeatures result{.name = features_name(data.train.name)};
  result.interrupted =
      !train_classifier(classifier, points, labels_of(data.train), training, order);
  if (result.interrupted) return result;
  result.training_accuracy = accuracy(classifier, points, labels_of(data.train));
  result.test_accuracy = std::numeric_limits<double>::quiet_NaN();
  if (data.test.count() > 0) {
    result.test_accuracy = accuracy(classifier, image_rows(data.test), labels_of(data.test));
  }
  write_feature_space(
      classifier,
      {options.out,
       data.train.name,
       data.train.class_names,
       {{"training_accuracy", accuracy_text(result.training_accuracy)},
        {"test_accuracy", accuracy_text(result.test_accuracy)},
        {"seed", std::to_string(options.seed)},
        {"epochs", std::to_string(options.epochs)},
        {"command", options.command},
        {"program", fmt::format("scorescope {}, LibTorch {}", kVersion, kTorchVersion)}}});
  return result;
}

}  // namespace scorescope
