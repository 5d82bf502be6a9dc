// Draws of training batches: the numbers of RandomStream on every instruction set, and their law.
#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <vector>

#include "core/fused/batch_sampler.h"
#include "core/fused/wide_draws.h"
#include "tests/core/fused/network_case.h"

namespace scorescope {
namespace {

template <class Number>
bool same_bits(const std::vector<Number>& a, const std::vector<Number>& b) {
  return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size() * sizeof(Number)) == 0;
}

template <class Number, class Wide, class Plain>
void expect_same(std::size_t size, const Wide& wide, const Plain& plain) {
  const StreamState start{0x123456789abcdef0, 0xfffffff0};  // its low word runs over
  RandomStream one(start), other(start);
  std::vector<Number> got(size), expected(size);
  wide(one, std::span<Number>(got));
  plain(other, std::span<Number>(expected));
  EXPECT_TRUE(same_bits(got, expected)) << size << " numbers, " << instruction_set();
  EXPECT_EQ(one.state(), other.state()) << size << " numbers, " << instruction_set();
}

TEST(WideDraws, AreTheNumbersOfRandomStreamToTheBit) {
  for_each_instruction_set([] {
    for (const std::size_t size : {1, 2, 3, 4, 5, 31, 32, 33, 64, 1000, 20000}) {
      const auto wide_normal = [](RandomStream& s, auto out) { fill_normal(s, out); };
      const auto normal = [](RandomStream& s, auto out) { s.fill_normal(out); };
      expect_same<double>(size, wide_normal, normal);
      expect_same<float>(size, wide_normal, normal);
      expect_same<double>(
          size, [](RandomStream& s, auto out) { fill_uniform(s, out); },
          [](RandomStream& s, auto out) { s.fill_uniform(out); });
      for (const std::int64_t count : {1LL, 10LL, 1000LL, 1LL << 31}) {
        expect_same<std::int64_t>(
            size, [=](RandomStream& s, auto out) { fill_index(s, out, count); },
            [=](RandomStream& s, auto out) { s.fill_index(out, count); });
      }
    }
  });
}

struct DrawnBatch {
  explicit DrawnBatch(std::size_t n)
      : clean(2 * n), sigma(n), noise(2 * n), noisy(2 * n), level(n) {}
  PlaneBatch places() {
    return {static_cast<std::int64_t>(level.size()),
            clean.data(),
            level.data(),
            sigma.data(),
            noise.data(),
            noisy.data()};
  }

  std::vector<float> clean, sigma, noise, noisy;
  std::vector<std::int64_t> level;
};

DrawnBatch drawn(const BatchSampler& sampler, std::size_t n) {
  RandomStream data(5, "data"), batches(5, "batches");
  DrawnBatch batch(n);
  sampler.draw(data, batches, batch.places());
  return batch;
}

const std::vector<GaussianComponent> kComponents{{0.5, {1.0, 2.0}, {4.0, 1.2, 0.49}},
                                                 {0.0, {100.0, 100.0}, {1.0, 0.0, 1.0}},
                                                 {0.3, {-3.0, 0.0}, {0.0, 0.0, 0.0}},
                                                 {0.2, {0.0, -5.0}, {0.25, 0.0, 0.25}}};
const std::vector<double> kSigmas{8.0, 2.0, 0.5, 0.1};

TEST(BatchSampler, DrawsTheSameOnEveryInstructionSet) {
  const std::vector<std::int64_t> used{0, 1, 2, 3};
  const BatchSampler sampler(kComponents, kSigmas, used);
  const DrawnBatch expected = drawn(sampler, 1001);
  for_each_instruction_set([&] {
    const DrawnBatch batch = drawn(sampler, 1001);
    EXPECT_TRUE(same_bits(batch.noisy, expected.noisy)) << instruction_set();
    EXPECT_TRUE(same_bits(batch.clean, expected.clean)) << instruction_set();
    EXPECT_TRUE(same_bits(batch.level, expected.level)) << instruction_set();
  });
}

TEST(BatchSampler, DrawsTheMixtureAndTheLevelsInUse) {
  constexpr std::size_t kCount = 200000;
  const std::vector<std::int64_t> used{1, 3};
  const DrawnBatch batch = drawn(BatchSampler(kComponents, kSigmas, used), kCount);
  std::vector<double> mean(2), square(2);
  double product = 0.0, high = 0.0, point_mass = 0.0;
  for (std::size_t i = 0; i < kCount; ++i) {
    const auto level = static_cast<std::size_t>(batch.level[i]);
    ASSERT_TRUE(level == 1 || level == 3);
    ASSERT_EQ(batch.sigma[i], static_cast<float>(kSigmas[level]));
    high += level == 1;
    const float x = batch.clean[2 * i], y = batch.clean[2 * i + 1];
    point_mass += x == -3.0f && y == 0.0f;
    if (x > 50.0f) FAIL() << "a component of no weight was drawn";
    for (std::size_t j = 0; j < 2; ++j) {
      mean[j] += batch.clean[2 * i + j];
      square[j] += batch.clean[2 * i + j] * batch.clean[2 * i + j];
      ASSERT_EQ(batch.noisy[2 * i + j],
                batch.clean[2 * i + j] + batch.sigma[i] * batch.noise[2 * i + j]);
    }
    product += x * y;
  }
  // bounds: five standard errors
  constexpr double n = kCount;
  EXPECT_NEAR(high / n, 0.5, 5 * 0.5 / std::sqrt(n));
  EXPECT_NEAR(point_mass / n, 0.3, 5 * 0.46 / std::sqrt(n));
  EXPECT_NEAR(mean[0] / n, 0.5 - 0.9, 5 * 2.4 / std::sqrt(n));
  EXPECT_NEAR(mean[1] / n, 1.0 - 1.0, 5 * 2.7 / std::sqrt(n));
  EXPECT_NEAR(square[0] / n, 0.5 * 5.0 + 0.3 * 9.0 + 0.2 * 0.25, 5 * 8.0 / std::sqrt(n));
  EXPECT_NEAR(square[1] / n, 0.5 * 4.49 + 0.2 * 25.25, 5 * 11.0 / std::sqrt(n));
  EXPECT_NEAR(product / n, 0.5 * (1.2 + 2.0), 5 * 6.0 / std::sqrt(n));
}

TEST(BatchSampler, GivesCleanPointsTheLastLevelAndNoNoise) {
  const DrawnBatch batch = drawn(BatchSampler(kComponents, kSigmas, {}), 500);
  EXPECT_EQ(batch.noisy, batch.clean);
  for (const std::int64_t level : batch.level) EXPECT_EQ(level, 3);
}

}  // namespace
}  // namespace scorescope
