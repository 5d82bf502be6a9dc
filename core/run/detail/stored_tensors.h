// Between Torch tensors and the plain values of a tensor file. Internal to core/run.
#pragma once

#include <torch/types.h>

#include <string>
#include <vector>

#include "core/record/safetensors.h"

namespace scorescope {

/// float32 copy with its shape.
StoredTensor store(const std::string& name, const torch::Tensor& tensor);

template <class T>
StoredTensor store(const std::string& name, const std::vector<T>& values) {
  return {name, {static_cast<std::int64_t>(values.size())}, values};
}

/// A float32 tensor on `like`'s device. UserError naming `file_name` if the file has no such tensor
/// of `like`'s shape.
torch::Tensor load_tensor(const TensorFile& file, const std::string& name,
                          const torch::Tensor& like, const std::string& file_name);

/// UserError naming `file_name` if there is none of that name and type.
template <class T>
std::vector<T> load_values(const TensorFile& file, const std::string& name,
                           const std::string& file_name);

std::int64_t load_number(const TensorFile& file, const std::string& key,
                         const std::string& file_name);

}  // namespace scorescope
