#include "core/metric/kernel_distance.h"

#include <torch/types.h>

#include <algorithm>
#include <cmath>

#include "core/base/error.h"

namespace scorescope {
namespace {

constexpr std::int64_t kPairsAtOnce = std::int64_t{1} << 20;

torch::Tensor kernel(const torch::Tensor& x, const torch::Tensor& y) {
  return torch::mm(x, y.t()).div_(static_cast<double>(x.size(1))).add_(1.0).pow_(3);
}

/// (n - 1) / n sum (value - mean)^2 over the values with one row left out.
double jackknife_variance(const torch::Tensor& values) {
  const auto n = static_cast<double>(values.size(0));
  return (n - 1.0) / n * (values - values.mean()).square().sum().item<double>();
}

double count(const torch::Tensor& rows) { return static_cast<double>(rows.size(0)); }

}  // namespace

KernelDistance::KernelDistance(const torch::Tensor& x, const torch::Tensor& y)
    : x_(x.detach().to(torch::kCPU, torch::kFloat64)),
      y_(y.detach().to(torch::kCPU, torch::kFloat64)) {
  check(x.size(0) >= 3 && y.size(0) >= 3, "a kernel distance needs three rows on each side");
  check_equal(y.size(1), x.size(1), "features of the second set");
  within_x_ = torch::zeros({x.size(0)}, torch::kFloat64);
  across_x_ = torch::zeros_like(within_x_);
  within_y_ = torch::zeros({y.size(0)}, torch::kFloat64);
  across_y_ = torch::zeros_like(within_y_);
}

bool KernelDistance::advance() {
  const std::int64_t n = x_.size(0), m = y_.size(0);
  if (done_ == n + m) return false;
  const torch::NoGradGuard no_grad;
  const std::int64_t rows = std::max<std::int64_t>(1, kPairsAtOnce / (n + m));
  const bool in_x = done_ < n;
  const std::int64_t begin = in_x ? done_ : done_ - n;
  const std::int64_t end = std::min(begin + rows, in_x ? n : m);
  const auto& own = in_x ? x_ : y_;
  const auto part = own.slice(0, begin, end);
  // a row with itself does not count
  const auto with_itself = (part.square().sum(1) / static_cast<double>(x_.size(1)) + 1.0).pow(3);
  const auto within = kernel(part, own).sum(1) - with_itself;
  (in_x ? within_x_ : within_y_).slice(0, begin, end).copy_(within);
  if (in_x) {
    const auto across = kernel(part, y_);
    across_x_.slice(0, begin, end).copy_(across.sum(1));
    across_y_.add_(across.sum(0));
  }
  done_ += end - begin;
  return done_ < n + m;
}

double KernelDistance::progress() const {
  return static_cast<double>(done_) / (count(x_) + count(y_));
}

Estimate KernelDistance::result() const {
  check_equal(done_, x_.size(0) + y_.size(0), "rows of a finished kernel distance");
  const double n = count(x_), m = count(y_);
  const double xx = within_x_.sum().item<double>();
  const double yy = within_y_.sum().item<double>();
  const double xy = across_x_.sum().item<double>();
  // the estimate without one row of x, for each row; then without one of y
  const auto without_x = (xx - 2.0 * within_x_) / ((n - 1.0) * (n - 2.0)) + yy / (m * (m - 1.0)) -
                         2.0 * (xy - across_x_) / ((n - 1.0) * m);
  const auto without_y = xx / (n * (n - 1.0)) + (yy - 2.0 * within_y_) / ((m - 1.0) * (m - 2.0)) -
                         2.0 * (xy - across_y_) / (n * (m - 1.0));
  return {xx / (n * (n - 1.0)) + yy / (m * (m - 1.0)) - 2.0 * xy / (n * m),
          std::sqrt(jackknife_variance(without_x) + jackknife_variance(without_y))};
}

Estimate kernel_distance(const torch::Tensor& x, const torch::Tensor& y) {
  KernelDistance distance(x, y);
  while (distance.advance()) {
  }
  return distance.result();
}

}  // namespace scorescope
