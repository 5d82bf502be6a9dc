// Two sets of pictures against each other: what may be given, and what comes out.
#include "core/run/picture_comparison.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "core/base/error.h"
#include "core/record/file.h"
#include "core/record/npy.h"
#include "tests/core/run/small_pictures.h"

namespace scorescope {
namespace {

class Comparison : public SmallPictures {
 protected:
  std::string array(const std::vector<std::int64_t>& shape, double from, double to) {
    std::int64_t count = 1;
    for (const std::int64_t size : shape) count *= size;
    std::vector<float> values(static_cast<std::size_t>(count));
    for (std::size_t i = 0; i < values.size(); ++i) {
      const auto share = static_cast<double>(i * 7919 % 1009) / 1008.0;
      values[i] = static_cast<float>(from + (to - from) * share);
    }
    const auto path = (folder_ / ("array" + std::to_string(arrays_++) + ".npy")).string();
    write_npy(path, shape, std::span<const float>(values));
    return path;
  }

  static std::string refusal(const std::string& a, const std::string& b) {
    try {
      compare_pictures({.a = a, .b = b});
    } catch (const UserError& error) {
      return error.what();
    }
    return "not refused";
  }

  int arrays_ = 0;
};

TEST_F(Comparison, OfAFileWithItselfIsZeroAndItsFloorIsNot) {
  const std::string lines = idx_lines(60);
  const PictureComparison same = compare_pictures({.a = lines, .b = lines});
  EXPECT_EQ(same.features_name, "64 features, MNIST classifier");
  EXPECT_EQ(same.n_a, 60);
  EXPECT_LT(same.fd, 1e-8);
  EXPECT_GT(same.fd_floor, 1e-3);
  EXPECT_EQ(same.floor_n_a, 30);
  EXPECT_EQ(same.floor_n_b, 30);
  // also where some of each are drawn: both sides have the same draw
  EXPECT_LT(compare_pictures({.a = lines, .b = lines, .samples = 20}).fd, 1e-8);
}

/// The same pictures as uint8 from 0 to 255 and as floats from -1 to 1.
TEST_F(Comparison, ReadsBytesAsPicturesFromBlackToWhite) {
  std::vector<float> values(50 * 784);
  std::string bytes("\x93NUMPY\x01\x00", 8);
  std::string header = "{'descr': '|u1', 'fortran_order': False, 'shape': (50, 1, 28, 28), }";
  header += std::string(118 - header.size() - 1, ' ') + '\n';
  bytes += {static_cast<char>(header.size()), '\0'};
  bytes += header;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const auto byte = static_cast<unsigned char>(i * 7919 % 251);
    values[i] = static_cast<float>(byte / 127.5 - 1.0);
    bytes += static_cast<char>(byte);
  }
  const auto floats = (folder_ / "floats.npy").string();
  write_npy(floats, {50, 28, 28}, std::span<const float>(values));
  const auto path = (folder_ / "bytes.npy").string();
  write_file(path, bytes);
  EXPECT_LT(compare_pictures({.a = path, .b = floats}).fd, 1e-6);
}

TEST_F(Comparison, TakesAsManyAsAskedAndTheSameAgain) {
  const std::string noise = array({50, 784}, -1.0, 1.0);
  const ComparisonOptions options{.a = noise, .b = idx_lines(80), .samples = 20};
  const PictureComparison found = compare_pictures(options);
  EXPECT_EQ(found.n_a, 20);
  EXPECT_EQ(found.n_b, 20);
  EXPECT_EQ(found.floor_n_a, 20);
  EXPECT_GT(found.fd, 5.0 * found.fd_floor) << "noise is no line";
  EXPECT_GT(found.kd, 3.0 * found.kd_error);
  EXPECT_EQ(compare_pictures(options).fd, found.fd);
  ComparisonOptions others = options;
  others.seed = 7;
  EXPECT_NE(compare_pictures(others).fd, found.fd);
}

TEST_F(Comparison, ReadsBothShapesAndBothSides) {
  const std::string lines = idx_lines(20);
  const double flat = compare_pictures({.a = array({40, 784}, -1.0, 1.0), .b = lines}).fd;
  EXPECT_EQ(compare_pictures({.a = array({40, 28, 28}, -1.0, 1.0), .b = lines}).fd, flat);
  EXPECT_GT(compare_pictures({.a = array({40, 32, 32}, -1.0, 1.0), .b = lines}).fd, 0.0);
}

TEST_F(Comparison, OfWhatIsNoSetOfPicturesIsRefusedInASentence) {
  const std::string good = idx_lines(20);
  const auto expect = [&](const std::string& a, const std::string& word) {
    EXPECT_NE(refusal(a, good).find(word), std::string::npos) << refusal(a, good);
    EXPECT_NE(refusal(good, a).find(word), std::string::npos) << refusal(good, a);
  };
  expect("mnist", "did you mean \"mnist:t");
  expect("nowhere.npy", "nowhere.npy");
  expect(array({4, 100}, -1.0, 1.0), "[n, 28, 28]");
  expect(array({2, 784}, -1.0, 1.0), "holds 2 pictures");
  expect(array({0, 784}, -1.0, 1.0), "holds 0 pictures");
  expect(array({4, 784}, 0.0, 255.0), "black is -1");
  expect(array({4, 784}, 0.0, 1.0), "black is -1");
  const double nan = std::numeric_limits<double>::quiet_NaN();
  expect(array({4, 784}, nan, nan), "no finite numbers");
  expect(folder_.string(), folder_.string());
}

}  // namespace
}  // namespace scorescope
