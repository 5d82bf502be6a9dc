#include "core/metric/nearest_rows.h"

#include <torch/types.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/base/error.h"

namespace scorescope {
namespace {

/// Rows looked at together: their float64 copy and the matrix of pairs stay below 32 MiB each.
std::int64_t rows_at_once(const torch::Tensor& samples) {
  constexpr std::int64_t kNumbers = std::int64_t{1} << 22;
  const std::int64_t widest = std::max(samples.size(0), samples.size(1));
  return std::max<std::int64_t>(1, kNumbers / std::max<std::int64_t>(1, widest));
}

}  // namespace

NearestRows::NearestRows(const torch::Tensor& samples, std::int64_t k)
    : samples_(samples.detach().to(torch::kCPU, torch::kFloat64)),
      square_(samples_.square().sum(1)),
      k_(k),
      index_(torch::full({samples.size(0), k}, -1, torch::kInt64)),
      squared_(torch::full({samples.size(0), k}, std::numeric_limits<double>::infinity(),
                           torch::kFloat64)) {}

void NearestRows::add(const torch::Tensor& rows) {
  check_equal(rows.size(1), samples_.size(1), "coordinates of a training row");
  const torch::NoGradGuard no_grad;
  const std::int64_t piece = rows_at_once(samples_);
  for (std::int64_t begin = 0; begin < rows.size(0); begin += piece) {
    add_slice(rows.slice(0, begin, std::min(begin + piece, rows.size(0))));
  }
}

void NearestRows::add_slice(const torch::Tensor& rows) {
  const auto wide = rows.to(torch::kCPU, torch::kFloat64);
  const auto squared =
      (square_.unsqueeze(1) + wide.square().sum(1) - 2.0 * torch::mm(samples_, wide.t()))
          .clamp_min_(0.0);  // [n, m]
  const auto best = std::min<std::int64_t>(k_, wide.size(0));
  const auto [values, places] = squared.topk(best, 1, /*largest=*/false);
  // those from before stand first: a stable sort keeps them before equals
  const auto all = torch::cat({squared_, values}, 1);
  const auto order = std::get<1>(at::sort(all, /*stable=*/true, 1, false)).slice(1, 0, k_);
  squared_ = all.gather(1, order);
  index_ = torch::cat({index_, places + seen_}, 1).gather(1, order);
  seen_ += wide.size(0);
}

Nearest NearestRows::nearest() const {
  const auto lost = square_.isfinite().logical_not().unsqueeze(1);
  return {index_.masked_fill(lost, -1),
          squared_.sqrt().masked_fill(lost, std::numeric_limits<double>::quiet_NaN())};
}

Estimate memorised_share(const Nearest& nearest, double ratio) {
  const auto n = static_cast<double>(nearest.distance.size(0));
  if (n == 0.0) return {};
  const auto first = nearest.distance.select(1, 0);
  const auto second = nearest.distance.select(1, 1);
  const double share = (first < ratio * second).sum().item<double>() / n;
  return {share, std::sqrt(share * (1.0 - share) / n)};
}

double memorised_null(double dimension, double ratio) { return std::pow(ratio, dimension); }

}  // namespace scorescope
