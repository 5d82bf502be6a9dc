// Which of a set's pictures are used: some classes, the first few, a part kept for testing.
#pragma once

#include <cstdint>
#include <string>
#include <utility>

#include "core/base/field.h"
#include "core/dataset/image_set.h"

namespace scorescope {

/// Options that every kind of image data has.
struct SelectionOptions {
  std::string classes;       ///< names or numbers with commas between; empty means all
  std::int64_t first_n = 0;  ///< training pictures at most, counted after `classes`; 0 means all
  std::string side = "28";   ///< 28 | 32
};

FieldInfo classes_field();
FieldInfo first_n_field();
FieldInfo side_field();
FieldInfo test_share_field();

std::int64_t side_in_pixels(const SelectionOptions& options);

/// Applies `classes` to both splits, `first_n` to the training pictures, gives both the side asked
/// for (see fit_square) and describes what is left. Labels stay what they were. Throws UserError
/// naming data.classes if a class does not exist, there are no classes, or no picture is left.
ImageData select_pictures(ImageSet train, ImageSet test, const SelectionOptions& options);

/// Parts a set without a test split of its own into training and test pictures: `share` in [0, 0.5]
/// of them are for testing, of each class as many in proportion, evenly spread over the set.
std::pair<ImageSet, ImageSet> split_off_test(const ImageSet& set, double share);

}  // namespace scorescope
