#include "core/metric/picture_noise.h"

#include <limits>
#include <tuple>

#include "core/base/error.h"

namespace scorescope {
namespace {

constexpr double kMedianOfUnitNoise = 0.674489750196082;  // of |z|, z ~ N(0, 1)
constexpr double kMaskNorm = 6.0;                         // root of the sum of its squares

/// [1 -2 1] in both directions: 1 -2 1, -2 4 -2, 1 -2 1.
torch::Tensor second_difference(const torch::Tensor& pictures, int dimension) {
  const auto length = pictures.size(dimension) - 2;
  return pictures.narrow(dimension, 0, length) - 2.0 * pictures.narrow(dimension, 1, length) +
         pictures.narrow(dimension, 2, length);
}

}  // namespace

torch::Tensor picture_noise(const torch::Tensor& pictures) {
  check(pictures.dim() == 3 && pictures.size(1) >= 3 && pictures.size(2) >= 3,
        "noise is measured in pictures [n, side, side] of three pixels and more");
  const torch::Tensor values = pictures.to(torch::kCPU, torch::kFloat64);
  const torch::Tensor response = second_difference(second_difference(values, 1), 2);
  // median() gives the lower one of two middle values, and NaN where there is a NaN; infinities
  // can cancel to a number, so they are asked for themselves
  const torch::Tensor median = std::get<0>(response.abs().flatten(1).median(1));
  const torch::Tensor finite = values.isfinite().flatten(1).all(1);
  return torch::where(finite, median / (kMedianOfUnitNoise * kMaskNorm),
                      torch::full_like(median, std::numeric_limits<double>::quiet_NaN()));
}

}  // namespace scorescope
