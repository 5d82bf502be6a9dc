// IDX files, the format of MNIST and its likes, as they are or packed by gzip.
#pragma once

#include <torch/types.h>

#include <optional>
#include <string>

namespace scorescope {

// Both readers throw UserError naming the file and the fault: missing, not IDX, least significant
// byte first, another element type, pictures where labels are expected and the reverse, sizes that
// are 0 or too large (a picture of more than 1024 x 1024, more than 1 GiB in all), truncated,
// longer than its header says, damaged gzip data. The header is checked against these limits and
// the size of the file before memory is taken, and no more is unpacked than the header says.

/// Pictures [n, rows, columns] uint8.
torch::Tensor read_idx_pictures(const std::string& path);

/// Labels [n] uint8.
torch::Tensor read_idx_labels(const std::string& path);

/// The file of labels beside a file of pictures by the usual naming, if it is there: "images"
/// becomes "labels", "idx3" becomes "idx1", with or without ".gz".
std::optional<std::string> idx_labels_beside(const std::string& pictures);

/// The test pictures beside training pictures by the usual naming, if they are there: "train"
/// becomes "t10k" or "test", with or without ".gz".
std::optional<std::string> idx_test_beside(const std::string& pictures);

/// `path` or `path` + ".gz", whichever is there.
std::optional<std::string> plain_or_gzip(const std::string& path);

}  // namespace scorescope
