// Training of the classifiers in whose features distances are measured: `scorescope features
// train`.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "core/run/headless.h"

namespace scorescope {

struct FeatureTrainingOptions {
  std::string data = "mnist";  ///< mnist | fashion_mnist | an IDX file with labels beside it
  std::int64_t seed = 1;
  std::int64_t epochs = 8;
  std::string out;      ///< safetensors file to write
  std::string command;  ///< written into the file: how it was made
  std::function<void(const HeadlessProgress&)> progress;  ///< some times an epoch
  std::function<bool()> stop;  ///< polled there; true ends without a file
};

struct TrainedFeatures {
  std::string name;  ///< "64 features, MNIST classifier"
  double training_accuracy = 0.0;
  double test_accuracy = 0.0;  ///< NaN without test pictures
  bool interrupted = false;    ///< nothing was written
};

/// Trains on the calling thread, which it holds to one thread: the same seed gives the same file on
/// the same machine. The file holds the weights, the scale of the features and, as text, the data,
/// accuracies, seed, epochs and command. Throws UserError for data that cannot be used or have no
/// classes, and for a file that cannot be written. About 20 s an epoch of 60,000 pictures.
TrainedFeatures train_features(const FeatureTrainingOptions& options);

}  // namespace scorescope
