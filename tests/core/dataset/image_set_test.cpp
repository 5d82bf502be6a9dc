#include "core/dataset/image_set.h"

#include <gtest/gtest.h>

#include <cmath>
#include <map>

#include "core/base/error.h"
#include "core/base/random_stream.h"
#include "core/dataset/epoch_shuffle.h"
#include "core/dataset/fit_square.h"
#include "core/dataset/image_moments.h"
#include "core/dataset/selection.h"
#include "core/tensor_draws.h"
#include "tests/core/distribution/sample_files.h"

namespace scorescope {
namespace {

/// `count` random pictures; the label of picture i is i modulo `classes`.
ImageSet random_set(std::int64_t count, std::int64_t side, std::int64_t classes) {
  RandomStream stream(5, "pictures");
  ImageSet set{.name = "Noise"};
  set.pixels = draw_index(stream, count * side * side, 256, torch::kCPU)
                   .to(torch::kUInt8)
                   .view({count, side, side});
  set.labels = (torch::arange(count, torch::kInt64) % classes).to(torch::kUInt8);
  const std::vector<std::string> names{"Ant", "Bee", "Cow, brown", "3", "Elk"};
  set.class_names.assign(names.begin(), names.begin() + classes);
  return set;
}

TEST(ImageRows, ArePixelsOver127Point5MinusOne) {
  ImageSet set{.name = "All values"};
  set.pixels = torch::arange(256, torch::kInt64).to(torch::kUInt8).view({1, 16, 16});
  const torch::Tensor rows = image_rows(set);
  ASSERT_EQ(rows.sizes(), at::IntArrayRef({1, 256}));
  ASSERT_EQ(rows.dtype(), torch::kFloat32);
  for (int p = 0; p < 256; ++p) {
    EXPECT_EQ(rows[0][p].item<float>(), static_cast<float>(p) / 127.5F - 1.0F) << p;
  }
  EXPECT_EQ(rows.min().item<float>(), -1.0F);
  EXPECT_EQ(rows.max().item<float>(), 1.0F);
}

TEST(ImageRows, ByIndexAreThoseOfAll) {
  const ImageSet set = random_set(50, 6, 5);
  const torch::Tensor indices = torch::tensor({49, 0, 7, 7}, torch::kInt64);
  EXPECT_TRUE(torch::equal(image_rows(set, indices), image_rows(set).index_select(0, indices)));
  EXPECT_THROW(image_rows(set, torch::tensor({50}, torch::kInt64)), InternalError);
  EXPECT_THROW(image_rows(set, torch::tensor({-1}, torch::kInt64)), InternalError);
}

TEST(FitSquare, AConstantStaysConstant) {
  for (const std::size_t old_side : {1U, 5U, 27U, 28U, 31U, 100U}) {
    const std::vector<std::uint8_t> grey(old_side * old_side, 77);
    std::vector<std::uint8_t> out(28 * 28, 0);
    fit_square({grey, old_side, old_side}, 28, out);
    EXPECT_EQ(out, std::vector<std::uint8_t>(28 * 28, 77)) << old_side;
  }
}

TEST(FitSquare, HalvingTakesMeansOfFour) {
  const torch::Tensor big = random_set(2, 56, 1).pixels;
  const torch::Tensor sums = big.to(torch::kInt64).view({2, 28, 2, 28, 2}).sum({2, 4});
  const torch::Tensor expected = (sums + 2).div(4, "floor").to(torch::kUInt8);
  EXPECT_TRUE(torch::equal(fit_squares(big, 28), expected));
}

TEST(FitSquare, WeighsByArea) {
  const std::vector<std::uint8_t> old{9, 18, 90, 36, 72, 45, 180, 27, 225};
  std::vector<std::uint8_t> out(4);
  fit_square({old, 3, 3}, 2, out);
  // corners 1, edges 1/2, centre 1/4, over 9/4
  const auto mean = [](double corner, double one, double other, double centre) {
    return static_cast<std::uint8_t>(
        std::floor((corner + 0.5 * (one + other) + 0.25 * centre) / 2.25 + 0.5));
  };
  EXPECT_EQ(out, (std::vector<std::uint8_t>{mean(9, 18, 36, 72), mean(90, 18, 45, 72),
                                            mean(180, 36, 27, 72), mean(225, 45, 27, 72)}));
}

TEST(FitSquare, TakesTheCentredSquare) {
  const std::vector<std::uint8_t> wide{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11};
  std::vector<std::uint8_t> out(4);
  fit_square({wide, 2, 6}, 2, out);
  EXPECT_EQ(out, (std::vector<std::uint8_t>{2, 3, 8, 9}));
  fit_square({wide, 6, 2}, 2, out);
  EXPECT_EQ(out, (std::vector<std::uint8_t>{4, 5, 6, 7}));
}

TEST(FitSquare, TwentyEightIsPaddedToThirtyTwo) {
  const torch::Tensor pictures = random_set(3, 28, 1).pixels;
  const torch::Tensor padded = fit_squares(pictures, 32);
  ASSERT_EQ(padded.sizes(), at::IntArrayRef({3, 32, 32}));
  EXPECT_TRUE(torch::equal(padded.slice(1, 2, 30).slice(2, 2, 30), pictures));
  EXPECT_EQ(padded.sum(torch::kInt64).item<std::int64_t>(),
            pictures.sum(torch::kInt64).item<std::int64_t>());
  ImageSet set{.name = "Padded", .pixels = padded};
  EXPECT_EQ(image_rows(set).view({3, 32, 32})[0][0][0].item<float>(), -1.0F);
}

TEST(SelectPictures, KeepsTheClassesNamed) {
  const ImageSet train = random_set(25, 28, 5);
  const ImageSet test = random_set(10, 28, 5);
  EXPECT_EQ(select_pictures(train, test, {.classes = "elk, cow, Brown , 0"}).description,
            "Noise, classes Ant, Cow, brown, Elk: 15 training and 6 test pictures of 28 x 28");
  for (const char* text : {"0, 4", "ant,Elk", " bee , , ant , 4, 1, elk"}) {
    const ImageData data = select_pictures(train, test, {.classes = text});
    const bool with_bee = std::string(text).find("bee") != std::string::npos;
    EXPECT_EQ(data.train.count(), with_bee ? 15 : 10) << text;
    EXPECT_EQ(data.test.count(), with_bee ? 6 : 4) << text;
    const torch::Tensor labels = data.train.labels;
    EXPECT_TRUE(((labels == 0) | (labels == 4) | (labels == 1)).all().item<bool>());
  }
  const ImageData data = select_pictures(train, test, {.classes = "elk"});
  EXPECT_TRUE(torch::equal(data.train.pixels[1], train.pixels[9]));
  EXPECT_EQ(data.description, "Noise, class Elk: 5 training and 2 test pictures of 28 x 28");
}

TEST(SelectPictures, ANameComesBeforeANumber) {
  const ImageSet train = random_set(20, 28, 4);  // the class named "3" has the label 3
  ImageSet renamed = train;
  renamed.class_names = {"3", "2", "1", "0"};
  const ImageData data = select_pictures(renamed, renamed, {.classes = "3"});
  EXPECT_TRUE((data.train.labels == 0).all().item<bool>());
}

TEST(SelectPictures, RefusesUnknownClasses) {
  const ImageSet set = random_set(20, 28, 5);
  const std::string message = refusal([&] { select_pictures(set, set, {.classes = "ant, Beee"}); });
  EXPECT_NE(message.find("classes names \"Beee\", which Noise does not have"), std::string::npos)
      << message;
  EXPECT_NE(message.find("did you mean \"Bee\""), std::string::npos) << message;
  for (const char* text : {"5", "-1", "1.5", "99999999999999999999"}) {
    EXPECT_NE(refusal([&] { select_pictures(set, set, {.classes = text}); }).find("from 0 to 4"),
              std::string::npos)
        << text;
  }
}

TEST(SelectPictures, FirstNCountsTrainingPicturesAfterTheClasses) {
  const ImageSet set = random_set(25, 28, 5);
  const ImageData data = select_pictures(set, set, {.classes = "1", .first_n = 3});
  EXPECT_EQ(data.train.count(), 3);
  EXPECT_EQ(data.test.count(), 5);
  EXPECT_TRUE(torch::equal(data.train.pixels[2], set.pixels[11]));
  EXPECT_EQ(select_pictures(set, set, {.first_n = 1000}).train.count(), 25);
}

TEST(SelectPictures, RefusesToLeaveNothing) {
  ImageSet train = random_set(4, 28, 5);  // none of the class Elk
  const std::string message = refusal([&] { select_pictures(train, train, {.classes = "Elk"}); });
  EXPECT_NE(message.find("no training picture of Noise is left with classes \"Elk\"; there are "
                         "pictures of"),
            std::string::npos)
      << message;
  EXPECT_EQ(message.find("Elk."), std::string::npos) << message;
}

/// Also of one whose classes take turns: each tenth picture would always be of the same class.
TEST(SplitOffTest, TakesAnEvenShareOfEachClassInWhateverOrder) {
  ImageSet set = random_set(1000, 2, 5);
  const torch::Tensor sorted = std::get<0>(set.labels.sort());
  const torch::Tensor in_turns = sorted.view({5, 200}).t().reshape({1000});
  for (const torch::Tensor& labels : {sorted, in_turns}) {
    set.labels = labels;
    const auto [train, test] = split_off_test(set, 0.1);
    EXPECT_EQ(train.count(), 900);
    EXPECT_EQ(test.count(), 100);
    EXPECT_TRUE((test.labels.to(torch::kInt64).bincount() == 20).all().item<bool>());
  }
  ImageSet plain = set;
  plain.labels = torch::Tensor();
  plain.class_names.clear();
  EXPECT_EQ(split_off_test(plain, 0.1).second.count(), 100);
  EXPECT_EQ(split_off_test(set, 0.0).second.count(), 0);
  EXPECT_EQ(split_off_test(set, 0.5).second.count(), 500);
}

std::vector<std::int64_t> listed(const torch::Tensor& indices) {
  const auto* first = indices.data_ptr<std::int64_t>();
  return {first, first + indices.numel()};
}

TEST(EpochShuffle, EachEpochHasEveryPictureOnce) {
  EpochShuffle shuffle(RandomStream(1, "order"), 1000);
  std::vector<std::vector<std::int64_t>> orders;
  for (std::int64_t epoch = 0; epoch < 3; ++epoch) {
    const torch::Tensor order = shuffle.indices(epoch * 1000, 1000);
    EXPECT_TRUE(torch::equal(std::get<0>(order.sort()), torch::arange(1000, torch::kInt64)));
    orders.push_back(listed(order));
  }
  EXPECT_NE(orders[0], orders[1]);
  EXPECT_NE(orders[1], orders[2]);
  EXPECT_NE(listed(EpochShuffle(RandomStream(2, "order"), 1000).indices(0, 1000)), orders[0]);
}

TEST(EpochShuffle, GoesOnFromItsCounterBitForBit) {
  const RandomStream stream(1, "order");
  const auto whole = listed(EpochShuffle(stream, 37).indices(0, 400));
  EpochShuffle goes_on(stream, 37);
  for (std::int64_t counter = 0; counter + 16 <= 400; counter += 16) {
    const auto expected = std::vector(whole.begin() + counter, whole.begin() + counter + 16);
    EXPECT_EQ(listed(goes_on.indices(counter, 16)), expected) << counter;
    EXPECT_EQ(listed(EpochShuffle(stream, 37).indices(counter, 16)), expected) << counter;
  }
  EXPECT_EQ(listed(goes_on.indices(5, 10)), std::vector(whole.begin() + 5, whole.begin() + 15));
  EXPECT_EQ(goes_on.indices(5, 0).numel(), 0);
}

TEST(EpochShuffle, AllOrdersAreEquallyLikely) {
  EpochShuffle shuffle(RandomStream(3, "order"), 4);
  constexpr int kEpochs = 24000;
  std::map<std::vector<std::int64_t>, int> counts;
  for (int epoch = 0; epoch < kEpochs; ++epoch) ++counts[listed(shuffle.indices(4 * epoch, 4))];
  ASSERT_EQ(counts.size(), 24U);
  const double share = 1.0 / 24.0;
  const double error = std::sqrt(kEpochs * share * (1.0 - share));
  for (const auto& [order, count] : counts) EXPECT_NEAR(count, kEpochs * share, 5.0 * error);
}

TEST(ImageMoments, AreThoseOfTheRows) {
  const ImageSet set = random_set(700, 7, 1);  // more than are multiplied at once
  const ImageMoments moments = image_moments(set);
  const torch::Tensor rows = image_rows(set).to(torch::kFloat64);
  const torch::Tensor centred = rows - rows.mean(0);
  const torch::Tensor covariance = centred.t().mm(centred) / 700.0;
  // the rows are float32, the moments are not
  EXPECT_LT((moments.mean - rows.mean(0)).abs().max().item<double>(), 1e-7);
  EXPECT_LT((moments.covariance - covariance).abs().max().item<double>(), 1e-7);
  EXPECT_NEAR(moments.rms_std, std::sqrt(centred.square().mean().item<double>()), 1e-7);
  EXPECT_TRUE(torch::equal(moments.covariance, moments.covariance.t()));
}

TEST(ImageMoments, BlackAndWhiteHaveUnitVarianceAndFullCorrelation) {
  ImageSet set{.name = "Two"};
  set.pixels = torch::zeros({2, 3, 3}, torch::kUInt8);
  set.pixels[1].fill_(255);
  const ImageMoments moments = image_moments(set);
  EXPECT_TRUE(torch::equal(moments.mean, torch::zeros({9}, torch::kFloat64)));
  EXPECT_TRUE(torch::equal(moments.covariance, torch::ones({9, 9}, torch::kFloat64)));
  EXPECT_EQ(moments.rms_std, 1.0);
}

TEST(ImageMoments, ConstantBrightPicturesVaryExactlyZero) {
  ImageSet set{.name = "White"};
  set.pixels = torch::full({1033, 4, 4}, 255, torch::kUInt8);
  const ImageMoments moments = image_moments(set);
  EXPECT_TRUE(torch::equal(moments.mean, torch::ones({16}, torch::kFloat64)));
  EXPECT_EQ(moments.covariance.abs().max().item<double>(), 0.0);
}

TEST(ImageMoments, DoNotDependOnTheOrderBitForBit) {
  const ImageSet set = random_set(1500, 5, 1);
  const ImageSet shuffled =
      pictures_at(set, EpochShuffle(RandomStream(9, "order"), 1500).indices(0, 1500));
  const ImageMoments one = image_moments(set);
  const ImageMoments other = image_moments(shuffled);
  EXPECT_TRUE(torch::equal(one.mean, other.mean));
  EXPECT_TRUE(torch::equal(one.covariance, other.covariance));
  EXPECT_EQ(one.rms_std, other.rms_std);
}

}  // namespace
}  // namespace scorescope
