// The format: two zero bytes, the type of the elements, the number of dimensions, each size as four
// bytes with the most significant first, then the elements (yann.lecun.com/exdb/mnist).
#include "core/dataset/idx.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <span>
#include <string_view>
#include <vector>

#include "core/base/error.h"
#include "core/dataset/gzip_stream.h"

namespace scorescope {
namespace {

constexpr std::uint64_t kMostSide = 1024;
constexpr std::uint64_t kMostBytes = std::uint64_t{1} << 30;
constexpr std::uint8_t kUnsignedByte = 0x08;

using Sizes = std::vector<std::uint64_t>;

/// What a file should hold.
struct Kind {
  const char* noun;
  const char* usual_name;
  std::size_t dimensions;
};
constexpr Kind kPictures{"pictures", "train-images-idx3-ubyte", 3};
constexpr Kind kLabels{"labels", "train-labels-idx1-ubyte", 1};

std::string_view type_name(std::uint8_t type) {
  switch (type) {
    case kUnsignedByte:
      return "unsigned bytes";
    case 0x09:
      return "signed bytes";
    case 0x0b:
      return "16-bit whole numbers";
    case 0x0c:
      return "32-bit whole numbers";
    case 0x0d:
      return "32-bit real numbers";
    case 0x0e:
      return "64-bit real numbers";
    default:
      return "";
  }
}

[[noreturn]] void refuse_dimensions(const std::string& path, std::size_t found, const Kind& kind) {
  for (const Kind& other : {kPictures, kLabels}) {
    if (found != other.dimensions) continue;
    throw UserError(fmt::format("{} is a file of {}, not of {}; give one like {}.", path,
                                other.noun, kind.noun, kind.usual_name));
  }
  throw UserError(fmt::format("{} has {} dimensions; {} have {} (as in {}).", path, found,
                              kind.noun, kind.dimensions, kind.usual_name));
}

/// The first four bytes.
void check_magic(const std::string& path, std::span<const std::uint8_t> magic, const Kind& kind) {
  const bool swapped =
      magic[3] == 0 && magic[2] == 0 && magic[0] != 0 && !type_name(magic[1]).empty();
  if (swapped) {
    throw UserError(
        fmt::format("{} is written least significant byte first (it begins with {:02x}); an IDX "
                    "file has the most significant byte first and begins with 00 00 08 {:02x}.",
                    path, fmt::join(magic, " "), kind.dimensions));
  }
  if (magic[0] != 0 || magic[1] != 0 || magic[3] == 0 || type_name(magic[2]).empty()) {
    throw UserError(
        fmt::format("{} is not an IDX file: it begins with {:02x}; expected 00 00 08 {:02x}.", path,
                    fmt::join(magic, " "), kind.dimensions));
  }
  if (magic[3] != kind.dimensions) refuse_dimensions(path, magic[3], kind);
  if (magic[2] != kUnsignedByte) {
    throw UserError(fmt::format("{} holds {}; only IDX files of unsigned bytes can be read.", path,
                                type_name(magic[2])));
  }
}

std::string sizes_text(const Sizes& sizes) { return fmt::format("{}", fmt::join(sizes, " x ")); }

bool within_limits(const Sizes& sizes) {
  if (std::ranges::find(sizes, 0U) != sizes.end()) return false;
  std::uint64_t picture = 1;
  for (std::size_t i = 1; i < sizes.size(); ++i) {
    if (sizes[i] > kMostSide) return false;
    picture *= sizes[i];
  }
  return sizes[0] <= kMostBytes / picture;
}

std::uint64_t byte_swapped(std::uint64_t size) {
  return size >> 24 | (size >> 8 & 0xff00) | (size << 8 & 0xff0000) | (size & 0xff) << 24;
}

void check_sizes(const std::string& path, const Sizes& sizes, const Kind& kind) {
  if (within_limits(sizes)) return;
  Sizes swapped = sizes;
  for (auto& size : swapped) size = byte_swapped(size);
  if (within_limits(swapped)) {
    throw UserError(
        fmt::format("{} has its sizes written least significant byte first (as it stands {}, read "
                    "that way {}); an IDX file has the most significant byte first.",
                    path, sizes_text(sizes), sizes_text(swapped)));
  }
  throw UserError(
      fmt::format("{} says it holds {} {}; allowed are 1 or more, at most {} x {} pixels each and "
                  "{} MiB in all.",
                  path, sizes_text(sizes), kind.noun, kMostSide, kMostSide, kMostBytes >> 20));
}

[[noreturn]] void refuse_truncated(const std::string& path, const Sizes& sizes, const Kind& kind) {
  throw UserError(fmt::format("{} is truncated: its header says {} {}, but the file ends early.",
                              path, sizes_text(sizes), kind.noun));
}

Sizes read_header(GzipStream& file, const std::string& path, const Kind& kind) {
  std::array<std::uint8_t, 16> bytes{};
  const std::span<std::uint8_t> magic = std::span(bytes).first(4);
  if (file.read(magic) < magic.size()) {
    throw UserError(path + " is too short to be an IDX file: it has not even 4 bytes.");
  }
  check_magic(path, magic, kind);
  const auto written = std::span(bytes).subspan(4, 4 * kind.dimensions);
  if (file.read(written) < written.size()) {
    throw UserError(path + " is truncated: its header ends early.");
  }
  Sizes sizes(kind.dimensions, 0);
  for (std::size_t i = 0; i < written.size(); ++i) sizes[i / 4] = sizes[i / 4] << 8 | written[i];
  check_sizes(path, sizes, kind);
  return sizes;
}

torch::Tensor read_idx(const std::string& path, const Kind& kind) {
  GzipStream file(path, "IDX");
  const Sizes sizes = read_header(file, path, kind);
  std::uint64_t bytes = 1;
  for (const auto size : sizes) bytes *= size;
  if (4 + 4 * sizes.size() + bytes > file.most_bytes()) refuse_truncated(path, sizes, kind);
  torch::Tensor elements =
      torch::empty(std::vector<std::int64_t>(sizes.begin(), sizes.end()), torch::kUInt8);
  if (file.read({elements.data_ptr<std::uint8_t>(), bytes}) < bytes) {
    refuse_truncated(path, sizes, kind);
  }
  // one byte more also makes zlib compare the checksum at the end
  std::array<std::uint8_t, 1> more{};
  if (file.read(more) > 0) {
    throw UserError(fmt::format("{} is longer than its header says ({} {}).", path,
                                sizes_text(sizes), kind.noun));
  }
  return elements;
}

/// The file name with the last `from` changed into `to`; empty if `from` is not in it.
std::string renamed(const std::string& path, std::string_view from, std::string_view to) {
  const std::filesystem::path whole(path);
  std::string name = whole.filename().string();
  const auto at = name.rfind(from);
  if (at == std::string::npos) return {};
  name.replace(at, from.size(), to);
  return (whole.parent_path() / name).string();
}

std::string without_gz(std::string path) {
  if (path.ends_with(".gz")) path.resize(path.size() - 3);
  return path;
}

}  // namespace

torch::Tensor read_idx_pictures(const std::string& path) { return read_idx(path, kPictures); }

torch::Tensor read_idx_labels(const std::string& path) { return read_idx(path, kLabels); }

std::optional<std::string> plain_or_gzip(const std::string& path) {
  for (const std::string& candidate : {path, path + ".gz"}) {
    std::error_code ignored;
    if (std::filesystem::is_regular_file(candidate, ignored)) return candidate;
  }
  return std::nullopt;
}

std::optional<std::string> idx_labels_beside(const std::string& pictures) {
  const std::string labels = renamed(without_gz(pictures), "images", "labels");
  if (labels.empty()) return std::nullopt;
  const std::string numbered = renamed(labels, "idx3", "idx1");
  return plain_or_gzip(numbered.empty() ? labels : numbered);
}

std::optional<std::string> idx_test_beside(const std::string& pictures) {
  for (const char* name : {"t10k", "test"}) {
    const std::string test = renamed(without_gz(pictures), "train", name);
    if (test.empty()) break;
    if (const auto found = plain_or_gzip(test)) return found;
  }
  return std::nullopt;
}

}  // namespace scorescope
