#include "core/dataset/picture_folder.h"

#include <gtest/gtest.h>

#include <array>
#include <filesystem>

#include "core/dataset/catalogue.h"
#include "tests/core/dataset/idx_bytes.h"
#include "tests/core/distribution/sample_files.h"

namespace scorescope {
namespace {

namespace fs = std::filesystem;

void expect_says(const std::string& message, const std::vector<std::string>& parts) {
  for (const auto& part : parts) {
    EXPECT_NE(message.find(part), std::string::npos) << message << "\nlacks: " << part;
  }
}

class Folder : public SampleFiles {
 public:
  std::string root() const { return path("root"); }

  /// A picture of one grey (and alpha) value; folders are made as needed.
  void write_grey(const std::string& name, int grey, int alpha = 255, int side = 40) const {
    const std::string to = made(name);
    std::vector<std::uint8_t> pixels;
    for (int i = 0; i < side * side; ++i) {
      pixels.push_back(static_cast<std::uint8_t>(grey));
      pixels.push_back(static_cast<std::uint8_t>(alpha));
    }
    stbi_write_png(to.c_str(), side, side, 2, pixels.data(), 2 * side);
  }

  /// One of grey 1, one of grey 2, and so on.
  void write_greys(const std::vector<std::string>& names) const {
    int grey = 0;
    for (const auto& name : names) write_grey(name, ++grey);
  }

  void write_bytes(const std::string& name, std::string_view bytes) const {
    std::ofstream(made(name), std::ios::binary) << bytes;
  }

  ImageData load(Values options = {}) const {
    options["path"] = root();
    options.try_emplace("test_share", 0.0);
    return make_image_data({"pictures", options});
  }

  std::string refused(const Values& options = {}) const {
    return refusal([&] { load(options); });
  }

