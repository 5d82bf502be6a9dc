// Arrays as NumPy's .npy files.
#include "core/record/npy.h"

#include <fmt/format.h>

#include <bit>
#include <charconv>
#include <cstring>
#include <limits>
#include <string_view>

#include "core/base/error.h"
#include "core/record/file.h"

namespace scorescope {
namespace {

static_assert(std::endian::native == std::endian::little,
              "values are written as they lie in memory");

constexpr std::string_view kMagic = "\x93NUMPY";
constexpr std::size_t kPreamble = 10;  // magic, version, header length

std::int64_t product(const std::vector<std::int64_t>& shape) {
  std::int64_t count = 1;
  for (const std::int64_t size : shape) count *= size;
  return count;
}

std::string shape_text(const std::vector<std::int64_t>& shape) {
  return fmt::format("({}{})", fmt::join(shape, ", "), shape.size() == 1 ? "," : "");
}

/// The header with the padding that puts the values at a multiple of 64 bytes.
std::string header_text(std::string_view type, const std::vector<std::int64_t>& shape) {
  std::string header = fmt::format("{{'descr': '{}', 'fortran_order': False, 'shape': {}, }}", type,
                                   shape_text(shape));
  const std::size_t used = kPreamble + header.size() + 1;
  header += std::string((64 - used % 64) % 64, ' ') + '\n';
  return header;
}

template <class T>
void write_array(const std::string& path, std::string_view type,
                 const std::vector<std::int64_t>& shape, std::span<const T> values) {
  check_equal(static_cast<std::int64_t>(values.size()), product(shape), "values of an array");
  const std::string header = header_text(type, shape);
  std::string bytes(kMagic);
  bytes += {'\x01', '\x00', static_cast<char>(header.size() % 256),
            static_cast<char>(header.size() / 256)};
  bytes += header;
  bytes.append(reinterpret_cast<const char*>(values.data()), values.size_bytes());
  write_file(path, bytes);
}

[[noreturn]] void refuse_npy(const std::string& path, std::string_view what) {
  throw UserError(fmt::format("{} is not a usable .npy file: {}.", path, what));
}

/// The text after `key` in the header, up to the end.
std::string_view value_of(std::string_view header, std::string_view key, const std::string& path) {
  const auto at = header.find(key);
  if (at == std::string_view::npos) refuse_npy(path, fmt::format("its header has no {}", key));
  const auto colon = header.find(':', at);
  if (colon == std::string_view::npos) refuse_npy(path, "its header is damaged");
  const auto start = header.find_first_not_of(' ', colon + 1);
  return start == std::string_view::npos ? std::string_view{} : header.substr(start);
}

std::vector<std::int64_t> shape_of(std::string_view header, const std::string& path) {
  std::string_view text = value_of(header, "'shape'", path);
  const auto close = text.find(')');
  if (!text.starts_with('(') || close == std::string_view::npos) {
    refuse_npy(path, "its shape is damaged");
  }
  text = text.substr(1, close - 1);
  std::vector<std::int64_t> shape;
  while (text.find_first_not_of(" ,") != std::string_view::npos) {
    text = text.substr(text.find_first_not_of(" ,"));
    std::int64_t size = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), size);
    if (error != std::errc{} || size < 0) refuse_npy(path, "its shape is damaged");
    shape.push_back(size);
    text = text.substr(static_cast<std::size_t>(end - text.data()));
  }
  return shape;
}

/// The number of values; refuses what could not be in the file (and would overflow a product).
std::size_t count_of(const std::vector<std::int64_t>& shape, std::size_t available,
                     const std::string& path) {
  std::size_t count = 1;
  for (const std::int64_t size : shape) {
    const auto factor = static_cast<std::size_t>(size);
    if (factor > 0 && count > available / factor)
      refuse_npy(path, "it is shorter than its shape says");
    count *= factor;
  }
  return count;
}

template <class T>
std::vector<double> widened(std::string_view bytes) {
  std::vector<T> values(bytes.size() / sizeof(T));
  if (!values.empty()) std::memcpy(values.data(), bytes.data(), values.size() * sizeof(T));
  return {values.begin(), values.end()};
}

}  // namespace

void write_npy(const std::string& path, const std::vector<std::int64_t>& shape,
               std::span<const double> values) {
  write_array(path, "<f8", shape, values);
}

void write_npy(const std::string& path, const std::vector<std::int64_t>& shape,
               std::span<const float> values) {
  write_array(path, "<f4", shape, values);
}

NpyArray read_npy(const std::string& path) {
  const std::string bytes = read_file(path);
  const std::string_view all = bytes;
  if (all.size() < kPreamble || !all.starts_with(kMagic))
    refuse_npy(path, "it does not begin as one");
  if (all[6] != 1) refuse_npy(path, "only format version 1 is read");
  const std::size_t length =
      static_cast<unsigned char>(all[8]) + std::size_t{256} * static_cast<unsigned char>(all[9]);
  if (kPreamble + length > all.size()) refuse_npy(path, "it ends inside its header");
  const std::string_view header = all.substr(kPreamble, length);
  const std::string_view values = all.substr(kPreamble + length);
  const std::string_view type = value_of(header, "'descr'", path);
  const bool is_double = type.starts_with("'<f8'"), is_bytes = type.starts_with("'|u1'");
  if (!is_double && !is_bytes && !type.starts_with("'<f4'")) {
    refuse_npy(path, "only float32, float64 and uint8 are read (<f4, <f8, |u1)");
  }
  if (!value_of(header, "'fortran_order'", path).starts_with("False")) {
    refuse_npy(path, "only C order is read");
  }
  NpyArray array{shape_of(header, path), {}, is_bytes};
  const std::size_t width = is_double ? 8 : is_bytes ? 1 : 4;
  if (count_of(array.shape, values.size() / width, path) * width != values.size()) {
    refuse_npy(path, "its size does not fit its shape");
  }
  array.values = is_double  ? widened<double>(values)
                 : is_bytes ? widened<std::uint8_t>(values)
                            : widened<float>(values);
  return array;
}

}  // namespace scorescope
