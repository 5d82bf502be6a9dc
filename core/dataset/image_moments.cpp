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

constexpr std::int64_t kRowsAtOnce = 4096;
constexpr double kHalfRange = 127.5;  // of pixels, as in image_rows

torch::Tensor rows_of(const ImageSet& set) {
  check(set.count() > 0, "the moments of an empty set of pictures");
  return set.pixels.view({set.count(), set.dimension()});
}

/// From the sums of the pixels and of their squares, [d] float64 and whole numbers.
ImageSpread spread_of(const torch::Tensor& sum, const torch::Tensor& squares, double count) {
  // both terms are whole numbers, so nothing cancels
  const torch::Tensor variance =
      (squares * count - sum.square()) / (count * count * kHalfRange * kHalfRange);
  return {sum / (count * kHalfRange) - 1.0, std::sqrt(variance.mean().item<double>())};
}

}  // namespace

ImageSpread image_spread(const ImageSet& set) {
  const torch::Tensor rows = rows_of(set);
  torch::Tensor sum = torch::zeros({set.dimension()}, torch::kInt64);
  torch::Tensor squares = torch::zeros({set.dimension()}, torch::kInt64);
  for (std::int64_t first = 0; first < set.count(); first += kRowsAtOnce) {
    const torch::Tensor part =
        rows.slice(0, first, std::min(set.count(), first + kRowsAtOnce)).to(torch::kInt32);
    sum += part.sum(0, false, torch::kInt64);
    squares += part.square().sum(0, false, torch::kInt64);
  }
  return spread_of(sum.to(torch::kFloat64), squares.to(torch::kFloat64),
                   static_cast<double>(set.count()));
}

ImageMoments image_moments(const ImageSet& set) {
  const std::int64_t n = set.count();
  const std::int64_t d = set.dimension();
  const torch::Tensor rows = rows_of(set);
  torch::Tensor sum = torch::zeros({d}, torch::kFloat64);
  torch::Tensor products = torch::zeros({d, d}, torch::kFloat64);
  for (std::int64_t first = 0; first < n; first += kExactRows) {
    const torch::Tensor part =
        rows.slice(0, first, std::min(n, first + kExactRows)).to(torch::kFloat32);
    sum.add_(part.sum(0));
    products.add_(part.t().mm(part));
  }
  const auto count = static_cast<double>(n);
  ImageMoments moments{spread_of(sum, products.diagonal(), count), {}};
  moments.covariance =
      (products * count - torch::outer(sum, sum)) / (count * count * kHalfRange * kHalfRange);
  return moments;
}

}  // namespace scorescope
