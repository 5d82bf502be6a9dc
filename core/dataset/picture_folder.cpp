#include "core/dataset/picture_folder.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <initializer_list>
#include <iterator>
#include <string_view>

#include "core/base/error.h"
#include "core/base/input_file.h"
#include "core/base/picture_file.h"
#include "core/base/text.h"
#include "core/dataset/entries.h"
#include "core/dataset/fit_square.h"
#include "core/dataset/selection.h"

namespace scorescope {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostClasses = 256;  // labels are bytes

/// What lies directly in a folder, by name.
struct Listing {
  std::vector<fs::path> pictures;
  std::vector<fs::path> folders;
};

Listing list_folder(const fs::path& folder) {
  Listing listing;
  std::error_code error;
  for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
    const std::string name = at->path().filename().string();
    std::error_code ignored;
    if (name.starts_with('.')) continue;
    if (at->is_directory(ignored)) {
      listing.folders.push_back(at->path());
    } else if (has_picture_extension(name) && at->is_regular_file(ignored)) {
      listing.pictures.push_back(at->path());
    }
  }
  if (error) {
    throw UserError(fmt::format("{} cannot be listed: {}.", folder.string(), error.message()));
  }
  std::ranges::sort(listing.pictures);
  std::ranges::sort(listing.folders);
  return listing;
}

/// Pictures to read, and the class of each by its folder's name.
struct PictureList {
  struct Group {
    std::string class_name;  // empty where there are no classes
    std::vector<fs::path> files;
  };
  std::vector<Group> groups;
  bool has_classes = false;
};

PictureList list_pictures(const fs::path& folder) {
  Listing listing = list_folder(folder);
  PictureList list;
  for (const auto& subfolder : listing.folders) {
    auto files = list_folder(subfolder).pictures;
    if (!files.empty()) list.groups.push_back({subfolder.filename().string(), std::move(files)});
  }
  list.has_classes = !list.groups.empty();
  if (list.has_classes && !listing.pictures.empty()) {
    throw UserError(
        fmt::format("{} holds pictures ({}) beside folders of pictures ({}), so it is not clear "
                    "which class they are of; move them into folders of their own.",
                    folder.string(), listing.pictures.front().filename().string(),
                    list.groups.front().class_name));
  }
  if (!list.has_classes && !listing.pictures.empty()) {
    list.groups.push_back({"", std::move(listing.pictures)});
  }
  if (list.groups.empty()) {
    throw UserError(
        fmt::format("{} holds no pictures; expected .png, .jpg, .bmp or .gif files, or "
                    "a folder of them for each class.",
                    folder.string()));
  }
  return list;
}

bool has_pictures(const fs::path& folder) {
  const Listing listing = list_folder(folder);
  return !listing.pictures.empty() ||
         std::ranges::any_of(listing.folders, [](const fs::path& inner) {
           return !list_folder(inner).pictures.empty();
         });
}

std::vector<std::string> class_names_of(const std::string& path,
                                        std::initializer_list<const PictureList*> lists) {
  std::vector<std::string> names;
  for (const PictureList* list : lists) {
    if (!list->has_classes) continue;
    for (const auto& group : list->groups) names.push_back(group.class_name);
  }
  std::ranges::sort(names);
  names.erase(std::ranges::unique(names).begin(), names.end());
  if (names.size() > kMostClasses) {
    throw UserError(fmt::format("{} has {} folders of pictures; at most {} classes are allowed.",
                                path, names.size(), kMostClasses));
  }
  return names;
}

/// Grey, with what is transparent black.
std::vector<std::uint8_t> on_black(const DecodedPicture& picture, bool invert) {
  std::vector<std::uint8_t> grey(picture.width * picture.height);
  for (std::size_t i = 0; i < grey.size(); ++i) {
    const unsigned value = invert ? 255U - picture.values[2 * i] : picture.values[2 * i];
    grey[i] = static_cast<std::uint8_t>((value * picture.values[2 * i + 1] + 127U) / 255U);
  }
  return grey;
}

