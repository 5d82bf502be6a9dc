#include "core/dataset/image_moments.h"

#include <algorithm>
#include <cmath>

#include "core/base/error.h"

namespace scorescope {
namespace {

/// The most pictures whose sums of products of two pixels stay below 2^24: float32 holds every
/// whole number up to there, so a product of matrices in float32 is exact in any order.
constexpr std::int64_t kExactRows = (std::int64_t{1} << 24) / (255 * 255);
static_assert(kExactRows == 258);

constexpr double kHalfRange = 127.5;  // of pixels, as in image_rows

}  // namespace

ImageMoments image_moments(const ImageSet& set) {
  check(set.count() > 0, "image_moments: the set is empty");
  const std::int64_t n = set.count();
  const std::int64_t d = set.dimension();
  const torch::Tensor rows = set.pixels.view({n, d});
  torch::Tensor sum = torch::zeros({d}, torch::kFloat64);
  torch::Tensor products = torch::zeros({d, d}, torch::kFloat64);
  for (std::int64_t first = 0; first < n; first += kExactRows) {
    const torch::Tensor part =
        rows.slice(0, first, std::min(n, first + kExactRows)).to(torch::kFloat32);
    sum.add_(part.sum(0));
    products.add_(part.t().mm(part));
  }
  const auto count = static_cast<double>(n);
  ImageMoments moments;
  moments.mean = sum / (count * kHalfRange) - 1.0;
  // both terms are whole numbers, so nothing cancels
  moments.covariance =
      (products * count - torch::outer(sum, sum)) / (count * count * kHalfRange * kHalfRange);
  moments.rms_std = std::sqrt(moments.covariance.trace().item<double>() / static_cast<double>(d));
  return moments;
}

}  // namespace scorescope
