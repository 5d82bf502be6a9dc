// A set of small grey pictures with or without classes, and its rows as the networks want them.
#pragma once

#include <torch/types.h>

#include <cstdint>
#include <string>
#include <vector>

namespace scorescope {

/// Pictures of one split of a data set. Its tensors lie on the CPU and are not changed once made,
/// so that copies may share them.
struct ImageSet {
  std::string name;                        ///< "MNIST", without the split
  std::string credit;                      ///< who made it and its licence, one line; may be empty
  torch::Tensor pixels;                    ///< [n, side, side] uint8, contiguous; 0 is black
  torch::Tensor labels;                    ///< [n] uint8; undefined if there are no classes
  std::vector<std::string> class_names{};  ///< label -> name; empty if there are no classes

  std::int64_t count() const { return pixels.defined() ? pixels.size(0) : 0; }
  std::int64_t side() const { return pixels.size(1); }
  /// d = side^2, the coordinates of a picture as a point.
  std::int64_t dimension() const { return side() * side(); }
  bool has_classes() const { return labels.defined(); }
};

/// All pictures as points [n, d] float32 in [-1, 1]: pixel / 127.5 - 1, row by row from the top.
/// Takes 4 bytes a pixel.
torch::Tensor image_rows(const ImageSet& set);

/// The pictures at `indices` (int64 [b] on the CPU, each in [0, n); InternalError otherwise) as
/// points [b, d].
torch::Tensor image_rows(const ImageSet& set, const torch::Tensor& indices);

/// The pictures at `indices` (int64 [b] on the CPU), in that order; all else as in `set`.
ImageSet pictures_at(const ImageSet& set, const torch::Tensor& indices);

/// What a data choice becomes.
struct ImageData {
  ImageSet train;
  ImageSet test;  ///< never trained on; count() may be 0
  /// "MNIST, classes 0 and 1: 12665 training and 2115 test pictures of 28 x 28"
  std::string description;
  /// Files that could not be read and were left out on the user's wish, and folders beside those
  /// for training and testing: a sentence for each.
  std::vector<std::string> left_out{};
};

}  // namespace scorescope
