// How far two sets of pictures are apart: `scorescope fd A B`.
#pragma once

#include <cstdint>
#include <string>

namespace scorescope {

struct ComparisonOptions {
  /// Each is "mnist:train", "mnist:test", "fashion_mnist:train", "fashion_mnist:test", a folder of
  /// pictures, an .npy array [n, side, side] or [n, side^2] with white at 1 and black at -1 (a
  /// side of 28 or 32), or an IDX file of pictures.
  std::string a, b;
  std::int64_t samples = 10'000;  ///< of each at most, drawn without replacement
  std::int64_t seed = 42;
  /// mnist | fashion_mnist | a file of `scorescope features train` | a TorchScript network (.pt);
  /// empty: what fits a and b.
  std::string features;
};

/// Both distances, and their floor: what they are for n_a pictures of b against n_b others of b.
struct PictureComparison {
  std::string features_name;  ///< "64 features, MNIST classifier"
  std::int64_t n_a = 0, n_b = 0;
  double fd = 0.0;
  double fd_floor = 0.0, fd_floor_spread = 0.0;  ///< mean of five draws, and of one the deviation
  double kd = 0.0, kd_error = 0.0;
  std::int64_t kd_n_a = 0, kd_n_b = 0;  ///< the kernel distance is of 5,000 a side at most
  double kd_floor = 0.0, kd_floor_spread = 0.0;
  std::int64_t floor_n_a = 0, floor_n_b = 0;  ///< smaller in proportion where b is small
};

/// Some 10 s at most. Throws UserError naming what cannot be used.
PictureComparison compare_pictures(const ComparisonOptions& options);

}  // namespace scorescope
