#include "core/base/picture_file.h"

#include <fmt/format.h>
#include <stb_image.h>

#include <algorithm>
#include <array>

#include "core/base/error.h"
#include "core/base/input_file.h"
#include "core/base/text.h"

namespace scorescope {
namespace {

constexpr int kMostPixelsASide = 16384;
constexpr std::int64_t kMostPixels = 64'000'000;
constexpr std::uintmax_t kMostBytes = 512U << 20;

std::string_view format_of(std::string_view bytes) {
  if (bytes.starts_with("\x89PNG")) return "PNG";
  if (bytes.starts_with("\xff\xd8\xff")) return "JPEG";
  if (bytes.starts_with("BM")) return "BMP";
  if (bytes.starts_with("GIF8")) return "GIF";
  return "";
}

/// The decoder fills what a cut-off file lacks with grey or black in all formats but PNG, so the
/// ends are looked for here.
bool ends_early(std::string_view bytes, std::string_view format) {
  if (format == "JPEG") {
    const auto last_scan = bytes.rfind("\xff\xda");
    return last_scan == std::string_view::npos ||
           bytes.find("\xff\xd9", last_scan) == std::string_view::npos;
  }
  if (format == "GIF") {
    const auto last = bytes.find_last_not_of('\0');
    return bytes[last] != ';';
  }
  if (format == "BMP" && bytes.size() >= 6) {
    std::uint32_t size = 0;
    for (std::size_t i = 6; i-- > 2;) size = size << 8 | static_cast<unsigned char>(bytes[i]);
    return size > bytes.size();
  }
  return format == "BMP";
}

/// " (illegal code in raster)", or nothing: of a GIF without any image the decoder gives no reason.
std::string decoder_reason() {
  const std::string reason = stbi_failure_reason();
  return reason.empty() ? reason : " (" + reason + ")";
}

const unsigned char* as_bytes(std::string_view bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}

void check_size(const std::string& path, std::int64_t width, std::int64_t height) {
  const bool fits =
      width <= kMostPixelsASide && height <= kMostPixelsASide && width * height <= kMostPixels;
  if (fits) return;
  throw UserError(
      fmt::format("{} has {} x {} pixels; allowed are at most {} a side and {} million in all.",
                  path, width, height, kMostPixelsASide, kMostPixels / 1'000'000));
}

[[noreturn]] void refuse_truncated(const std::string& path, std::string_view format) {
  throw UserError(fmt::format("{} is truncated: the {} data ends early.", path, format));
}

std::int64_t big_endian(std::string_view bytes, std::size_t first) {
  std::int64_t value = 0;
  for (std::size_t i = first; i < first + 4; ++i) {
    value = value << 8 | static_cast<unsigned char>(bytes[i]);
  }
  return value;
}

/// The decoder gives no reason for a short or a huge header: after this format it tries others.
void check_png_header(const std::string& path, std::string_view bytes) {
  constexpr std::size_t kHeaderBytes = 33;  // signature and the chunk IHDR
  if (bytes.size() < kHeaderBytes) refuse_truncated(path, "PNG");
  if (bytes.substr(12, 4) == "IHDR") check_size(path, big_endian(bytes, 16), big_endian(bytes, 20));
}

void check_picture(const std::string& path, std::string_view bytes) {
  const std::string_view format = format_of(bytes);
  if (format.empty()) {
    throw UserError(path +
                    " is not a picture that can be read; allowed are PNG, JPEG, BMP and GIF.");
  }
  if (format == "PNG") check_png_header(path, bytes);
  int width = 0, height = 0, channels = 0;
  const auto size = static_cast<int>(bytes.size());
  if (!stbi_info_from_memory(as_bytes(bytes), size, &width, &height, &channels)) {
    throw UserError(fmt::format(
        "{} begins like a {} picture but its header is damaged or promises too many pixels{}.",
        path, format, decoder_reason()));
  }
  check_size(path, width, height);
  if (ends_early(bytes, format)) refuse_truncated(path, format);
}

}  // namespace

void DecodedPicture::FreePixels::operator()(std::uint8_t* pixels) const { stbi_image_free(pixels); }

DecodedPicture read_picture(const std::string& path, PictureChannels channels) {
  const std::string bytes = read_input_file(path, "picture", kMostBytes);
  check_picture(path, bytes);
  int width = 0, height = 0, in_file = 0;
  const auto wanted = static_cast<int>(channels);
  std::uint8_t* values = stbi_load_from_memory(as_bytes(bytes), static_cast<int>(bytes.size()),
                                               &width, &height, &in_file, wanted);
  if (values == nullptr) {
    throw UserError(fmt::format("{} cannot be decoded; it may be truncated or damaged{}.", path,
                                decoder_reason()));
  }
  return {static_cast<std::size_t>(width), static_cast<std::size_t>(height),
          static_cast<std::size_t>(wanted),
          std::unique_ptr<std::uint8_t[], DecodedPicture::FreePixels>(values)};
}

bool has_picture_extension(std::string_view name) {
  constexpr std::array<std::string_view, 5> kKnown{".png", ".jpg", ".jpeg", ".bmp", ".gif"};
  const std::string lower = lower_case(name);
  return std::ranges::any_of(kKnown, [&](std::string_view end) { return lower.ends_with(end); });
}

}  // namespace scorescope
