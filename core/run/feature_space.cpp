#include "core/run/detail/feature_space.h"

#include <fmt/format.h>
#include <torch/types.h>

#include <algorithm>
#include <cmath>
#include <filesystem>

#include "build_config.h"
#include "core/base/error.h"
#include "core/experiment/json_text.h"
#include "core/experiment/lesson_library.h"
#include "core/record/file.h"
#include "core/record/safetensors.h"
#include "core/run/detail/stored_tensors.h"

namespace scorescope {
namespace {

constexpr const char* kFormat = "scorescope features 1";
constexpr std::int64_t kSide = 28;

bool is_bundled(const std::string& id) { return id == "mnist" || id == "fashion_mnist"; }

std::string path_of(const std::string& id) {
  if (!is_bundled(id)) return id;
  return assets_directory() + "/features/" + id + ".safetensors";
}

std::int64_t side_of(const torch::Tensor& points) {
  const auto side = static_cast<std::int64_t>(std::llround(std::sqrt(points.size(1))));
  check_equal(side * side, points.size(1), "pixels of a square picture");
  return side;
}

/// The square of `side` pixels in the middle of each picture.
torch::Tensor middle(const torch::Tensor& points, std::int64_t side) {
  const std::int64_t own = side_of(points);
  if (own == side) return points;
  check(own > side, "pictures smaller than the classifier's");
  const std::int64_t border = (own - side) / 2;
  return points.view({-1, own, own})
      .slice(1, border, border + side)
      .slice(2, border, border + side)
      .reshape({-1, side * side});
}

[[noreturn]] void refuse(const std::string& path, const std::string& what) {
  throw UserError(
      fmt::format("{} is not a feature classifier of this program: {}. \"scorescope features "
                  "train\" makes one.",
                  path, what));
}

std::string fact(const TensorFile& file, const std::string& key, const std::string& path) {
  const auto found = file.metadata.find(key);
  if (found == file.metadata.end()) refuse(path, fmt::format("it does not say its {}", key));
  return found->second;
}

std::vector<std::string> class_names_of(const TensorFile& file, const std::string& path) {
  const Json names = parse_json(fact(file, "class_names", path), path);
  const bool texts = names.is_array() && std::ranges::all_of(names, &Json::is_string);
  if (!texts || names.size() < 2 || names.size() > 256) refuse(path, "its class names are damaged");
  return names.get<std::vector<std::string>>();
}

/// The marks of the file beside the classifier's; none if there is no such file.
std::vector<ScaleMark> read_scale(const std::string& classifier_path) {
  const std::string path =
      std::filesystem::path(classifier_path).replace_extension(".scale.json").string();
  std::error_code ignored;
  if (!std::filesystem::exists(path, ignored)) return {};
  const Json file = parse_json(read_file(path), path);
  std::vector<ScaleMark> scale;
  try {
    const auto n = file.at("samples").get<std::int64_t>();
    for (const Json& mark : file.at("marks")) {
      scale.push_back({mark.at("what").get<std::string>(), mark.at("fd").get<double>(),
                       mark.at("kd").get<double>(), n});
    }
  } catch (const Json::exception&) {
    throw UserError(
        fmt::format("{} does not hold \"samples\" and \"marks\" with \"what\", \"fd\" and \"kd\"; "
                    "bench_distance_scale makes it.",
                    path));
  }
  std::ranges::stable_sort(scale, {}, &ScaleMark::fd);
  return scale;
}

void fill(torch::Tensor tensor, const std::string& name, const TensorFile& file,
          const std::string& path) {
  const StoredTensor* stored = file.find(name);
  const auto* values = stored ? std::get_if<std::vector<float>>(&stored->values) : nullptr;
  if (!values || stored->shape != tensor.sizes().vec()) {
    refuse(path, fmt::format("\"{}\" is missing or of another shape", name));
  }
  const torch::NoGradGuard no_grad;
  tensor.copy_(torch::tensor(*values, torch::kFloat32).view(tensor.sizes()));
}

}  // namespace

SeenPictures FeatureSpace::see(const torch::Tensor& points) const {
  const torch::NoGradGuard no_grad;
  const torch::Tensor cut = points.clamp(-1.0, 1.0).to(device, torch::kFloat32);  // NaN stays NaN
  if (own) {
    const std::int64_t side = side_of(cut);
    const torch::Tensor features = own(cut.view({-1, 1, side, side}));
    return {features.to(torch::kCPU, torch::kFloat32), torch::empty({points.size(0), 0})};
  }
  const auto output = classifier->forward(middle(cut, kSide));
  return {output.features.to(torch::kCPU), torch::softmax(output.logits, 1).to(torch::kCPU)};
}

std::string features_name(const std::string& data_name) {
  return fmt::format("{} features, {} classifier", FeatureClassifier::kFeatures, data_name);
}

std::string classifier_for(const Choice& data) {
  return data.kind == "fashion_mnist" ? data.kind : "mnist";
}

Choice data_choice(const std::string& word) {
  if (is_bundled(word)) return {word, {}};
  if (const auto colon = word.find(':'); is_bundled(word.substr(0, colon))) {
    throw UserError(
        fmt::format("{} is one part of {}, but a classifier learns from the training part "
                    "and is tested on the other; leave out \"{}\".",
                    word, word.substr(0, colon), word.substr(colon)));
  }
  const bool folder = picture_set_kind(word) == "pictures";
  return {folder ? "pictures" : "idx", {{"path", word}}};
}

void write_feature_space(const FeatureClassifier& classifier, const FeatureFile& written) {
  TensorFile file{{}, written.facts};
  for (const auto& item : classifier.named_parameters()) {
    file.tensors.push_back(store(item.key(), item.value()));
  }
  for (const auto& item : classifier.named_buffers()) {
    file.tensors.push_back(store(item.key(), item.value()));
  }
  file.metadata["format"] = kFormat;
  file.metadata["data"] = written.data_name;
  file.metadata["class_names"] = Json(written.class_names).dump();
  write_safetensors(written.path, file);
}

std::shared_ptr<const FeatureSpace> load_feature_space(const std::string& id,
                                                       torch::Device device) {
  const std::string path = path_of(id);
  if (std::filesystem::path(path).extension() == ".pt") return load_own_features(path, device);
  const TensorFile file = read_safetensors(path);
  if (fact(file, "format", path) != kFormat) refuse(path, "it has another format");
  auto space = std::make_shared<FeatureSpace>();
  space->name = features_name(fact(file, "data", path));
  space->class_names = class_names_of(file, path);
  space->scale = read_scale(path);
  space->device = device;
  RandomStream overwritten(0, "weights");
  auto classifier = std::make_shared<FeatureClassifier>(
      kSide, static_cast<std::int64_t>(space->class_names.size()), overwritten);
  for (const auto& item : classifier->named_parameters()) {
    fill(item.value(), item.key(), file, path);
  }
  for (const auto& item : classifier->named_buffers()) fill(item.value(), item.key(), file, path);
  classifier->to(device);
  space->classifier = std::move(classifier);
  return space;
}

}  // namespace scorescope
