// Data from IDX files: Fashion-MNIST as Debian packages it, and any file the user names.
#include <fmt/format.h>

#include <filesystem>

#include "core/base/error.h"
#include "core/dataset/entries.h"
#include "core/dataset/idx.h"
#include "core/dataset/labelled_set.h"
#include "core/dataset/selection.h"

namespace scorescope {
namespace {

namespace fs = std::filesystem;

struct FashionMnistOptions : SelectionOptions {
  std::string path = "/usr/share/datasets/fashion-mnist";
};

std::string fashion_file(const std::string& folder, const std::string& name) {
  const auto found = plain_or_gzip((fs::path(folder) / name).string());
  if (!found) {
    throw UserError(fmt::format(
        "Fashion-MNIST was not found: there is no {} or {}.gz in {}. Install the Debian "
        "package dataset-fashion-mnist, or give the folder of its four files as "
        "data.path.",
        name, name, folder));
  }
  return *found;
}

ImageSet read_fashion(const std::string& folder, const std::string& split) {
  const std::string pictures = fashion_file(folder, split + "-images-idx3-ubyte");
  const std::string labels = fashion_file(folder, split + "-labels-idx1-ubyte");
  ImageSet set{.name = "Fashion-MNIST",
               .credit =
                   "Fashion-MNIST by Han Xiao, Kashif Rasul and Roland Vollgraf (Zalando SE), "
                   "MIT",
               .pixels = read_idx_pictures(pictures),
               .labels = read_idx_labels(labels),
               .class_names = {"T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal",
                               "Shirt", "Sneaker", "Bag", "Ankle boot"}};
  check_labels(set, pictures, labels);
  return set;
}

ImageData make_fashion_mnist(const FashionMnistOptions& options) {
  ImageSet train = read_fashion(options.path, "train");
  return select_pictures(std::move(train), read_fashion(options.path, "t10k"), options);
}

struct IdxOptions : SelectionOptions {
  std::string path;
  std::string labels;
  double test_share = 0.1;
};

/// A file of pictures with its labels, if it has any. Classes are numbered up to the largest label.
ImageSet read_idx_set(const std::string& pictures, const std::string& given_labels) {
  ImageSet set{.name = fs::path(pictures).filename().string(),
               .pixels = read_idx_pictures(pictures)};
  const auto labels = given_labels.empty() ? idx_labels_beside(pictures) : given_labels;
  if (!labels) return set;
  set.labels = read_idx_labels(*labels);
  set.class_names = numbered_classes(set.labels.max().item<std::int64_t>() + 1);
  check_labels(set, pictures, *labels);
  return set;
}

ImageData make_idx(const IdxOptions& options) {
  ImageSet train = read_idx_set(options.path, options.labels);
  const auto test_pictures = idx_test_beside(options.path);
  if (!test_pictures) {
    auto [rest, test] = split_off_test(train, options.test_share);
    return select_pictures(std::move(rest), std::move(test), options);
  }
  ImageSet test = read_idx_set(*test_pictures, "");
  if (test.has_classes() != train.has_classes()) {
    throw UserError(fmt::format("{} has labels and {} has none; give both or neither.",
                                train.has_classes() ? options.path : *test_pictures,
                                train.has_classes() ? *test_pictures : options.path));
  }
  if (test.pixels.size(1) != train.pixels.size(1) || test.pixels.size(2) != train.pixels.size(2)) {
    throw UserError(
        fmt::format("{} has pictures of {} x {} and {} beside it of {} x {}; they are "
                    "training and test pictures of one set only if their sizes agree.",
                    options.path, train.pixels.size(1), train.pixels.size(2), *test_pictures,
                    test.pixels.size(1), test.pixels.size(2)));
  }
  test.name = train.name;
  if (train.class_names.size() < test.class_names.size()) train.class_names = test.class_names;
  test.class_names = train.class_names;
  return select_pictures(std::move(train), std::move(test), options);
}

}  // namespace

ImageSetEntry fashion_mnist_entry() {
  const FieldTable<FashionMnistOptions> table{
      {&FashionMnistOptions::classes, classes_field()},
      {&FashionMnistOptions::first_n, first_n_field()},
      {&FashionMnistOptions::side, side_field()},
      {&FashionMnistOptions::path,
       {.key = "path",
        .label = "Folder",
        .help = "Where the four files of Fashion-MNIST lie, packed by gzip or not."}}};
  return image_set_entry<FashionMnistOptions>(
      {.id = "fashion_mnist",
       .label = "Clothes (Fashion-MNIST)",
       .help =
           "60,000 training and 10,000 test pictures of ten sorts of clothes, harder than digits "
           "and with classes of unequal brightness. From Debian's dataset-fashion-mnist."},
      table, make_fashion_mnist);
}

ImageSetEntry idx_entry() {
  const FieldTable<IdxOptions> table{
      {&IdxOptions::path,
       {.key = "path",
        .label = "IDX file",
        .help =
            "Pictures in the format of MNIST (train-images-idx3-ubyte and its likes), packed by "
            "gzip or not. Labels and test pictures are found beside it by their usual names.",
        .primary = true}},
      {&IdxOptions::labels,
       {.key = "labels",
        .label = "Labels",
        .help = "IDX file of labels, if it is not beside the pictures under its usual name."}},
      {&IdxOptions::classes, classes_field()},
      {&IdxOptions::first_n, first_n_field()},
      {&IdxOptions::side, side_field()},
      {&IdxOptions::test_share, test_share_field()}};
  return image_set_entry<IdxOptions>({.id = "idx",
                                      .label = "Your pictures (IDX file)",
                                      .help = "Any set of grey pictures in the format of MNIST."},
                                     table, make_idx);
}

}  // namespace scorescope
