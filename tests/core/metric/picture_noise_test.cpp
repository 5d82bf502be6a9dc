#include "core/metric/picture_noise.h"

#include <gtest/gtest.h>
#include <torch/types.h>

#include <cmath>
#include <limits>

#include "core/base/random_stream.h"
#include "core/tensor_draws.h"

namespace scorescope {
namespace {

/// [n, 28, 28]: paper at -1 with a slanted stroke of ink and a grey slope in one corner.
torch::Tensor strokes(std::int64_t n) {
  torch::Tensor pictures = torch::full({n, 28, 28}, -1.0, torch::kFloat64);
  for (std::int64_t row = 4; row < 24; ++row) {
    pictures.select(1, row).narrow(1, row / 2 + 4, 3).fill_(1.0);
  }
  return pictures;
}

TEST(PictureNoise, OfCleanStrokesIsZero) {
  EXPECT_EQ(picture_noise(strokes(3)).abs().max().item<double>(), 0.0);
}

TEST(PictureNoise, FindsTheNoiseThatWasAddedToStrokes) {
  RandomStream stream(3, "noise");
  for (const double sigma : {0.003, 0.05, 0.4}) {
    const torch::Tensor noise = draw_normal(stream, {64, 28, 28}, torch::dtype(torch::kFloat64));
    const torch::Tensor found = picture_noise(strokes(64) + sigma * noise);
    const double mean = found.mean().item<double>();
    // the stroke's edges push the median up by a part, the noise itself is found to 2 %
    EXPECT_GT(mean, 0.97 * sigma) << sigma;
    EXPECT_LT(mean, 1.35 * sigma) << sigma;
    const double bare = picture_noise(sigma * noise).mean().item<double>();
    EXPECT_NEAR(bare / sigma, 1.0, 0.02) << sigma;
  }
}

TEST(PictureNoise, OfWhatIsNotFiniteIsNotANumber) {
  torch::Tensor pictures = strokes(3);
  pictures[0][3][3] = std::numeric_limits<double>::quiet_NaN();
  pictures[1][0][0] = std::numeric_limits<double>::infinity();
  const torch::Tensor found = picture_noise(pictures);
  EXPECT_TRUE(std::isnan(found[0].item<double>()));
  EXPECT_TRUE(std::isnan(found[1].item<double>()));
  EXPECT_EQ(found[2].item<double>(), 0.0);
}

}  // namespace
}  // namespace scorescope
