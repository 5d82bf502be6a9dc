#include "core/run/picture_comparison.h"

#include <fmt/format.h>
#include <torch/types.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <vector>

#include "core/base/error.h"
#include "core/base/field.h"
#include "core/base/picture_file.h"
#include "core/base/quoted.h"
#include "core/dataset/catalogue.h"
#include "core/dataset/fit_square.h"
#include "core/dataset/idx.h"
#include "core/dataset/picture_folder.h"
#include "core/record/npy.h"
#include "core/run/detail/experiment_parts.h"
#include "core/run/detail/feature_floor.h"
#include "core/run/detail/feature_space.h"
#include "core/tensor_draws.h"

namespace scorescope {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t kComparedSide = 28;
constexpr std::int64_t kFewest = 3;  // that a kernel distance needs
constexpr std::int64_t kSeenAtOnce = 512;

struct NamedSplit {
  const char* word;
  const char* kind;
  ImageSet ImageData::* split;
};

const std::vector<NamedSplit>& named_splits() {
  static const std::vector<NamedSplit> splits{
      {"mnist:train", "mnist", &ImageData::train},
      {"mnist:test", "mnist", &ImageData::test},
      {"fashion_mnist:train", "fashion_mnist", &ImageData::train},
      {"fashion_mnist:test", "fashion_mnist", &ImageData::test}};
  return splits;
}

const NamedSplit* find_split(const std::string& word) {
  const auto& splits = named_splits();
  const auto found = std::ranges::find(splits, word, &NamedSplit::word);
  return found == splits.end() ? nullptr : &*found;
}

[[noreturn]] void refuse_word(const std::string& word) {
  std::vector<std::string> known;
  for (const NamedSplit& split : named_splits()) known.emplace_back(split.word);
  throw UserError(
      fmt::format("there are no pictures {}{}; give one of {}, a folder of pictures, an .npy array "
                  "or an IDX file.",
                  in_quotes(word), nearest_spelling(word, known), fmt::join(known, ", ")));
}

torch::Tensor rows_of_pixels(const torch::Tensor& pixels) {
  return image_rows({.name = {}, .credit = {}, .pixels = pixels, .labels = {}});
}

torch::Tensor folder_rows(const std::string& path) {
  const PictureFolder folder = read_picture_folder({.path = path, .side = kComparedSide});
  if (folder.test) {
    throw UserError(
        fmt::format("{} holds training and test pictures; give one of its two subfolders.", path));
  }
  return image_rows(folder.train);
}

std::string shape_text(const std::vector<std::int64_t>& shape) {
  return fmt::format("[{}]", fmt::join(shape, ", "));
}

bool is_picture_array(const std::vector<std::int64_t>& shape) {
  for (const std::int64_t side : {28, 32}) {
    if (shape.size() == 4 && shape[1] == 1 && shape[2] == side && shape[3] == side) return true;
    if (shape.size() == 3 && shape[1] == side && shape[2] == side) return true;
    if (shape.size() == 2 && shape[1] == side * side) return true;
  }
  return false;
}

/// Refuses what is no number, and pixels from 0 to 1 or to 255: real pictures and samples alike
/// have a black background.
void check_values(const std::vector<double>& values, const std::string& path) {
  if (values.empty()) return;
  if (!std::ranges::all_of(values, [](double value) { return std::isfinite(value); })) {
    throw UserError(fmt::format("{} holds values that are no finite numbers.", path));
  }
  const auto [least, most] = std::ranges::minmax(values);
  if (least < 0.0) return;
  throw UserError(fmt::format(
      "{} holds values from {} to {}, but black is -1 and white is 1; scale them first.", path,
      least, most));
}

torch::Tensor array_rows(const std::string& path) {
  NpyArray array = read_npy(path);
  if (!is_picture_array(array.shape)) {
    throw UserError(fmt::format(
        "{} has the shape {}, but pictures have the shape [n, 28, 28], [n, 1, 28, 28], [n, 784], "
        "[n, 32, 32], [n, 1, 32, 32] or [n, 1024].",
        path, shape_text(array.shape)));
  }
  if (array.bytes) {
    for (double& value : array.values) value = value / 127.5 - 1.0;
  } else {
    check_values(array.values, path);
  }
  return torch::tensor(array.values, torch::kFloat64).view(array.shape).flatten(1);
}

/// [n, d], white at 1.
torch::Tensor rows_of(const std::string& word) {
  if (const NamedSplit* named = find_split(word)) {
    return image_rows(make_image_data({named->kind, {}}).*named->split);
  }
  std::error_code ignored;
  if (!fs::exists(word, ignored)) refuse_word(word);
  if (fs::is_directory(word, ignored)) return folder_rows(word);
  if (fs::path(word).extension() == ".npy") return array_rows(word);
  if (has_picture_extension(word)) {
    throw UserError(fmt::format("{} is one picture; give the folder that it lies in.", word));
  }
  return rows_of_pixels(fit_squares(read_idx_pictures(word), kComparedSide));
}

torch::Tensor features_of(const FeatureSpace& space, const std::string& word) {
  const torch::Tensor rows = rows_of(word);
  if (rows.size(0) < kFewest) {
    throw UserError(fmt::format("{} holds {} picture{}, but a distance needs at least {}.", word,
                                rows.size(0), rows.size(0) == 1 ? "" : "s", kFewest));
  }
  std::vector<torch::Tensor> features;
  for (const auto& slice : rows.split(kSeenAtOnce)) features.push_back(space.see(slice).features);
  return torch::cat(features);
}

torch::Tensor drawn(const torch::Tensor& rows, std::int64_t most, RandomStream stream) {
  if (rows.size(0) <= most) return rows;
  const torch::Tensor order =
      draw_uniform(stream, {rows.size(0)}, torch::kFloat64).argsort(/*stable=*/true, 0, false);
  return rows.index_select(0, order.slice(0, 0, most));
}

std::string fitting_features(const ComparisonOptions& options) {
  if (!options.features.empty()) return options.features;
  for (const std::string* word : {&options.a, &options.b}) {
    const NamedSplit* named = find_split(*word);
    if (named) return classifier_for({named->kind, {}});
  }
  return "mnist";
}

}  // namespace

