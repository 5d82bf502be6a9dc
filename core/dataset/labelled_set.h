// Putting pictures and labels from two files together.
#pragma once

#include <string>
#include <vector>

#include "core/dataset/image_set.h"

namespace scorescope {

/// Classes named "0" to "count - 1".
std::vector<std::string> numbered_classes(std::int64_t count);

/// Throws UserError naming the files if they hold different numbers, or a label has no class.
/// `pictures_path` and `labels_path` are for messages.
void check_labels(const ImageSet& set, const std::string& pictures_path,
                  const std::string& labels_path);

}  // namespace scorescope
