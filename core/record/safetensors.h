// Named tensors as safetensors files: eight bytes of header length, a JSON header, then the raw
// values, little endian (github.com/huggingface/safetensors, "Format").
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <variant>
#include <vector>

namespace scorescope {

/// A tensor as plain values in row-major order; shape {} is one number.
struct StoredTensor {
  std::string name;
  std::vector<std::int64_t> shape;
  std::variant<std::vector<float>, std::vector<double>, std::vector<std::int64_t>> values;

  bool operator==(const StoredTensor&) const = default;
};

struct TensorFile {
  std::vector<StoredTensor> tensors;
  std::map<std::string, std::string> metadata;  ///< the header's "__metadata__"

  /// The tensor of that name, or nullptr.
  const StoredTensor* find(const std::string& name) const;
};

/// InternalError if a shape does not fit its values or a name is given twice; UserError if the file
/// cannot be written.
void write_safetensors(const std::string& path, const TensorFile& file);

/// Reads F32, F64 and I64 tensors, in the order of the header. Every offset is checked against the
/// file before a value is read. Throws UserError naming the file and what is wrong with it.
TensorFile read_safetensors(const std::string& path);

}  // namespace scorescope
