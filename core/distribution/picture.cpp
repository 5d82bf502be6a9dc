#include "core/distribution/picture.h"

#include <fmt/format.h>
#include <stb_image.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <string_view>

#include "core/distribution/entries.h"
#include "core/distribution/input_file.h"

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

const unsigned char* as_bytes(std::string_view bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}

void check_picture(const std::string& path, std::string_view bytes) {
  const std::string_view format = format_of(bytes);
  if (format.empty()) {
    throw UserError(path +
                    " is not a picture that can be read; allowed are PNG, JPEG, BMP and GIF.");
  }
  int width = 0, height = 0, channels = 0;
  const auto size = static_cast<int>(bytes.size());
  if (!stbi_info_from_memory(as_bytes(bytes), size, &width, &height, &channels)) {
    throw UserError(fmt::format("{} begins like a {} picture but its header cannot be read ({}).",
                                path, format, stbi_failure_reason()));
  }
  const std::int64_t pixels = std::int64_t{width} * height;
  if (width > kMostPixelsASide || height > kMostPixelsASide || pixels > kMostPixels) {
    throw UserError(
        fmt::format("{} has {} x {} pixels; allowed are at most {} a side and {} million in all.",
                    path, width, height, kMostPixelsASide, kMostPixels / 1'000'000));
  }
  if (ends_early(bytes, format)) {
    throw UserError(fmt::format("{} is truncated: the {} data ends early.", path, format));
  }
}

struct FreePixels {
  void operator()(unsigned char* pixels) const { stbi_image_free(pixels); }
};

/// Decoded pixels: grey and alpha, row by row.
struct GreyAlpha {
  const unsigned char* values;
  std::size_t width;
  std::size_t height;
};

float ink_of(const unsigned char* pixel, bool dark) {
  const float grey = static_cast<float>(pixel[0]) / 255.0F;
  const float alpha = static_cast<float>(pixel[1]) / 255.0F;
  return alpha * (dark ? 1.0F - grey : grey);
}

/// Ink above the threshold, added up in squares so that no more than kMostCells a side are left:
/// finer detail than a mixture can show would only cost memory.
InkImage pooled_ink(const GreyAlpha& pixels, const PictureOptions& options) {
  constexpr std::size_t kMostCells = 1024;
  const std::size_t side = (std::max(pixels.width, pixels.height) + kMostCells - 1) / kMostCells;
  InkImage image{(pixels.width + side - 1) / side, (pixels.height + side - 1) / side, {}};
  image.ink.assign(image.width * image.height, 0.0F);
  const auto threshold = static_cast<float>(options.threshold);
  float most = 0.0F;
  for (std::size_t row = 0; row < pixels.height; ++row) {
    for (std::size_t column = 0; column < pixels.width; ++column) {
      const float ink =
          ink_of(pixels.values + 2 * (row * pixels.width + column), options.ink == "dark");
      most = std::max(most, ink);
      if (ink > threshold) image.ink[row / side * image.width + column / side] += ink;
    }
  }
  if (most <= threshold) {
    throw UserError(
        fmt::format("{}: no pixel is {}er than the threshold {:.3g} (the {}est is {:.3g}); choose "
                    "a lower threshold or "
                    "the other ink.",
                    options.path, options.ink, threshold, options.ink, most));
  }
  return image;
}

DistributionData make_picture(const PictureOptions& options) {
  const InkImage image = read_ink(options);
  return {.components = density_from_ink(image, {.half_size = options.half_size,
                                                 .most_components = options.most_components,
                                                 .smoothing = options.smoothing}),
          .exact_law = false,
          .description = "Picture " + std::filesystem::path(options.path).filename().string()};
}

}  // namespace

InkImage read_ink(const PictureOptions& options) {
  const std::string bytes = read_input_file(options.path, "picture", kMostBytes);
  check_picture(options.path, bytes);
  int width = 0, height = 0, channels = 0;
  const std::unique_ptr<unsigned char, FreePixels> pixels(
      stbi_load_from_memory(as_bytes(bytes), static_cast<int>(bytes.size()), &width, &height,
                            &channels, STBI_grey_alpha));
  if (!pixels) {
    throw UserError(fmt::format("{} cannot be decoded; it may be truncated or damaged ({}).",
                                options.path, stbi_failure_reason()));
  }
  return pooled_ink(
      {pixels.get(), static_cast<std::size_t>(width), static_cast<std::size_t>(height)}, options);
}

DistributionEntry picture_entry() {
  const FieldTable<PictureOptions> table{
      {&PictureOptions::path,
       {.key = "path",
        .label = "Picture",
        .help = "PNG, JPEG, BMP or GIF. Drop a file on the window to choose it.",
        .primary = true}},
      {&PictureOptions::ink,
       {.key = "ink",
        .label = "Ink",
        .help = "Which pixels become density.",
        .larger = "Dark: ink on paper. Bright: light on black.",
        .primary = true,
        .choices = {{"dark", "Dark pixels"}, {"bright", "Bright pixels"}}}},
      {&PictureOptions::threshold,
       {.key = "threshold",
        .label = "Threshold",
        .help = "Darkness (or brightness) above which a pixel counts, from 0 to 1.",
        .larger = "Only the darkest (brightest) parts count.",
        .minimum = 0.0,
        .maximum = 1.0,
        .primary = true}},
      {&PictureOptions::half_size,
       {.key = "half_size",
        .label = "Half size",
        .unit = "length",
        .help = "Half of the longer side of the inked part.",
        .larger = "The shape is larger.",
        .minimum = 0.1,
        .maximum = 100.0}},
      {&PictureOptions::most_components,
       {.key = "most_components",
        .label = "Gaussians at most",
        .help = "Pixels are pooled into cells until there are no more inked cells than this.",
        .larger = "Finer detail; the exact score takes longer in proportion.",
        .minimum = 16,
        .maximum = 20000,
        .logarithmic = true}},
      {&PictureOptions::smoothing,
       {.key = "smoothing",
        .label = "Smoothing",
        .unit = "cells",
        .help = "Standard deviation of each Gaussian, in sides of a cell.",
        .larger = "Softer edges; below 0.4 single cells show.",
        .minimum = 0.1,
        .maximum = 5.0}}};
  return distribution_entry<PictureOptions>(
      {.id = "picture",
       .label = "Your picture",
       .help = "A picture file whose dark or bright pixels become the density."},
      table, make_picture);
}

}  // namespace scorescope
