#include "core/run/detail/fresh_data.h"

#include <torch/types.h>

#include <algorithm>

#include "core/tensor_draws.h"

namespace scorescope {
namespace {

constexpr std::int64_t kMostPoints = 4096;
constexpr std::int64_t kDirections = 64;

}  // namespace

FreshData::FreshData(std::shared_ptr<const ExperimentParts> parts)
    : parts_(std::move(parts)),
      points_stream_(stream_seed(parts_->spec.seeds, "probe"), "fresh data"),
      directions_(slicing_directions(kDirections, points_stream_)) {}

torch::Tensor FreshData::draw(const Mixture& mixture, std::int64_t n, double sigma,
                              RandomStream& stream) {
  const torch::Tensor clean = mixture.sample(n, stream);
  return clean + sigma * draw_normal(stream, {n, 2}, torch::dtype(torch::kFloat64));
}

double FreshData::distance(const torch::Tensor& points, double sigma) {
  const torch::Tensor compared = points.to(torch::kCPU).slice(0, 0, kMostPoints);
  torch::Tensor& fresh = points_[{compared.size(0), sigma}];
  if (!fresh.defined()) {
    RandomStream stream = points_stream_;  // a copy: whatever was asked before, the same points
    fresh = draw(*parts_->mixture, compared.size(0), sigma, stream);
  }
  return sliced_wasserstein(compared, fresh, directions_);
}

std::shared_ptr<DistanceFloor> FreshData::floor(std::int64_t points, double sigma) {
  const std::int64_t n = std::min(points, kMostPoints);
  std::shared_ptr<DistanceFloor>& floor = floors_[{n, sigma}];
  if (!floor) {
    floor = std::make_shared<DistanceFloor>(
        [mixture = parts_->mixture, n, sigma](RandomStream& stream) {
          return draw(*mixture, n, sigma, stream);
        },
        directions_, RandomStream(stream_seed(parts_->spec.seeds, "probe"), "real against real"));
  }
  return floor;
}

}  // namespace scorescope
