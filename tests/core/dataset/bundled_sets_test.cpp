// MNIST from the assets and Fashion-MNIST from Debian: the very pixels that were published.
#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <filesystem>
#include <memory>

#include "build_config.h"
#include "core/dataset/catalogue.h"
#include "core/dataset/mnist_sheets.h"
#include "tests/core/dataset/idx_bytes.h"
#include "tests/core/distribution/sample_files.h"

namespace scorescope {
namespace {

/// The digest of a file by coreutils, so that no code of ours is trusted with it.
std::string sha256(const std::string& path) {
  struct Close {
    void operator()(std::FILE* file) const { pclose(file); }
  };
  const std::unique_ptr<std::FILE, Close> output(popen(("sha256sum " + path).c_str(), "r"));
  std::array<char, 65> digest{};
  if (!output || std::fread(digest.data(), 1, 64, output.get()) != 64) return "no sha256sum";
  return digest.data();
}

/// The digest of the set's pictures as an IDX file.
std::string pictures_digest(const ImageSet& set) {
  const SampleFiles files;
  const auto side = static_cast<std::uint32_t>(set.side());
  std::string bytes = idx_header({static_cast<std::uint32_t>(set.count()), side, side});
  bytes.append(reinterpret_cast<const char*>(set.pixels.data_ptr<std::uint8_t>()),
               static_cast<std::size_t>(set.pixels.numel()));
  return sha256(files.write("pictures", bytes));
}

TEST(Mnist, SheetsHoldThePublishedPicturesAndLabels) {
  const ImageData data = make_image_data({"mnist", {}});
  EXPECT_EQ(data.description, "MNIST: 60000 training and 10000 test pictures of 28 x 28");
  EXPECT_EQ(data.train.class_names.size(), 10U);
  EXPECT_EQ(pictures_digest(data.train),
            "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db");
  EXPECT_EQ(pictures_digest(data.test),
            "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7");
  EXPECT_EQ(sha256(assets_directory() + "/mnist/train-labels-idx1-ubyte"),
            "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5");
  EXPECT_EQ(sha256(assets_directory() + "/mnist/test-labels-idx1-ubyte"),
            "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2");
}

TEST(Mnist, DamagedAssetsAreNamed) {
  const SampleFiles files;
  const std::string folder = files.path("");
  const auto message = [&] { return refusal([&] { read_mnist_sheets(folder, "test"); }); };
  EXPECT_NE(message().find("test-labels-idx1-ubyte cannot be read"), std::string::npos);
  files.write("test-labels-idx1-ubyte", idx_labels({1, 2, 3}));
  EXPECT_NE(message().find("3 labels; expected a multiple of 10000"), std::string::npos);
  files.write("test-labels-idx1-ubyte", idx_labels(std::vector<int>(10000, 10)));
  EXPECT_NE(message().find("test-0.png cannot be read"), std::string::npos) << message();
  files.write_bar("test-0.png");
  EXPECT_NE(message().find("test-0.png has 40 x 20 pixels; expected 2800 x 2800"),
            std::string::npos)
      << message();
  std::filesystem::copy(assets_directory() + "/mnist/test-0.png", files.path("test-0.png"),
                        std::filesystem::copy_options::overwrite_existing);
  EXPECT_NE(message().find("gives picture 0 the label 10; allowed are 0 to 9"), std::string::npos)
      << message();
  const std::string sheet = files.read("test-0.png");
  files.write("test-0.png", sheet.substr(0, sheet.size() / 2));
  EXPECT_NE(message().find("test-0.png cannot be decoded; it may be truncated"), std::string::npos)
      << message();
}

TEST(FashionMnist, HasSixThousandPicturesOfEachClass) {
  if (!std::filesystem::exists("/usr/share/datasets/fashion-mnist")) {
    GTEST_SKIP() << "Debian's dataset-fashion-mnist is not installed";
  }
  const ImageData data = make_image_data({"fashion_mnist", {}});
  EXPECT_TRUE((data.train.labels.to(torch::kInt64).bincount() == 6000).all().item<bool>());
  EXPECT_TRUE((data.test.labels.to(torch::kInt64).bincount() == 1000).all().item<bool>());
  EXPECT_EQ(data.train.pixels.sizes(), at::IntArrayRef({60000, 28, 28}));
  EXPECT_EQ(data.test.pixels.sizes(), at::IntArrayRef({10000, 28, 28}));
  // arXiv 1708.07747; the usual normalisation constants of the training set
  const torch::Tensor unit = data.train.pixels.to(torch::kFloat64) / 255.0;
  EXPECT_NEAR(unit.mean().item<double>(), 0.2860, 5e-5);
  EXPECT_NEAR(unit.std().item<double>(), 0.3530, 5e-5);
}

TEST(FashionMnist, SaysWhereToGetItIfItIsMissing) {
  const SampleFiles files;
  const std::string message = refusal([&] {
    make_image_data({"fashion_mnist", {{"path", files.path("")}}});
  });
  EXPECT_NE(message.find("dataset-fashion-mnist"), std::string::npos) << message;
  EXPECT_NE(message.find("train-images-idx3-ubyte.gz"), std::string::npos) << message;
}

TEST(ImageCatalogue, EveryOptionIsDescribedAndUnknownOnesAreRefused) {
  for (const auto& entry : image_set_catalogue().infos()) {
    EXPECT_FALSE(entry.label.empty() || entry.help.empty()) << entry.id;
    for (const auto& field : entry.fields) {
      EXPECT_FALSE(field.label.empty() || field.help.empty()) << entry.id << "." << field.key;
    }
    const std::string message = refusal([&] {
      make_image_data({entry.id, {{"clases", std::string("1")}}});
    });
    EXPECT_NE(message.find("did you mean \"classes\"?"), std::string::npos) << message;
  }
  const std::string message = refusal([] { make_image_data({"minst", {}}); });
  EXPECT_NE(message.find("did you mean \"mnist\"?"), std::string::npos) << message;
}

}  // namespace
}  // namespace scorescope
