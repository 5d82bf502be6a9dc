#include "core/metric/mode_shares.h"

#include <cmath>

#include "core/base/error.h"

namespace scorescope {
namespace {

torch::Tensor centres_tensor(const ModeCentres& centres, const torch::Tensor& like) {
  std::vector<double> flat;
  for (const auto& centre : centres) flat.insert(flat.end(), centre.begin(), centre.end());
  return torch::tensor(flat, torch::kFloat64)
      .view({static_cast<std::int64_t>(centres.size()), 2})
      .to(like.options());
}

/// Calls `visit(mode, axis, value)` for both coordinates of every particle that is in a mode.
template <class Visit>
void for_each_coordinate(const torch::Tensor& points, const std::vector<std::int32_t>& modes,
                         Visit visit) {
  const auto* value = points.const_data_ptr<double>();
  for (std::size_t i = 0; i < modes.size(); ++i) {
    if (modes[i] < 0) continue;
    for (std::size_t axis = 0; axis < 2; ++axis) {
      visit(static_cast<std::size_t>(modes[i]), axis, value[2 * i + axis]);
    }
  }
}

}  // namespace

std::vector<std::int32_t> nearest_modes(const torch::Tensor& points, const ModeCentres& centres) {
  check(!centres.empty(), "nearest_modes needs at least one centre");
  const torch::NoGradGuard no_grad;
  const auto difference = points.unsqueeze(1) - centres_tensor(centres, points).unsqueeze(0);
  const auto nearest = difference.square().sum(2).argmin(1);  // [n]
  const auto finite = torch::isfinite(points).all(1);
  const auto modes = torch::where(finite, nearest, torch::full_like(nearest, -1))
                         .to(torch::kCPU, torch::kInt32)
                         .contiguous();
  const auto* first = modes.const_data_ptr<std::int32_t>();
  return {first, first + modes.numel()};
}

std::vector<Estimate> mode_shares(const std::vector<std::int32_t>& modes, std::size_t mode_count) {
  std::vector<Estimate> shares(mode_count);
  if (modes.empty()) return shares;
  for (const auto mode : modes) {
    if (mode >= 0) shares.at(static_cast<std::size_t>(mode)).value += 1.0;
  }
  const auto n = static_cast<double>(modes.size());
  for (auto& share : shares) {
    share.value /= n;
    share.standard_error = std::sqrt(share.value * (1.0 - share.value) / n);
  }
  return shares;
}

Estimate width_within_modes(const torch::Tensor& points, const std::vector<std::int32_t>& modes,
                            std::size_t mode_count) {
  check_equal(points.size(0), static_cast<std::int64_t>(modes.size()), "particles with a mode");
  const auto held = points.detach().to(torch::kCPU, torch::kFloat64).contiguous();
  // first the means, then the squares about them: a narrow cloud far from 0 would lose its digits
  ModeCentres mean(mode_count, {0.0, 0.0});
  std::vector<double> coordinates(mode_count, 0.0);
  double counted = 0.0;
  for_each_coordinate(held, modes, [&](std::size_t mode, std::size_t axis, double value) {
    mean.at(mode)[axis] += value;
    coordinates[mode] += 1.0;
    counted += 1.0;
  });
  if (counted == 0.0) return {};
  double square = 0.0;
  for_each_coordinate(held, modes, [&](std::size_t mode, std::size_t axis, double value) {
    const double deviation = value - mean[mode][axis] / (0.5 * coordinates[mode]);
    square += deviation * deviation;
  });
  const double width = std::sqrt(square / counted);
  return {width, width / std::sqrt(2.0 * counted)};
}

std::int64_t count_crossings(const std::vector<std::int32_t>& before,
                             const std::vector<std::int32_t>& after) {
  check_equal(after.size(), before.size(), "particles before and after");
  std::int64_t crossings = 0;
  for (std::size_t i = 0; i < before.size(); ++i) {
    crossings += (before[i] >= 0 && after[i] >= 0 && before[i] != after[i]) ? 1 : 0;
  }
  return crossings;
}

}  // namespace scorescope
