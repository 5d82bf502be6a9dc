#include "core/dataset/labelled_set.h"

#include <fmt/format.h>

#include "core/base/error.h"

namespace scorescope {

std::vector<std::string> numbered_classes(std::int64_t count) {
  std::vector<std::string> names;
  for (std::int64_t i = 0; i < count; ++i) names.push_back(std::to_string(i));
  return names;
}

void check_labels(const ImageSet& set, const std::string& pictures_path,
                  const std::string& labels_path) {
  if (set.labels.size(0) != set.count()) {
    throw UserError(
        fmt::format("{} has {} labels, but {} has {} pictures; the two do not belong "
                    "together.",
                    labels_path, set.labels.size(0), pictures_path, set.count()));
  }
  const auto label = set.labels.accessor<std::uint8_t, 1>();
  for (std::int64_t i = 0; i < set.count(); ++i) {
    if (label[i] < set.class_names.size()) continue;
    throw UserError(fmt::format("{} gives picture {} the label {}; allowed are 0 to {}.",
                                labels_path, i, label[i], set.class_names.size() - 1));
  }
}

}  // namespace scorescope
