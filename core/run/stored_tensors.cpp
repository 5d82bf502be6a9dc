#include "core/run/detail/stored_tensors.h"

#include <torch/types.h>

#include <charconv>

#include "core/base/error.h"
#include "core/run/detail/experiment_parts.h"

namespace scorescope {
namespace {

[[noreturn]] void throw_missing(const std::string& file_name, const std::string& what) {
  throw UserError(file_name + " does not fit this network: " + what +
                  ". It must come from a run of the same network and noise ladder.");
}

}  // namespace

StoredTensor store(const std::string& name, const torch::Tensor& tensor) {
  return {name, tensor.sizes().vec(), to_floats(tensor)};
}

torch::Tensor load_tensor(const TensorFile& file, const std::string& name,
                          const torch::Tensor& like, const std::string& file_name) {
  const StoredTensor* stored = file.find(name);
  if (!stored) throw_missing(file_name, "there is no tensor \"" + name + "\" in it");
  const auto* values = std::get_if<std::vector<float>>(&stored->values);
  if (!values) throw_missing(file_name, "\"" + name + "\" is not of type F32");
  if (stored->shape != like.sizes().vec()) {
    std::ostringstream shapes;
    shapes << '"' << name << "\" has shape " << at::IntArrayRef(stored->shape)
           << " where the network has " << like.sizes();
    throw_missing(file_name, shapes.str());
  }
  return torch::tensor(*values, torch::dtype(torch::kFloat32)).view(like.sizes()).to(like.device());
}

template <class T>
std::vector<T> load_values(const TensorFile& file, const std::string& name,
                           const std::string& file_name) {
  const StoredTensor* stored = file.find(name);
  const auto* values = stored ? std::get_if<std::vector<T>>(&stored->values) : nullptr;
  if (!values) throw_missing(file_name, "\"" + name + "\" is missing or of another type");
  return *values;
}

template std::vector<float> load_values(const TensorFile&, const std::string&, const std::string&);
template std::vector<double> load_values(const TensorFile&, const std::string&, const std::string&);
template std::vector<std::int64_t> load_values(const TensorFile&, const std::string&,
                                               const std::string&);

std::int64_t load_number(const TensorFile& file, const std::string& key,
                         const std::string& file_name) {
  const auto found = file.metadata.find(key);
  std::int64_t number = 0;
  if (found != file.metadata.end()) {
    const std::string& text = found->second;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error == std::errc{} && end == text.data() + text.size()) return number;
  }
  throw_missing(file_name, "its metadata have no whole number \"" + key + "\"");
}

}  // namespace scorescope
