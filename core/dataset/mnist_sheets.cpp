#include "core/dataset/mnist_sheets.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "build_config.h"
#include "core/base/error.h"
#include "core/base/picture_file.h"
#include "core/dataset/entries.h"
#include "core/dataset/idx.h"
#include "core/dataset/labelled_set.h"
#include "core/dataset/selection.h"

namespace scorescope {
namespace {

constexpr std::int64_t kSide = 28;
constexpr std::int64_t kTiles = 100;  // a side of a sheet
constexpr std::int64_t kSheetSide = kTiles * kSide;
constexpr std::int64_t kPerSheet = kTiles * kTiles;

/// Copies the pictures of a sheet, one after the other, to `out`.
void take_apart(const std::uint8_t* sheet, std::uint8_t* out) {
  for (std::int64_t tile = 0; tile < kPerSheet; ++tile) {
    const std::uint8_t* from = sheet + tile / kTiles * kSide * kSheetSide + tile % kTiles * kSide;
    for (std::int64_t row = 0; row < kSide; ++row, from += kSheetSide) {
      out = std::copy_n(from, kSide, out);
    }
  }
}

void read_sheet(const std::string& path, std::uint8_t* out) {
  const DecodedPicture sheet = read_picture(path, PictureChannels::kGrey);
  if (sheet.width != kSheetSide || sheet.height != kSheetSide) {
    throw UserError(
        fmt::format("{} has {} x {} pixels; expected {} x {}. It comes with the "
                    "program: tools/make-mnist-assets makes it again.",
                    path, sheet.width, sheet.height, kSheetSide, kSheetSide));
  }
  take_apart(sheet.values.get(), out);
}

struct MnistOptions : SelectionOptions {};

ImageData make_mnist(const MnistOptions& options) {
  const std::string folder = assets_directory() + "/mnist";
  ImageSet train = read_mnist_sheets(folder, "train");
  return select_pictures(std::move(train), read_mnist_sheets(folder, "test"), options);
}

}  // namespace

ImageSet read_mnist_sheets(const std::string& folder, const std::string& split) {
  const std::filesystem::path start = std::filesystem::path(folder) / split;
  const std::string labels = start.string() + "-labels-idx1-ubyte";
  ImageSet set{.name = "MNIST",
               .credit =
                   "MNIST by Yann LeCun, Corinna Cortes and Christopher J. C. Burges, CC "
                   "BY-SA 3.0",
               .labels = read_idx_labels(labels),
               .class_names = numbered_classes(10)};
  const std::int64_t count = set.labels.size(0);
  if (count % kPerSheet != 0) {
    throw UserError(
        fmt::format("{} has {} labels; expected a multiple of {}.", labels, count, kPerSheet));
  }
  set.pixels = torch::empty({count, kSide, kSide}, torch::kUInt8);
  for (std::int64_t sheet = 0; sheet < count / kPerSheet; ++sheet) {
    read_sheet(fmt::format("{}-{}.png", start.string(), sheet),
               set.pixels.data_ptr<std::uint8_t>() + sheet * kPerSheet * kSide * kSide);
  }
  check_labels(set, start.string(), labels);
  return set;
}

ImageSetEntry mnist_entry() {
  const FieldTable<MnistOptions> table{{&MnistOptions::classes, classes_field()},
                                       {&MnistOptions::first_n, first_n_field()},
                                       {&MnistOptions::side, side_field()}};
  return image_set_entry<MnistOptions>(
      {.id = "mnist",
       .label = "Handwritten digits (MNIST)",
       .help = "60,000 training and 10,000 test pictures of the digits 0 to 9. Comes with the "
               "program."},
      table, make_mnist);
}

}  // namespace scorescope
