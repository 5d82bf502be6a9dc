// IDX files as bytes, packed or not, sound or broken.
#pragma once

#include <zlib.h>

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace scorescope {

/// Most significant byte first, as it should be, unless told otherwise.
inline std::string four_bytes(std::uint32_t number, bool reversed = false) {
  std::string bytes;
  for (int shift = 24; shift >= 0; shift -= 8) {
    bytes += static_cast<char>(number >> (reversed ? 24 - shift : shift) & 0xff);
  }
  return bytes;
}

inline std::string idx_header(const std::vector<std::uint32_t>& sizes, std::uint32_t type = 8,
                              bool reversed_magic = false, bool reversed_sizes = false) {
  const auto dimensions = static_cast<std::uint32_t>(sizes.size());
  std::string bytes = four_bytes(type << 8 | dimensions, reversed_magic);
  for (const auto size : sizes) bytes += four_bytes(size, reversed_sizes);
  return bytes;
}

/// `count` pictures of rows x columns whose byte i is i modulo 251.
inline std::string idx_pictures(std::uint32_t count, std::uint32_t rows, std::uint32_t columns) {
  std::string bytes = idx_header({count, rows, columns});
  for (std::uint32_t i = 0; i < count * rows * columns; ++i) bytes += static_cast<char>(i % 251);
  return bytes;
}

inline std::string idx_labels(const std::vector<int>& labels) {
  std::string bytes = idx_header({static_cast<std::uint32_t>(labels.size())});
  for (const int label : labels) bytes += static_cast<char>(label);
  return bytes;
}

inline std::string gzipped(std::string_view bytes) {
  z_stream stream{};
  if (deflateInit2(&stream, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK) {
    throw std::runtime_error("deflateInit2");
  }
  std::string packed(deflateBound(&stream, bytes.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  if (deflate(&stream, Z_FINISH) != Z_STREAM_END) throw std::runtime_error("deflate");
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  return packed;
}

}  // namespace scorescope
