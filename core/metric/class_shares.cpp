#include "core/metric/class_shares.h"

#include <torch/types.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/metric/mode_shares.h"

namespace scorescope {
namespace {

double entropy_of(const std::vector<Estimate>& shares) {
  double known = 0.0;
  for (const auto& share : shares) known += share.value;
  if (known <= 0.0) return std::numeric_limits<double>::quiet_NaN();
  double entropy = 0.0;
  for (const auto& share : shares) {
    const double p = share.value / known;
    if (p > 0.0) entropy -= p * std::log(p);
  }
  return entropy;
}

}  // namespace

std::vector<std::int32_t> classes_of(const torch::Tensor& probabilities, double threshold) {
  const torch::NoGradGuard no_grad;
  const auto [largest, place] = probabilities.to(torch::kCPU).max(1);
  // not finite compares as unknown
  const auto known = torch::where(largest >= threshold, place, torch::full_like(place, -1))
                         .to(torch::kInt32)
                         .contiguous();
  const auto* first = known.const_data_ptr<std::int32_t>();
  return {first, first + known.numel()};
}

ClassShares class_shares(const torch::Tensor& probabilities, double threshold) {
  const auto classes = classes_of(probabilities, threshold);
  ClassShares found;
  found.shares = mode_shares(classes, static_cast<std::size_t>(probabilities.size(1)));
  found.entropy = entropy_of(found.shares);
  if (classes.empty()) return found;
  const auto n = static_cast<double>(classes.size());
  const double unknown = static_cast<double>(std::count(classes.begin(), classes.end(), -1)) / n;
  found.unknown = {unknown, std::sqrt(unknown * (1.0 - unknown) / n)};
  return found;
}

}  // namespace scorescope
