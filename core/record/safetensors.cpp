// Named tensors as safetensors files.
#include "core/record/safetensors.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cstring>
#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/record/file.h"

namespace scorescope {
namespace {

using Json = nlohmann::ordered_json;

static_assert(std::endian::native == std::endian::little,
              "values are written as they lie in memory");

constexpr std::size_t kLengthBytes = 8;
constexpr std::uint64_t kLongestHeader = 100'000'000;  // the format's own limit

struct TypeName {
  const char* operator()(const std::vector<float>&) const { return "F32"; }
  const char* operator()(const std::vector<double>&) const { return "F64"; }
  const char* operator()(const std::vector<std::int64_t>&) const { return "I64"; }
};

std::string_view bytes_of(const StoredTensor& tensor) {
  return std::visit(
      [](const auto& values) {
        return std::string_view(reinterpret_cast<const char*>(values.data()),
                                values.size() * sizeof(values[0]));
      },
      tensor.values);
}

void check_shape(const StoredTensor& tensor) {
  std::int64_t count = 1;
  for (const std::int64_t size : tensor.shape) count *= size;
  const auto held = std::visit([](const auto& values) { return values.size(); }, tensor.values);
  check_equal(static_cast<std::int64_t>(held), count, tensor.name.c_str());
}

Json header_of(const TensorFile& file) {
  Json header = Json::object();
  if (!file.metadata.empty()) header["__metadata__"] = file.metadata;
  std::size_t offset = 0;
  for (const auto& tensor : file.tensors) {
    check_shape(tensor);
    check(!header.contains(tensor.name), "two tensors of one name");
    const std::size_t end = offset + bytes_of(tensor).size();
    header[tensor.name] = {{"dtype", std::visit(TypeName{}, tensor.values)},
                           {"shape", tensor.shape},
                           {"data_offsets", {offset, end}}};
    offset = end;
  }
  return header;
}

[[noreturn]] void refuse_safetensors(const std::string& path, const std::string& what) {
  throw UserError(fmt::format("{} is not a usable safetensors file: {}.", path, what));
}

/// The JSON header; `rest` becomes the bytes after it.
Json parse_header(const std::string& path, std::string_view all, std::string_view& rest) {
  std::uint64_t length = 0;
  if (all.size() < kLengthBytes) refuse_safetensors(path, "it is too short");
  std::memcpy(&length, all.data(), kLengthBytes);
  if (length > kLongestHeader || length > all.size() - kLengthBytes) {
    refuse_safetensors(path, "it ends inside its header");
  }
  rest = all.substr(kLengthBytes + length);
  Json header = Json::parse(all.substr(kLengthBytes, length), nullptr, false);
  if (!header.is_object()) refuse_safetensors(path, "its header is not a JSON object");
  return header;
}

std::map<std::string, std::string> metadata_from(const std::string& path, const Json& json) {
  if (!json.is_object()) refuse_safetensors(path, "__metadata__ is not an object");
  std::map<std::string, std::string> metadata;
  for (const auto& [key, value] : json.items()) {
    if (!value.is_string())
      refuse_safetensors(path, fmt::format("__metadata__.{} is not text", key));
    metadata[key] = value.get<std::string>();
  }
  return metadata;
}

struct Entry {
  std::string type;
  std::vector<std::int64_t> shape;
  std::uint64_t begin = 0, end = 0;
};

bool all_unsigned(const Json& list) {
  return list.is_array() && std::ranges::all_of(list, &Json::is_number_unsigned);
}

Entry entry_from(const std::string& path, const std::string& name, const Json& json) {
  const bool complete = json.is_object() && json.contains("dtype") && json["dtype"].is_string() &&
                        json.contains("shape") && all_unsigned(json["shape"]) &&
                        json.contains("data_offsets") && all_unsigned(json["data_offsets"]) &&
                        json["data_offsets"].size() == 2;
  if (!complete) refuse_safetensors(path, fmt::format("the entry of {} is damaged", name));
  const Json& offsets = json["data_offsets"];
  return {json["dtype"].get<std::string>(), json["shape"].get<std::vector<std::int64_t>>(),
          offsets[0].get<std::uint64_t>(), offsets[1].get<std::uint64_t>()};
}

/// The values in bytes [begin, end), which must hold exactly the shape's number of T.
template <class T>
std::vector<T> values_of(const Entry& entry, std::string_view data, const std::string& path,
                         const std::string& name) {
  const std::uint64_t room = (entry.end - entry.begin) / sizeof(T);
  std::uint64_t count = 1;
  for (const std::int64_t size : entry.shape) {
    const auto factor = static_cast<std::uint64_t>(size);
    if (size < 0 || (factor > 0 && count > room / factor)) {
      refuse_safetensors(path, fmt::format("the shape of {} is larger than its bytes", name));
    }
    count *= factor;
  }
  if (count * sizeof(T) != entry.end - entry.begin) {
    refuse_safetensors(path, fmt::format("the shape of {} does not fit its bytes", name));
  }
  std::vector<T> values(count);
  if (count > 0) std::memcpy(values.data(), data.data() + entry.begin, count * sizeof(T));
  return values;
}

StoredTensor tensor_from(const std::string& path, const std::string& name, const Json& json,
                         std::string_view data) {
  const Entry entry = entry_from(path, name, json);
  if (entry.begin > entry.end || entry.end > data.size()) {
    refuse_safetensors(path,
                       fmt::format("{} lies outside of the file (it may be truncated)", name));
  }
  StoredTensor tensor{name, entry.shape, {}};
  if (entry.type == "F32") {
    tensor.values = values_of<float>(entry, data, path, name);
  } else if (entry.type == "F64") {
    tensor.values = values_of<double>(entry, data, path, name);
  } else if (entry.type == "I64") {
    tensor.values = values_of<std::int64_t>(entry, data, path, name);
  } else {
    refuse_safetensors(
        path, fmt::format("{} has the type {}, but F32, F64 and I64 are read", name, entry.type));
  }
  return tensor;
}

}  // namespace

const StoredTensor* TensorFile::find(const std::string& name) const {
  const auto found = std::ranges::find(tensors, name, &StoredTensor::name);
  return found == tensors.end() ? nullptr : &*found;
}

void write_safetensors(const std::string& path, const TensorFile& file) {
  std::string header = header_of(file).dump();
  header += std::string((8 - header.size() % 8) % 8, ' ');  // values begin at a multiple of 8 bytes
  const std::uint64_t length = header.size();
  std::string bytes(kLengthBytes, '\0');
  std::memcpy(bytes.data(), &length, kLengthBytes);
  bytes += header;
  for (const auto& tensor : file.tensors) bytes += bytes_of(tensor);
  write_file(path, bytes);
}

TensorFile read_safetensors(const std::string& path) {
  const std::string bytes = read_file(path);
  std::string_view data;
  const Json header = parse_header(path, bytes, data);
  TensorFile file;
  for (const auto& [name, json] : header.items()) {
    if (name == "__metadata__") {
      file.metadata = metadata_from(path, json);
    } else {
      file.tensors.push_back(tensor_from(path, name, json, data));
    }
  }
  return file;
}

}  // namespace scorescope