class FolderReader {
 public:
  FolderReader(const PictureFolderOptions& options, std::vector<std::string> class_names)
      : options_(options), class_names_(std::move(class_names)) {}

  ImageSet read(const PictureList& list) {
    pixels_.clear();
    labels_.clear();
    for (const auto& group : list.groups) {
      const auto label = std::ranges::find(class_names_, group.class_name) - class_names_.begin();
      for (const auto& file : group.files) {
        if (!read_one(file.string())) continue;
        labels_.push_back(static_cast<std::uint8_t>(label));
      }
    }
    count_read_ += labels_.size();
    return as_set(list.has_classes);
  }

  /// Throws if something could not be read and that was not allowed, or nothing could be.
  std::vector<std::string> checked_problems() const {
    if (problems_.empty() || (options_.skip_unreadable && count_read_ > 0)) return problems_;
    if (count_read_ == 0) {
      throw UserError(problems_.front() + " None of the pictures can be read.");
    }
    throw UserError(
        fmt::format("{} {} of {} pictures can be read: remove the others, or set skip_unreadable "
                    "of a run's data to load those.",
                    problems_.front(), count_read_, count_read_ + problems_.size()));
  }

 private:
  bool read_one(const std::string& file) {
    try {
      const DecodedPicture picture = read_picture(file, PictureChannels::kGreyAlpha);
      const auto grey = on_black(picture, options_.invert);
      const auto side = static_cast<std::size_t>(options_.side);
      pixels_.resize(pixels_.size() + side * side);
      fit_square({grey, picture.height, picture.width}, side, std::span(pixels_).last(side * side));
      return true;
    } catch (const UserError& problem) {
      problems_.emplace_back(problem.what());
      return false;
    }
  }

  ImageSet as_set(bool has_classes) const {
    const auto n = static_cast<std::int64_t>(labels_.size());
    const fs::path folder = fs::path(options_.path).lexically_normal();
    ImageSet set{
        .name = (folder.has_filename() ? folder : folder.parent_path()).filename().string(),
        .pixels = torch::empty({n, options_.side, options_.side}, torch::kUInt8)};
    std::ranges::copy(pixels_, set.pixels.data_ptr<std::uint8_t>());
    if (has_classes) {
      set.labels = torch::empty({n}, torch::kUInt8);
      std::ranges::copy(labels_, set.labels.data_ptr<std::uint8_t>());
      set.class_names = class_names_;
    }
    return set;
  }

  const PictureFolderOptions& options_;
  std::vector<std::string> class_names_;
  std::vector<std::uint8_t> pixels_;  // of the set being read
  std::vector<std::uint8_t> labels_;
  std::vector<std::string> problems_;
  std::size_t count_read_ = 0;
};

/// The subfolder with one of these names, in any case.
std::optional<fs::path> named_folder(const std::vector<fs::path>& folders,
                                     std::initializer_list<std::string_view> names) {
  for (const auto& folder : folders) {
    const std::string name = lower_case(folder.filename().string());
    if (std::ranges::find(names, name) != names.end()) return folder;
  }
  return std::nullopt;
}

/// Where the two parts of a folder lie; nothing where it is one set.
struct SplitFolders {
  std::optional<fs::path> train, test;
  std::vector<fs::path> others;
};

/// A folder "train" beside others that are no test set is a class (of vehicles, say), and so is one
/// of validation pictures without it.
SplitFolders find_split(const std::string& path) {
  const auto folders = list_folder(path).folders;
  SplitFolders split{
      named_folder(folders, {"train", "training"}), named_folder(folders, {"test", "testing"}), {}};
  if (split.train && !split.test) split.test = named_folder(folders, {"val", "validation"});
  if (split.train && !split.test && folders.size() > 1) split.train = std::nullopt;
  if (!split.train && split.test) {
    throw UserError(
        fmt::format("{} has a folder {} of pictures to test with but none to learn from; name that "
                    "one train, or give {} itself.",
                    path, split.test->filename().string(), split.test->string()));
  }
  std::ranges::copy_if(folders, std::back_inserter(split.others), [&](const fs::path& folder) {
    return folder != split.train && folder != split.test;
  });
  return split;
}

