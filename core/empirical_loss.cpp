#include "core/empirical_loss.h"

#include <algorithm>
#include <utility>

#include "core/base/error.h"

namespace scorescope {
namespace {

constexpr std::int64_t kBlockOfCentres = 4096;
/// Of the greatest weight: 60,000 centres without theirs move the mean by less than 1e-7 of their
/// distance.
constexpr double kNoWeight = 1e-12;

torch::Tensor squared_length(const torch::Tensor& vectors) { return vectors.square().sum(1); }

}  // namespace

EmpiricalLoss::EmpiricalLoss(torch::Tensor centres, torch::Tensor clean, torch::Tensor noise)
    : centres_(std::move(centres)), clean_(std::move(clean)), noise_(std::move(noise)) {
  check(centres_.size(0) > 0, "an empirical loss needs at least one centre");
  check_equal(clean_.size(1), centres_.size(1), "coordinates of a point");
  check_equal(noise_.size(0), clean_.size(0), "points with noise");
  const auto options = clean_.options().dtype(torch::kFloat32);
  half_square_ = torch::empty({clean_.size(0), centres_.size(0)}, options);
  along_noise_ = torch::empty_like(half_square_);
}

bool EmpiricalLoss::prepare() {
  const std::int64_t first = seen_;
  if (first == centres_.size(0)) return false;
  const torch::NoGradGuard no_grad;
  seen_ = std::min(first + kBlockOfCentres, centres_.size(0));
  // products of large numbers in double, what is left of them in float: 1e-7 of each logit
  const auto block = centres_.slice(0, first, seen_).to(torch::kFloat64);  // [b, d]
  const auto half_square = 0.5 * squared_length(clean_).unsqueeze(1) + 0.5 * squared_length(block) -
                           torch::mm(clean_, block.t());
  half_square_.slice(1, first, seen_).copy_(half_square.clamp_min(0.0));
  along_noise_.slice(1, first, seen_)
      .copy_((noise_ * clean_).sum(1, true) - torch::mm(noise_, block.t()));
  return true;
}

torch::Tensor EmpiricalLoss::at(double sigma, std::int64_t first, std::int64_t last) const {
  check(seen_ == centres_.size(0), "an empirical loss before all centres were seen");
  const torch::NoGradGuard no_grad;
  const double variance = sigma * sigma;
  auto weights = half_square_.slice(0, first, last) * (-1.0 / variance);
  weights.sub_(along_noise_.slice(0, first, last), 1.0 / sigma);
  weights.sub_(std::get<0>(weights.max(1, true))).exp_();  // [points, m], the greatest 1
  const auto mean = weighted_mean(weights);
  return squared_length(mean - clean_.slice(0, first, last)).cpu() / (variance * variance);
}

/// [points, m] -> [points, d] float64.
torch::Tensor EmpiricalLoss::weighted_mean(const torch::Tensor& weights) const {
  const auto used = (std::get<0>(weights.max(0)) > kNoWeight).nonzero().squeeze(1);
  const bool all = used.size(0) == centres_.size(0);
  // few centres: the mean may lie close to the clean point, and double costs little
  const auto type = 4 * used.size(0) < centres_.size(0) ? torch::kFloat64 : torch::kFloat32;
  auto sum = torch::zeros({weights.size(0), centres_.size(1)}, clean_.options());
  auto total = torch::zeros({weights.size(0), 1}, clean_.options());
  for (std::int64_t begin = 0; begin < used.size(0); begin += kBlockOfCentres) {
    const std::int64_t end = std::min(begin + kBlockOfCentres, used.size(0));
    const auto pick = [&](const torch::Tensor& of, std::int64_t axis) {
      return all ? of.slice(axis, begin, end) : of.index_select(axis, used.slice(0, begin, end));
    };
    const auto share = pick(weights, 1).to(type);
    sum += torch::mm(share, pick(centres_, 0).to(type)).to(torch::kFloat64);
    total += share.sum(1, true).to(torch::kFloat64);
  }
  return sum / total;
}

}  // namespace scorescope
