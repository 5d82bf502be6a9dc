#include "core/run/detail/feature_floor.h"

#include <torch/types.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "core/base/error.h"
#include "core/metric/frechet_distance.h"
#include "core/tensor_draws.h"

namespace scorescope {
namespace {

constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();

FloorValue value_of(const std::vector<double>& draws) {
  if (draws.empty()) return {kUnknown, kUnknown};
  const auto n = static_cast<double>(draws.size());
  const double mean = std::accumulate(draws.begin(), draws.end(), 0.0) / n;
  double squares = 0.0;
  for (const double draw : draws) squares += (draw - mean) * (draw - mean);
  return {mean, draws.size() > 1 ? std::sqrt(squares / (n - 1.0)) : kUnknown};
}

}  // namespace

torch::Tensor evenly_spread(const torch::Tensor& rows, std::int64_t n) {
  const std::int64_t count = rows.size(0);
  if (count <= n) return rows;
  return rows.index_select(0, at::floor_divide(torch::arange(n, torch::kInt64) * count, n));
}

FeatureSet make_feature_set(const torch::Tensor& features) {
  return {moments_of(features), evenly_spread(features, kKernelRows)};
}

FeatureDistance::FeatureDistance(const torch::Tensor& samples, const FeatureSet& set)
    : frechet_(kUnknown), kernel_{kUnknown, kUnknown}, rows_(evenly_spread(samples, kKernelRows)) {
  if (samples.size(0) > 1 && set.count() > 1) {
    frechet_ = frechet_distance(moments_of(samples), set.moments);
  }
  if (rows_.size(0) > 2 && set.kernel_rows.size(0) > 2)
    kernel_left_.emplace(rows_, set.kernel_rows);
}

bool FeatureDistance::advance() {
  if (!kernel_left_) return false;
  if (kernel_left_->advance()) return true;
  kernel_ = kernel_left_->result();
  kernel_left_.reset();
  return false;
}

FeatureFloor::FeatureFloor(torch::Tensor pool, FeatureSet against, std::int64_t n,
                           RandomStream stream)
    : pool_(std::move(pool)),
      against_(std::move(against)),
      n_(std::min(n, pool_.size(0))),
      stream_(stream) {}

FeatureFloor::FeatureFloor(torch::Tensor pool, std::int64_t n, std::int64_t other_n,
                           RandomStream stream)
    : pool_(std::move(pool)), n_(n), other_n_(other_n), stream_(stream) {
  const std::int64_t count = pool_.size(0);
  if (n_ + other_n_ <= count) return;
  n_ = n_ * count / (n_ + other_n_);
  other_n_ = count - n_;
}

void FeatureFloor::begin_draw() {
  const torch::Tensor order =
      draw_uniform(stream_, {pool_.size(0)}, torch::kFloat64).argsort(/*stable=*/true, 0, false);
  const torch::Tensor drawn = pool_.index_select(0, order.slice(0, 0, n_));
  if (against_) {
    draw_.emplace(drawn, *against_);
    return;
  }
  const torch::Tensor others = pool_.index_select(0, order.slice(0, n_, n_ + other_n_));
  draw_.emplace(drawn, make_feature_set(others));
}

bool FeatureFloor::advance() {
  const auto done = static_cast<std::int64_t>(frechet_.size());
  if (done == kDraws) return false;
  if (!draw_) {
    begin_draw();
    return true;
  }
  if (draw_->advance()) return true;
  frechet_.push_back(draw_->frechet());
  kernel_.push_back(draw_->kernel().value);
  draw_.reset();
  return done + 1 < kDraws;
}

double FeatureFloor::progress() const {
  return static_cast<double>(frechet_.size()) / static_cast<double>(kDraws);
}

FloorValue FeatureFloor::of(const std::vector<double>& draws) const {
  FloorValue value = value_of(draws);
  // every draw was all there are
  if (against_ && n_ == pool_.size(0)) value.spread = kUnknown;
  return value;
}

FloorValue FeatureFloor::frechet() const { return of(frechet_); }
FloorValue FeatureFloor::kernel() const { return of(kernel_); }

}  // namespace scorescope
