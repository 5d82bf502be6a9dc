// Nearest training rows, the memorised share with its null level, and class shares.
#include <gtest/gtest.h>
#include <torch/types.h>

#include <cmath>
#include <limits>

#include "core/metric/class_shares.h"
#include "core/metric/nearest_rows.h"
#include "core/tensor_draws.h"

namespace scorescope {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

torch::Tensor uniform(at::IntArrayRef shape, std::uint64_t seed) {
  RandomStream stream(seed, "points");
  return draw_uniform(stream, shape, torch::kFloat64);
}

TEST(NearestRows, AreThoseOfAllPairsWhateverTheBatches) {
  const auto samples = uniform({50, 7}, 1);
  const auto rows = uniform({400, 7}, 2);
  NearestRows search(samples);
  for (const auto& batch : rows.split({1, 99, 0, 200, 100})) search.add(batch);
  const auto found = search.nearest();
  const auto all = (samples.unsqueeze(1) - rows.unsqueeze(0)).norm(2, 2);
  const auto [distance, index] = all.topk(2, 1, false);
  EXPECT_TRUE(torch::equal(found.index, index));
  EXPECT_TRUE(torch::allclose(found.distance, distance, 1e-9, 1e-9));
}

TEST(NearestRows, FindACopyAmongPicturesInSinglePrecision) {
  const auto rows = (uniform({3000, 784}, 3) * 2 - 1).to(torch::kFloat32);
  const auto samples = torch::cat({rows.slice(0, 2500, 2501), rows.slice(0, 7, 8) * 0.999});
  NearestRows search(samples);
  search.add(rows);
  const auto found = search.nearest();
  EXPECT_EQ(found.index[0][0].item<std::int64_t>(), 2500);
  EXPECT_EQ(found.index[1][0].item<std::int64_t>(), 7);
  EXPECT_LT(found.distance[0][0].item<double>(), 1e-5);
  EXPECT_NEAR(found.distance[1][0].item<double>(), 0.001 * rows[7].norm().item<double>(), 1e-5);
  EXPECT_GT(found.distance.select(1, 1).min().item<double>(), 10.0);
  EXPECT_DOUBLE_EQ(memorised_share(found).value, 1.0);
}

TEST(NearestRows, SaySoWhereThereIsNoneAndWhereASampleIsLost) {
  auto samples = torch::zeros({2, 3}, torch::kFloat64);
  samples[1][0] = std::nan("");
  NearestRows search(samples);
  EXPECT_EQ(search.nearest().index[0][0].item<std::int64_t>(), -1);
  search.add(torch::ones({1, 3}));
  const auto found = search.nearest();
  EXPECT_EQ(found.index[0][0].item<std::int64_t>(), 0);
  EXPECT_EQ(found.index[0][1].item<std::int64_t>(), -1);
  EXPECT_EQ(found.distance[0][1].item<double>(), kInfinity);
  EXPECT_EQ(found.index[1][0].item<std::int64_t>(), -1);
  EXPECT_TRUE(std::isnan(found.distance[1][0].item<double>()));
  EXPECT_DOUBLE_EQ(memorised_share(found).value, 0.5) << "no second row is infinitely far";
}

// maths.md section 9.2: for a locally uniform law d1/d2 < k has probability k^d.
TEST(MemorisedShare, OfFreshUniformPointsIsItsNullLevel) {
  for (const std::int64_t d : {1, 2, 3}) {
    NearestRows search(0.2 + 0.6 * uniform({20000, d}, 4));
    search.add(uniform({2000, d}, 5));
    const auto share = memorised_share(search.nearest());
    const double null = memorised_null(static_cast<double>(d));
    EXPECT_NEAR(null, std::pow(3.0, -static_cast<double>(d)), 1e-12);
    // the 2,000 rows are one draw, seen by all samples: their error counts twice over
    EXPECT_NEAR(share.value, null, 0.02) << d << " dimensions";
    EXPECT_NEAR(share.standard_error, std::sqrt(null * (1 - null) / 20000), 5e-4);
  }
}

TEST(MemorisedShare, DoesNotCountRowsThatAreThereTwice) {
  NearestRows search(torch::zeros({1, 2}));
  search.add(torch::zeros({2, 2}));
  EXPECT_DOUBLE_EQ(memorised_share(search.nearest()).value, 0.0);
}

TEST(ClassShares, CountTheCertainAndNameTheRest) {
  const auto probabilities = torch::tensor({{0.9, 0.1, 0.0},
                                            {0.05, 0.95, 0.0},
                                            {0.0, 1.0, 0.0},
                                            {0.4, 0.35, 0.25},
                                            {std::nan(""), 0.0, 0.0}},
                                           torch::kFloat64);
  EXPECT_EQ(classes_of(probabilities), (std::vector<std::int32_t>{0, 1, 1, -1, -1}));
  const auto found = class_shares(probabilities);
  EXPECT_DOUBLE_EQ(found.shares[0].value, 0.2);
  EXPECT_DOUBLE_EQ(found.shares[1].value, 0.4);
  EXPECT_DOUBLE_EQ(found.shares[2].value, 0.0);
  EXPECT_DOUBLE_EQ(found.unknown.value, 0.4);
  EXPECT_DOUBLE_EQ(found.unknown.standard_error, std::sqrt(0.24 / 5));
  EXPECT_NEAR(found.entropy, std::log(3.0) - 2.0 / 3.0 * std::log(2.0), 1e-12);
  EXPECT_DOUBLE_EQ(class_shares(probabilities, 0.3).unknown.value, 0.2);
}

TEST(ClassShares, HaveTheEntropyOfEvenClassesOfOneAndOfNone) {
  EXPECT_NEAR(class_shares(torch::eye(10)).entropy, std::log(10.0), 1e-12);
  EXPECT_DOUBLE_EQ(class_shares(torch::eye(10).slice(0, 3, 4)).entropy, 0.0);
  EXPECT_TRUE(std::isnan(class_shares(torch::full({4, 10}, 0.1)).entropy));
}

}  // namespace
}  // namespace scorescope
