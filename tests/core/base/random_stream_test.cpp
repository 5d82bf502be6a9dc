#include "core/base/random_stream.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <set>
#include <vector>

#include "core/base/error.h"
#include "core/base/philox.h"

namespace scorescope {
namespace {

std::vector<double> normals(RandomStream stream, std::size_t n) {
  std::vector<double> values(n);
  stream.fill_normal(std::span<double>(values));
  return values;
}

std::vector<double> uniforms(RandomStream stream, std::size_t n) {
  std::vector<double> values(n);
  stream.fill_uniform(std::span<double>(values));
  return values;
}

double mean_power(const std::vector<double>& values, int power) {
  double sum = 0.0;
  for (const double value : values) sum += std::pow(value, power);
  return sum / static_cast<double>(values.size());
}

/// Kolmogorov's distance between the sample and a distribution function, times sqrt(n).
template <class Distribution>
double kolmogorov(std::vector<double> values, Distribution distribution) {
  std::sort(values.begin(), values.end());
  const auto n = static_cast<double>(values.size());
  double worst = 0.0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const double p = distribution(values[i]);
    worst = std::max({worst, p - static_cast<double>(i) / n, static_cast<double>(i + 1) / n - p});
  }
  return worst * std::sqrt(n);
}

double correlation(const std::vector<double>& a, const std::vector<double>& b) {
  double sum = 0.0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
  return sum / static_cast<double>(a.size());
}

// The vectors that come with Random123 (file kat_vectors, philox4x32 with 10 rounds).
TEST(Philox, MatchesKnownAnswers) {
  const auto zero = philox4x32_10({0, 0, 0, 0}, 0, 0);
  EXPECT_EQ(zero.word0, 0x6627e8d5U);
  EXPECT_EQ(zero.word1, 0xe169c58dU);
  EXPECT_EQ(zero.word2, 0xbc57ac4cU);
  EXPECT_EQ(zero.word3, 0x9b00dbd8U);
  constexpr std::uint64_t kOnes = 0xffffffff;
  const auto ones = philox4x32_10({kOnes, kOnes, kOnes, kOnes}, kOnes, kOnes);
  EXPECT_EQ(ones.word0, 0x408f276dU);
  EXPECT_EQ(ones.word1, 0x41c83b0eU);
  EXPECT_EQ(ones.word2, 0xa20bc7c6U);
  EXPECT_EQ(ones.word3, 0x6d5451fdU);
}

TEST(RandomStream, NormalsHaveTheMomentsOfTheNormal) {
  constexpr std::size_t kCount = 400000;
  const auto z = normals(RandomStream(7, "moments"), kCount);
  const double se = 1.0 / std::sqrt(static_cast<double>(kCount));
  EXPECT_NEAR(mean_power(z, 1), 0.0, 4.0 * se);
  EXPECT_NEAR(mean_power(z, 2), 1.0, 4.0 * se * std::sqrt(2.0));
  EXPECT_NEAR(mean_power(z, 3), 0.0, 4.0 * se * std::sqrt(15.0));
  EXPECT_NEAR(mean_power(z, 4), 3.0, 4.0 * se * std::sqrt(96.0));
  EXPECT_NEAR(mean_power(z, 6), 15.0, 4.0 * se * std::sqrt(10395.0 - 225.0));
}

TEST(RandomStream, NormalsPassKolmogorovSmirnov) {
  const auto z = normals(RandomStream(11, "normal"), 200000);
  const auto phi = [](double x) { return 0.5 * std::erfc(-x / std::numbers::sqrt2); };
  EXPECT_LT(kolmogorov(z, phi), 1.95);  // exceeded by chance once in 1000
}

TEST(RandomStream, NeighbouringNormalsAreUncorrelated) {
  const auto z = normals(RandomStream(5, "lags"), 200001);
  for (const std::size_t lag : {1, 2, 3, 4, 8}) {
    const std::vector<double> first(z.begin(), z.end() - static_cast<std::ptrdiff_t>(lag));
    const std::vector<double> second(z.begin() + static_cast<std::ptrdiff_t>(lag), z.end());
    EXPECT_NEAR(correlation(first, second), 0.0, 4.0 / std::sqrt(200000.0)) << "lag " << lag;
  }
}

TEST(RandomStream, UniformsPassKolmogorovSmirnov) {
  const auto u = uniforms(RandomStream(3, "uniform"), 200000);
  EXPECT_LT(kolmogorov(u, [](double x) { return x; }), 1.95);
}

TEST(RandomStream, FloatUniformsNeverReachTheEnds) {
  RandomStream stream(1, "ends");
  std::vector<float> u(4000000);
  stream.fill_uniform(std::span<float>(u));
  EXPECT_GT(*std::min_element(u.begin(), u.end()), 0.0F);
  EXPECT_LT(*std::max_element(u.begin(), u.end()), 1.0F);
}

TEST(RandomStream, FloatNormalsAreTheRoundedDoubles) {
  RandomStream stream(9, "both");
  std::vector<float> single(1003);
  RandomStream(stream).fill_normal(std::span<float>(single));
  const auto full = normals(stream, 1003);
  for (std::size_t i = 0; i < full.size(); ++i) ASSERT_EQ(single[i], static_cast<float>(full[i]));
}

TEST(RandomStream, IndicesAreUniform) {
  constexpr std::int64_t kChoices = 10;
  constexpr std::size_t kCount = 200000;
  RandomStream stream(2, "index");
  std::vector<std::int64_t> indices(kCount);
  stream.fill_index(indices, kChoices);
  std::array<double, kChoices> counts{};
  for (const auto index : indices) {
    ASSERT_GE(index, 0);
    ASSERT_LT(index, kChoices);
    counts[static_cast<std::size_t>(index)] += 1.0;
  }
  double chi_square = 0.0;
  const double expected = static_cast<double>(kCount) / kChoices;
  for (const double count : counts) chi_square += std::pow(count - expected, 2) / expected;
  EXPECT_LT(chi_square, 27.9);  // 9 degrees of freedom, once in 1000
}

TEST(RandomStream, IndicesReachBothEndsOfALargeRange) {
  RandomStream stream(2, "large");
  std::vector<std::int64_t> indices(100000);
  constexpr std::int64_t kLargest = std::int64_t{1} << 31;
  stream.fill_index(indices, kLargest);
  const auto [low, high] = std::minmax_element(indices.begin(), indices.end());
  EXPECT_LT(*low, kLargest / 5000);
  EXPECT_GT(*high, kLargest - kLargest / 5000);
  EXPECT_LT(*high, kLargest);
}

TEST(RandomStream, RefusesAnEmptyRange) {
  RandomStream stream(2, "none");
  std::array<std::int64_t, 1> index{};
  EXPECT_THROW(stream.fill_index(index, 0), InternalError);
}

TEST(RandomStream, CopiesGiveTheSameNumbers) {
  RandomStream stream(4, "copied");
  static_cast<void>(uniforms(stream, 17));
  const RandomStream copy = stream;
  EXPECT_EQ(normals(stream, 1000), normals(copy, 1000));
}

TEST(RandomStream, ContinuesFromASavedState) {
  RandomStream stream(4, "saved");
  std::vector<double> used(37);
  stream.fill_normal(std::span<double>(used));
  const StreamState saved = stream.state();
  EXPECT_EQ(saved.position, 10U);  // 37 numbers, four a block
  EXPECT_EQ(normals(stream, 100), normals(RandomStream(saved), 100));
}

TEST(RandomStream, NumbersDependOnPositionAloneNotOnHowTheyAreDrawn) {
  const auto whole = normals(RandomStream(8, "pieces"), 1000);
  RandomStream stream(8, "pieces");
  std::vector<double> pieces(1000);
  std::size_t done = 0;
  for (const std::size_t length : {4, 252, 256, 488}) {
    stream.fill_normal(std::span<double>(pieces).subspan(done, length));
    done += length;
  }
  EXPECT_EQ(whole, pieces);
}

TEST(RandomStream, StreamsOfOtherNamesAndSeedsAreIndependent) {
  const std::size_t n = 100000;
  const auto a = normals(RandomStream(1, "data"), n);
  const double bound = 4.0 / std::sqrt(static_cast<double>(n));
  EXPECT_NEAR(correlation(a, normals(RandomStream(1, "weights"), n)), 0.0, bound);
  EXPECT_NEAR(correlation(a, normals(RandomStream(2, "data"), n)), 0.0, bound);
  EXPECT_NEAR(correlation(a, normals(RandomStream(1, "atad"), n)), 0.0, bound);
}

TEST(RandomStream, KeysOfManySeedsAndNamesDiffer) {
  std::set<std::uint64_t> keys;
  for (std::uint64_t seed = 0; seed < 5000; ++seed) {
    for (const char* name : {"", "a", "b", "ab", "ba", "data"}) {
      keys.insert(RandomStream(seed, name).state().key);
    }
  }
  EXPECT_EQ(keys.size(), 30000U);
}

}  // namespace
}  // namespace scorescope
