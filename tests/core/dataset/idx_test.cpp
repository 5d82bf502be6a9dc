#include "core/dataset/idx.h"

#include <gtest/gtest.h>

#include "core/dataset/catalogue.h"
#include "tests/core/dataset/idx_bytes.h"
#include "tests/core/distribution/sample_files.h"

namespace scorescope {
namespace {

void expect_says(const std::string& message, const std::vector<std::string>& parts) {
  for (const auto& part : parts) {
    EXPECT_NE(message.find(part), std::string::npos) << message << "\nlacks: " << part;
  }
}

std::string refused_pictures(const std::string& path) {
  return refusal([&] { read_idx_pictures(path); });
}

std::string refused_labels(const std::string& path) {
  return refusal([&] { read_idx_labels(path); });
}

ImageData load(const std::string& path, Values options = {}) {
  options["path"] = path;
  return make_image_data({"idx", options});
}

TEST(Idx, ReadsPicturesPackedOrNot) {
  const SampleFiles files;
  const std::string bytes = idx_pictures(7, 5, 3);
  for (const auto& path : {files.write("a", bytes), files.write("a.gz", gzipped(bytes))}) {
    const torch::Tensor pictures = read_idx_pictures(path);
    ASSERT_EQ(pictures.sizes(), at::IntArrayRef({7, 5, 3})) << path;
    EXPECT_EQ(pictures.dtype(), torch::kUInt8);
    EXPECT_TRUE(
        torch::equal(pictures.flatten(), torch::arange(105, torch::kInt64).to(torch::kUInt8)));
  }
}

TEST(Idx, ReadsLabels) {
  const SampleFiles files;
  const torch::Tensor labels = read_idx_labels(files.write("l", idx_labels({3, 0, 255})));
  EXPECT_TRUE(torch::equal(labels, torch::tensor({3, 0, 255}, torch::kUInt8)));
}

TEST(Idx, RefusesLeastSignificantByteFirst) {
  const SampleFiles files;
  const std::string pixels(2 * 4 * 4, 'x');
  const auto magic = files.write("magic", idx_header({2, 4, 4}, 8, true, true) + pixels);
  expect_says(refused_pictures(magic), {magic, "least significant byte first", "03 08 00 00"});
  const auto sizes = files.write("sizes", idx_header({60000, 28, 28}, 8, false, true) + pixels);
  expect_says(refused_pictures(sizes), {sizes, "least significant byte first", "60000 x 28 x 28"});
}

TEST(Idx, RefusesWhatIsTruncated) {
  const SampleFiles files;
  const std::string whole = idx_pictures(3, 4, 4);
  for (std::size_t size = 1; size < whole.size(); ++size) {
    const auto path = files.write("cut", whole.substr(0, size));
    const std::string message = refused_pictures(path);
    expect_says(message, {path, size < 4 ? "too short" : "truncated"});
  }
  const std::string packed = gzipped(whole);
  for (std::size_t size = 2; size < packed.size(); ++size) {
    const auto path = files.write("cut.gz", packed.substr(0, size));
    expect_says(refused_pictures(path), {path, "truncated"});
  }
  expect_says(refused_pictures(files.write("empty", "")), {"too short"});
}

TEST(Idx, RefusesWhatIsLongerThanItsHeaderSays) {
  const SampleFiles files;
  const std::string bytes = idx_pictures(3, 4, 4) + "x";
  for (const auto& path : {files.write("long", bytes), files.write("long.gz", gzipped(bytes))}) {
    expect_says(refused_pictures(path), {path, "longer than its header says", "3 x 4 x 4"});
  }
}

TEST(Idx, ABombOfZerosIsNotUnpacked) {
  const SampleFiles files;
  const std::string bomb = idx_header({2, 2, 2}) + std::string(100'000'000, '\0');
  const auto path = files.write("bomb.gz", gzipped(bomb));
  expect_says(refused_pictures(path), {path, "longer than its header says"});
}

TEST(Idx, RefusesGiganticHeadersBeforeTakingMemory) {
  const SampleFiles files;
  const auto refused = [&](const std::vector<std::uint32_t>& sizes, const std::string& part) {
    const std::string header = idx_header(sizes) + "few bytes";
    for (const auto& path :
         {files.write("huge", header), files.write("huge.gz", gzipped(header))}) {
      expect_says(refused_pictures(path), {path, part});
    }
  };
  refused({0xffffffff, 0xffffffff, 0xffffffff}, "at most 1024 x 1024");
  refused({0xffffffff, 1024, 1024}, "1024 MiB in all");
  refused({1025, 1024, 1024}, "1024 MiB in all");
  refused({10, 28, 1025}, "at most 1024 x 1024");
  refused({0, 28, 28}, "1 or more");
  refused({10, 0, 28}, "1 or more");
  refused({1024, 1024, 1024}, "truncated");  // within the limits, but not what the file holds
  const auto labels = files.write("labels", idx_header({0xfffffff0}));
  expect_says(refused_labels(labels), {labels, "1024 MiB in all"});
}

TEST(Idx, RefusesOtherFilesAndTypes) {
  const SampleFiles files;
  const auto png = files.write_bar("bar.png");
  expect_says(refused_pictures(png), {png, "not an IDX file", "89 50 4e 47"});
  const auto real = files.write("real", idx_header({1, 2, 2}, 0x0d) + std::string(16, 'x'));
  expect_says(refused_pictures(real), {real, "32-bit real numbers", "unsigned bytes"});
  const auto flat = files.write("flat", idx_header({4, 4}) + std::string(16, 'x'));
  expect_says(refused_pictures(flat), {flat, "2 dimensions", "pictures have 3"});
  expect_says(refused_pictures(files.path("none")), {files.path("none"), "No such file"});
  expect_says(refused_pictures(files.path("")), {"is a folder"});
  expect_says(refused_pictures(""), {"path is empty"});
}

TEST(Idx, RefusesLabelsForPicturesAndTheReverse) {
  const SampleFiles files;
  const auto labels = files.write("a", idx_labels({1, 2, 3}));
  const auto pictures = files.write("b", idx_pictures(3, 4, 4));
  expect_says(refused_pictures(labels), {labels, "is a file of labels, not of pictures"});
  expect_says(refused_labels(pictures), {pictures, "is a file of pictures, not of labels"});
}

TEST(Idx, RefusesDamagedPackedData) {
  const SampleFiles files;
  std::string packed = gzipped(idx_pictures(3, 4, 4));
  packed[packed.size() - 8] ^= 1;  // the checksum
  const auto path = files.write("sum.gz", packed);
  expect_says(refused_pictures(path), {path, "cannot be read", "incorrect data check"});
}

TEST(Idx, FindsLabelsAndTestPicturesBesideThePictures) {
  const SampleFiles files;
  const auto train = files.write("train-images-idx3-ubyte.gz", gzipped(idx_pictures(4, 28, 28)));
  EXPECT_EQ(idx_labels_beside(train), std::nullopt);
  EXPECT_EQ(idx_test_beside(train), std::nullopt);
  const auto labels = files.write("train-labels-idx1-ubyte", idx_labels({0, 1, 0, 4}));
  const auto test = files.write("t10k-images-idx3-ubyte", idx_pictures(2, 28, 28));
  files.write("t10k-labels-idx1-ubyte.gz", gzipped(idx_labels({5, 0})));
  EXPECT_EQ(idx_labels_beside(train), labels);
  EXPECT_EQ(idx_test_beside(train), test);
  const ImageData data = load(train);
  EXPECT_EQ(data.train.count(), 4);
  EXPECT_EQ(data.test.count(), 2);
  EXPECT_TRUE(torch::equal(data.train.labels, torch::tensor({0, 1, 0, 4}, torch::kUInt8)));
  EXPECT_TRUE(torch::equal(data.test.labels, torch::tensor({5, 0}, torch::kUInt8)));
  EXPECT_EQ(data.train.class_names.size(), 6U);
  EXPECT_EQ(data.test.class_names, data.train.class_names);
}

TEST(Idx, RefusesTestPicturesOfAnotherSize) {
  const SampleFiles files;
  const auto train = files.write("train-images-idx3-ubyte", idx_pictures(4, 28, 28));
  const auto test = files.write("t10k-images-idx3-ubyte", idx_pictures(2, 28, 20));
  expect_says(refusal([&] { load(train); }),
              {train + " has pictures of 28 x 28", test + " beside it of 28 x 20"});
}

TEST(Idx, WithoutLabelsThereAreNoClassesAndAPartIsKeptForTesting) {
  const SampleFiles files;
  const auto path = files.write("mine.idx", idx_pictures(20, 28, 28));
  const ImageData data = load(path);
  EXPECT_FALSE(data.train.has_classes());
  EXPECT_EQ(data.train.count(), 18);
  EXPECT_EQ(data.test.count(), 2);
  EXPECT_EQ(data.description, "mine.idx: 18 training and 2 test pictures of 28 x 28");
  EXPECT_EQ(load(path, {{"test_share", 0.0}}).test.count(), 0);
  expect_says(refusal([&] { load(path, {{"classes", std::string("1")}}); }),
              {"classes", "mine.idx has no classes"});
}

TEST(Idx, RefusesLabelsOfAnotherNumberOfPictures) {
  const SampleFiles files;
  const auto pictures = files.write("x-images", idx_pictures(3, 28, 28));
  const auto labels = files.write("x-labels", idx_labels({1, 2}));
  expect_says(refusal([&] { load(pictures); }),
              {labels, pictures, "2 labels", "3 pictures", "do not belong together"});
  const auto right = files.write("other", idx_labels({1, 2, 2}));
  const ImageData data = load(pictures, {{"labels", right}, {"test_share", 0.0}});
  EXPECT_TRUE(torch::equal(data.train.labels, torch::tensor({1, 2, 2}, torch::kUInt8)));
}

TEST(Idx, TrainAndTestHaveClassesBothOrNeither) {
  const SampleFiles files;
  const auto train = files.write("train-images", idx_pictures(3, 28, 28));
  const auto test = files.write("test-images", idx_pictures(3, 28, 28));
  EXPECT_EQ(load(train).test.count(), 3);
  files.write("test-labels", idx_labels({0, 1, 2}));
  expect_says(refusal([&] { load(train); }), {test + " has labels", train + " has none"});
}

}  // namespace
}  // namespace scorescope