PictureComparison compare_pictures(const ComparisonOptions& options) {
  use_threads({});
  const auto space = load_feature_space(fitting_features(options));
  const auto seed = static_cast<std::uint64_t>(options.seed);
  const torch::Tensor all_b = features_of(*space, options.b);
  // the same draw of both: a set is at no distance from itself
  const torch::Tensor a =
      drawn(features_of(*space, options.a), options.samples, RandomStream(seed, "pictures"));
  const torch::Tensor b = drawn(all_b, options.samples, RandomStream(seed, "pictures"));
  const FeatureSet set_b = make_feature_set(b);
  FeatureDistance distance(a, set_b);
  while (distance.advance()) {
  }
  FeatureFloor floor(all_b, a.size(0), b.size(0), RandomStream(seed, "distance floor"));
  while (floor.advance()) {
  }
  return {.features_name = space->name,
          .n_a = a.size(0),
          .n_b = b.size(0),
          .fd = distance.frechet(),
          .fd_floor = floor.frechet().mean,
          .fd_floor_spread = floor.frechet().spread,
          .kd = distance.kernel().value,
          .kd_error = distance.kernel().standard_error,
          .kd_n_a = distance.kernel_samples(),
          .kd_n_b = set_b.kernel_rows.size(0),
          .kd_floor = floor.kernel().mean,
          .kd_floor_spread = floor.kernel().spread,
          .floor_n_a = floor.n(),
          .floor_n_b = floor.other_n()};
}

}  // namespace scorescope
