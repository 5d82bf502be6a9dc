// The features in which distances between pictures are measured, and where they are kept.
// Internal to core/run (it shows Torch types).
#pragma once

#include <torch/types.h>

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "core/dataset/image_set.h"
#include "core/experiment/spec.h"
#include "core/network/feature_classifier.h"
#include "core/run/distance_result.h"

namespace scorescope {

/// What a classifier makes of pictures, on the CPU.
struct SeenPictures {
  torch::Tensor features;       ///< [n, 64] float32; another number of them from an own network
  torch::Tensor probabilities;  ///< [n, classes] float32; no columns from an own network
};

/// A trained classifier with its name, or a network of the user's own; immutable. For one thread at
/// a time.
struct FeatureSpace {
  std::string name;  ///< "64 features, MNIST classifier"
  std::vector<std::string> class_names;
  std::vector<ScaleMark> scale;                         ///< see DistanceHistory
  std::shared_ptr<const FeatureClassifier> classifier;  ///< null if there is an own network
  /// The own network: pictures [n, 1, side, side] -> [n, k], both on the device.
  std::function<torch::Tensor(const torch::Tensor& pictures)> own;
  torch::Device device = torch::kCPU;

  /// points [n, d] of any float type and device, where 1 is white; beyond [-1, 1] they are cut off,
  /// as in a picture file. A classifier sees pictures of 32 x 32 without their border of two
  /// pixels, which is how 28 x 28 become 32 x 32 (see fit_square). Slices of some 500 rows take 30
  /// ms.
  SeenPictures see(const torch::Tensor& points) const;
};

/// Names a classifier after the pictures it learned.
std::string features_name(const std::string& data_name);

/// Which of the two that come with the program fits the data: "fashion_mnist" its own, all else
/// "mnist".
std::string classifier_for(const Choice& data);

/// `id` is "mnist", "fashion_mnist" (the files of assets/features) or a file that `scorescope
/// features train` wrote. Beside NAME.safetensors may lie NAME.scale.json, as bench_distance_scale
/// prints it. A path that ends in .pt is a network of the user's own. Throws UserError naming the
/// file and the fault.
std::shared_ptr<const FeatureSpace> load_feature_space(const std::string& id,
                                                       torch::Device device = torch::kCPU);

/// A TorchScript file: it may run whatever it wants, so never call this with a path that came out
/// of another file. Throws UserError if it cannot be loaded or makes no features of pictures.
std::shared_ptr<const FeatureSpace> load_own_features(const std::string& path,
                                                      torch::Device device);

struct FeatureFile {
  std::string path;
  std::string data_name;                     ///< "MNIST"
  std::vector<std::string> class_names;      ///< one for each class
  std::map<std::string, std::string> facts;  ///< how it was made, for the metadata
};

/// The classifier's weights and scale, as load_feature_space reads them. Throws UserError if the
/// file cannot be written.
void write_feature_space(const FeatureClassifier& classifier, const FeatureFile& file);

/// The pictures that a word of the command line means: "mnist", "fashion_mnist", an IDX file
/// or a folder. Throws UserError for a part of a set ("mnist:test").
Choice data_choice(const std::string& word);

}  // namespace scorescope
