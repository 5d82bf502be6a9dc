#include "core/run/detail/picture_data.h"

#include <torch/types.h>

#include <algorithm>
#include <cmath>

#include "core/dataset/catalogue.h"

namespace scorescope {
namespace {

constexpr std::int64_t kRowsAtOnce = 4096;

/// Sums of whole numbers, so exact, as in image_moments.
void measure_law(PictureData& data) {
  const ImageSet& set = data.images.train;
  const std::int64_t d = set.dimension();
  const torch::Tensor rows = set.pixels.view({set.count(), d});
  torch::Tensor sum = torch::zeros({d}, torch::kInt64);
  torch::Tensor squares = torch::zeros({d}, torch::kInt64);
  for (std::int64_t first = 0; first < set.count(); first += kRowsAtOnce) {
    const torch::Tensor part =
        rows.slice(0, first, std::min(set.count(), first + kRowsAtOnce)).to(torch::kInt32);
    sum += part.sum(0, false, torch::kInt64);
    squares += part.square().sum(0, false, torch::kInt64);
  }
  constexpr double kHalfRange = 127.5;  // of pixels, as in image_rows
  const double n = static_cast<double>(set.count());
  data.mean = sum.to(torch::kFloat64) / (n * kHalfRange) - 1.0;
  const torch::Tensor variance = (squares * set.count() - sum.square()).to(torch::kFloat64) /
                                 (n * n * kHalfRange * kHalfRange);
  data.rms_std = std::sqrt(variance.mean().item<double>());
}

}  // namespace

std::shared_ptr<const PictureData> load_pictures(const Choice& choice) {
  auto data = std::make_shared<PictureData>();
  data->choice = choice;
  data->images = make_image_data(choice);
  measure_law(*data);
  return data;
}

}  // namespace scorescope
