// Arrays as NumPy's .npy files, format version 1.0 (numpy.lib.format), little endian, C order.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace scorescope {

/// Writes an array of that shape; its product must equal the number of values (InternalError).
/// Throws UserError if the file cannot be written.
void write_npy(const std::string& path, const std::vector<std::int64_t>& shape,
               std::span<const double> values);
void write_npy(const std::string& path, const std::vector<std::int64_t>& shape,
               std::span<const float> values);

struct NpyArray {
  std::vector<std::int64_t> shape;
  std::vector<double> values;  ///< float32 and uint8 files are widened
  bool bytes = false;          ///< the file's are uint8
};

/// Reads float32, float64 or uint8 arrays. Throws UserError for anything else: another type or
/// order, a header that does not fit the format, or a size that is not the file's.
NpyArray read_npy(const std::string& path);

}  // namespace scorescope