struct PicturesOptions : SelectionOptions {
  std::string path;
  bool invert = false;
  bool skip_unreadable = false;
  double test_share = 0.1;
};

ImageData make_pictures(const PicturesOptions& options) {
  PictureFolder folder = read_picture_folder({.path = options.path,
                                              .side = side_in_pixels(options),
                                              .invert = options.invert,
                                              .skip_unreadable = options.skip_unreadable});
  if (!folder.test) {
    auto [train, test] = split_off_test(folder.train, options.test_share);
    folder.train = std::move(train);
    folder.test = std::move(test);
  }
  ImageData data = select_pictures(std::move(folder.train), std::move(*folder.test), options);
  data.left_out = std::move(folder.left_out);
  if (!data.left_out.empty()) {
    data.description += fmt::format(" ({} left out)", data.left_out.size());
  }
  return data;
}

}  // namespace

PictureFolder read_picture_folder(const PictureFolderOptions& options) {
  check_input_folder(options.path, "pictures");
  const auto [train, test, others] = find_split(options.path);
  PictureFolder result;
  if (!test) {
    const std::string folder = train ? train->string() : options.path;
    const PictureList all = list_pictures(folder);
    FolderReader reader(options, class_names_of(folder, {&all}));
    result.train = reader.read(all);
    result.left_out = reader.checked_problems();
    return result;
  }
  const PictureList train_list = list_pictures(*train);
  const PictureList test_list = list_pictures(*test);
  if (train_list.has_classes != test_list.has_classes) {
    throw UserError(
        fmt::format("{} has a folder for each class and {} has not; give both or "
                    "neither.",
                    (train_list.has_classes ? *train : *test).string(),
                    (train_list.has_classes ? *test : *train).string()));
  }
  FolderReader reader(options, class_names_of(options.path, {&train_list, &test_list}));
  result.train = reader.read(train_list);
  result.test = reader.read(test_list);
  result.left_out = reader.checked_problems();
  for (const fs::path& other : others) {
    if (!has_pictures(other)) continue;
    result.left_out.push_back(fmt::format("{} beside {} and {} is not read.", other.string(),
                                          train->filename().string(), test->filename().string()));
  }
  return result;
}

ImageSetEntry pictures_entry() {
  const FieldTable<PicturesOptions> table{
      {&PicturesOptions::path,
       {.key = "path",
        .label = "Folder",
        .help =
            "Folder of PNG, JPEG, BMP or GIF files. Subfolders are classes; train and test (else "
            "val) are kept apart if there are such folders. What is transparent becomes black.",
        .primary = true}},
      {&PicturesOptions::classes, classes_field()},
      {&PicturesOptions::first_n, first_n_field()},
      {&PicturesOptions::side, side_field()},
      {&PicturesOptions::invert,
       {.key = "invert",
        .label = "Invert",
        .help = "For dark ink on bright paper: makes it bright on black, as in MNIST.",
        .larger = "On: dark becomes bright.",
        .primary = true}},
      {&PicturesOptions::test_share, test_share_field()},
      {&PicturesOptions::skip_unreadable,
       {.key = "skip_unreadable",
        .label = "Skip unreadable files",
        .help = "Load the pictures that can be read and leave out the others.",
        .larger = "On: files that are damaged, truncated or too large are passed over."}}};
  return image_set_entry<PicturesOptions>(
      {.id = "pictures",
       .label = "Your pictures (folder)",
       .help = "A folder of picture files, made grey, square and small."},
      table, make_pictures);
}

}  // namespace scorescope
