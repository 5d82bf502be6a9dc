#include "core/moments.h"

#include <torch/types.h>

#include <algorithm>

#include "core/base/error.h"

namespace scorescope {
namespace {

constexpr std::int64_t kNumbersAtOnce = std::int64_t{1} << 22;

}  // namespace

torch::Tensor Moments::sample_covariance() const {
  check(count > 1, "a sample covariance needs at least two rows");
  return scatter / static_cast<double>(count - 1);
}

torch::Tensor Moments::covariance() const {
  check(count > 0, "a covariance needs at least one row");
  return scatter / static_cast<double>(count);
}

MomentSum::MomentSum(std::int64_t size)
    : moments_{0, torch::zeros({size}, torch::kFloat64),
               torch::zeros({size, size}, torch::kFloat64)} {}

void MomentSum::add(const torch::Tensor& rows) {
  check_equal(rows.size(1), moments_.mean.size(0), "numbers in a row");
  if (rows.size(0) == 0) return;
  const torch::NoGradGuard no_grad;
  const auto batch = rows.to(torch::kCPU, torch::kFloat64);
  const auto batch_mean = batch.mean(0);
  const auto centred = batch - batch_mean;
  const auto before = static_cast<double>(moments_.count);
  const auto added = static_cast<double>(batch.size(0));
  const auto shift = batch_mean - moments_.mean;
  // new tensors: whoever holds the old moments keeps what it has
  moments_.scatter = moments_.scatter + torch::mm(centred.t(), centred) +
                     torch::outer(shift, shift) * (before * added / (before + added));
  moments_.mean = moments_.mean + shift * (added / (before + added));
  moments_.count += batch.size(0);
}

Moments moments_of(const torch::Tensor& rows) {
  MomentSum sum(rows.size(1));
  const std::int64_t slice = std::max<std::int64_t>(1, kNumbersAtOnce / rows.size(1));
  for (std::int64_t begin = 0; begin < rows.size(0); begin += slice) {
    sum.add(rows.slice(0, begin, std::min(begin + slice, rows.size(0))));
  }
  return sum.moments();
}

}  // namespace scorescope