 private:
  std::string made(const std::string& name) const {
    const fs::path to = fs::path(root()) / name;
    fs::create_directories(to.parent_path());
    return to.string();
  }
};

/// The grey of each picture, which must be of one grey.
std::vector<int> greys(const ImageSet& set) {
  std::vector<int> values;
  for (std::int64_t i = 0; i < set.count(); ++i) {
    const torch::Tensor picture = set.pixels[i];
    EXPECT_EQ(picture.min().item<int>(), picture.max().item<int>());
    values.push_back(picture.max().item<int>());
  }
  return values;
}

std::vector<int> labels(const ImageSet& set) {
  std::vector<int> values;
  for (std::int64_t i = 0; i < set.count(); ++i) values.push_back(set.labels[i].item<int>());
  return values;
}

/// A small PNG whose header promises a square of that side.
std::string promising_png(std::uint32_t side) {
  const SampleFiles files;
  files.write_bar("bar.png");
  std::string bytes = files.read("bar.png");
  return bytes.replace(16, 8, four_bytes(side) + four_bytes(side));
}

TEST(PictureFolder, ReadsPicturesInTheOrderOfTheirNames) {
  const Folder folder;
  folder.write_grey("c.png", 30);
  folder.write_grey("a.PNG", 10, 255, 28);
  folder.write_grey("b.png", 20, 255, 3);
  folder.write_bytes("notes.txt", "not a picture");
  folder.write_bytes(".hidden.png", "not a picture");
  const ImageData data = folder.load();
  EXPECT_EQ(greys(data.train), (std::vector<int>{10, 20, 30}));
  EXPECT_FALSE(data.train.has_classes());
  EXPECT_EQ(data.description, "root: 3 training and 0 test pictures of 28 x 28");
}

TEST(PictureFolder, ReadsEveryFormat) {
  const Folder folder;
  fs::create_directories(folder.root());
  for (const char* name : {"root/a.bmp", "root/b.jpg", "root/c.png"}) folder.write_bar(name);
  const torch::Tensor pixels = folder.load().train.pixels.to(torch::kInt64);
  ASSERT_EQ(pixels.size(0), 3);
  EXPECT_TRUE(torch::equal(pixels[0], pixels[2]));
  EXPECT_LT((pixels[1] - pixels[2]).abs().max().item<int>(), 40);  // JPEG loses some
  // the middle 20 of 40 columns are taken, in all of which the bar covers rows 2 to 5 of 20
  EXPECT_EQ(pixels[0].sum(0).max().item<int>(), pixels[0].sum(0).min().item<int>());
  EXPECT_NEAR(pixels[0].to(torch::kFloat64).mean().item<double>(), 255.0 * 16.0 / 20.0, 0.5);
}

TEST(PictureFolder, SubfoldersAreClasses) {
  const Folder folder;
  folder.write_greys({"shoe/1.png", "bag/2.png", "bag/1.png", "bag/deeper/1.png"});
  fs::create_directories(folder.root() + "/empty");
  const ImageData data = folder.load();
  EXPECT_EQ(data.train.class_names, (std::vector<std::string>{"bag", "shoe"}));
  EXPECT_EQ(greys(data.train), (std::vector<int>{3, 2, 1}));
  EXPECT_EQ(labels(data.train), (std::vector<int>{0, 0, 1}));
  EXPECT_EQ(greys(folder.load({{"classes", std::string("Shoe")}}).train), (std::vector<int>{1}));
}

TEST(PictureFolder, TrainAndTestFoldersAreKeptApart) {
  const Folder folder;
  folder.write_greys(
      {"Training/b/1.png", "Training/c/1.png", "testing/a/1.png", "testing/c/1.png"});
  const ImageData data = folder.load({{"test_share", 0.5}});
  EXPECT_EQ(data.train.class_names, (std::vector<std::string>{"a", "b", "c"}));
  EXPECT_EQ(data.test.class_names, data.train.class_names);
  EXPECT_EQ(greys(data.train), (std::vector<int>{1, 2}));
  EXPECT_EQ(labels(data.train), (std::vector<int>{1, 2}));
  EXPECT_EQ(greys(data.test), (std::vector<int>{3, 4}));
  EXPECT_EQ(labels(data.test), (std::vector<int>{0, 2}));
  folder.write_grey("Training/b/2.png", 1);
  fs::remove_all(folder.root() + "/testing");
  folder.write_grey("test/1.png", 5);
  expect_says(folder.refused(), {"Training has a folder for each class", "test has not"});
}

TEST(PictureFolder, ValidationPicturesTestWhereThereAreNoTestPictures) {
  const Folder folder;
  folder.write_greys({"train/1.png", "val/1.png", "val/2.png"});
  const ImageData data = folder.load({{"test_share", 0.5}});
  EXPECT_EQ(greys(data.train), (std::vector<int>{1}));
  EXPECT_EQ(greys(data.test), (std::vector<int>{2, 3}));
  EXPECT_FALSE(data.train.has_classes());
  folder.write_grey("test/1.png", 9);
  fs::create_directories(folder.root() + "/notes");
  const ImageData with_test = folder.load();
  EXPECT_EQ(greys(with_test.test), (std::vector<int>{9}));
  ASSERT_EQ(with_test.left_out.size(), 1U);
  expect_says(with_test.left_out[0], {folder.root() + "/val beside train and test is not read"});
}

TEST(PictureFolder, TrainAloneIsTheWholeSetAndTestAloneNone) {
  const Folder folder;
  folder.write_greys({"train/a/1.png", "train/b/1.png"});
  EXPECT_EQ(folder.load().train.class_names, (std::vector<std::string>{"a", "b"}));
  fs::rename(folder.root() + "/train", folder.root() + "/test");
  expect_says(folder.refused(),
              {folder.root(), "a folder test of pictures", "name that one train"});
}

/// Vehicles, for example.
TEST(PictureFolder, TrainBesideOtherClassesIsOne) {
  const Folder folder;
  folder.write_greys({"bus/1.png", "train/1.png"});
  EXPECT_EQ(folder.load().train.class_names, (std::vector<std::string>{"bus", "train"}));
}

TEST(PictureFolder, InvertsAndPutsTransparentPartsOnBlack) {
  const Folder folder;
  folder.write_grey("1.png", 200);
  folder.write_grey("2.png", 255, 51);
  folder.write_grey("3.png", 0, 0);
  EXPECT_EQ(greys(folder.load().train), (std::vector<int>{200, 51, 0}));
  EXPECT_EQ(greys(folder.load({{"invert", true}}).train), (std::vector<int>{55, 0, 0}));
}

TEST(PictureFolder, ResizesToThirtyTwo) {
  const Folder folder;
  folder.write_grey("1.png", 200, 255, 28);
  folder.write_grey("2.png", 100, 255, 64);
  const torch::Tensor pixels = folder.load({{"side", std::string("32")}}).train.pixels;
  ASSERT_EQ(pixels.sizes(), at::IntArrayRef({2, 32, 32}));
  EXPECT_EQ(pixels[0][0][0].item<int>(), 0);  // 28 is padded, not resized
  EXPECT_EQ(pixels[0][2][2].item<int>(), 200);
  EXPECT_TRUE((pixels[1] == 100).all().item<bool>());
}

TEST(PictureFolder, UnreadablePicturesAreNamedOrSkipped) {
  const Folder folder;
  folder.write_greys({"a/1.png", "b/1.png"});
  folder.write_bytes("b/2.png", "no picture at all");
  folder.write_bytes("b/3.png", promising_png(20'000));
  folder.write_bytes("b/4.jpg", "");
  expect_says(folder.refused(), {folder.root() + "/b/2.png is not a picture that can be read",
                                 "2 of 5 pictures can be read", "skip_unreadable"});
  const ImageData data = folder.load({{"skip_unreadable", true}});
  EXPECT_EQ(greys(data.train), (std::vector<int>{1, 2}));
  EXPECT_EQ(labels(data.train), (std::vector<int>{0, 1}));
  ASSERT_EQ(data.left_out.size(), 3U);
  expect_says(data.left_out[1], {"b/3.png has 20000 x 20000 pixels"});
  expect_says(data.left_out[2], {"b/4.jpg is empty"});
  expect_says(data.description, {"(3 left out)"});
}

TEST(PictureFolder, IsRefusedIfNothingInItCanBeRead) {
  const Folder folder;
  folder.write_bytes("1.png", promising_png(20'000));
  expect_says(folder.refused({{"skip_unreadable", true}}),
              {"1.png has 20000 x 20000 pixels", "None of the pictures can be read"});
  folder.write_bytes("1.png", promising_png(2'000'000'000));
  expect_says(folder.refused(), {"1.png has 2000000000 x 2000000000 pixels; allowed are at most"});
  folder.write_bytes("1.png", promising_png(100).substr(0, 20));
  expect_says(folder.refused(), {"1.png is truncated: the PNG data ends early"});
}

TEST(PictureFolder, IsRefusedIfTheClassesAreNotClear) {
  const Folder folder;
  folder.write_grey("loose.png", 1);
  folder.write_grey("bag/1.png", 2);
  expect_says(folder.refused(), {folder.root(), "loose.png", "bag"});
}

TEST(PictureFolder, IsRefusedWithMoreClassesThanLabels) {
  const Folder folder;
  for (int i = 0; i < 257; ++i) folder.write_grey(std::to_string(i) + "/1.png", 1, 255, 1);
  expect_says(folder.refused(), {folder.root(), "257", "at most 256 classes"});
  fs::remove_all(folder.root() + "/0");
  EXPECT_EQ(folder.load().train.labels.max().item<int>(), 255);
}

TEST(PictureFolder, IsRefusedIfItIsNone) {
  const Folder folder;
  expect_says(folder.refused(), {folder.root(), "No such file"});
  folder.write("root", "a file");
  expect_says(folder.refused(), {folder.root(), "is not a folder"});
  fs::remove(folder.root());
  fs::create_directory(folder.root());
  expect_says(folder.refused(), {folder.root(), "holds no pictures"});
  expect_says(refusal([] { make_image_data({"pictures", {}}); }), {"path is empty"});
}

}  // namespace
}  // namespace scorescope
