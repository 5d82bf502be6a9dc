#include "core/distribution/picture.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "core/base/picture_file.h"
#include "core/distribution/entries.h"

namespace scorescope {
namespace {

float ink_of(const unsigned char* pixel, bool dark) {
  const float grey = static_cast<float>(pixel[0]) / 255.0F;
  const float alpha = static_cast<float>(pixel[1]) / 255.0F;
  return alpha * (dark ? 1.0F - grey : grey);
}

/// Ink above the threshold, added up in squares so that no more than kMostCells a side are left:
/// finer detail than a mixture can show would only cost memory.
InkImage pooled_ink(const DecodedPicture& pixels, const PictureOptions& options) {
  constexpr std::size_t kMostCells = 1024;
  const std::size_t side = (std::max(pixels.width, pixels.height) + kMostCells - 1) / kMostCells;
  InkImage image{(pixels.width + side - 1) / side, (pixels.height + side - 1) / side, {}};
  image.ink.assign(image.width * image.height, 0.0F);
  const auto threshold = static_cast<float>(options.threshold);
  float most = 0.0F;
  for (std::size_t row = 0; row < pixels.height; ++row) {
    for (std::size_t column = 0; column < pixels.width; ++column) {
      const float ink =
          ink_of(pixels.values.get() + 2 * (row * pixels.width + column), options.ink == "dark");
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
  return pooled_ink(read_picture(options.path, PictureChannels::kGreyAlpha), options);
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
