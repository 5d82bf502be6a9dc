#include "core/fused/batch_sampler.h"

#include <algorithm>
#include <cmath>

#include "core/base/error.h"
#include "core/fused/wide_draws.h"

namespace scorescope {
namespace {

/// Places of the table that says where to start looking for a component.
constexpr double kGuides = 1024.0;

}  // namespace

BatchSampler::BatchSampler(std::span<const GaussianComponent> components,
                           std::span<const double> sigmas, std::span<const std::int64_t> used)
    : sigmas_(sigmas.begin(), sigmas.end()), used_(used.begin(), used.end()) {
  check(!components.empty() && !sigmas.empty(), "BatchSampler: a component and a level at least");
  double sum = 0.0;
  for (const auto& [weight, mean, covariance] : components) {
    if (weight <= 0.0) continue;
    const auto [xx, xy, yy] = covariance;
    const double std_x = std::sqrt(xx);
    const double slope = std_x > 0.0 ? xy / std_x : 0.0;
    components_.push_back(
        {mean[0], mean[1], std_x, slope, std::sqrt(std::max(0.0, yy - slope * slope))});
    below_.push_back(sum += weight);
  }
  std::int32_t k = 0;
  for (int guide = 0; guide < static_cast<int>(kGuides); ++guide) {
    while (k + 1 < static_cast<std::int32_t>(below_.size()) &&
           below_[static_cast<std::size_t>(k)] <= guide / kGuides) {
      ++k;
    }
    first_at_.push_back(k);
  }
}

void BatchSampler::draw_clean(RandomStream& data, std::int64_t count, float* clean) const {
  const auto n = static_cast<std::size_t>(count);
  std::vector<double> numbers(3 * n);
  const std::span<double> chosen(numbers.data(), n);
  const std::span<double> unit(numbers.data() + n, 2 * n);
  fill_uniform(data, chosen);
  fill_normal(data, unit);
  for (std::size_t i = 0; i < n; ++i) {
    // the first component whose cumulative weight exceeds the number, or the last
    auto k = static_cast<std::size_t>(first_at_[static_cast<std::size_t>(chosen[i] * kGuides)]);
    while (k + 1 < below_.size() && below_[k] <= chosen[i]) ++k;
    const Component& component = components_[k];
    const double x = unit[2 * i];
    const double y = unit[2 * i + 1];
    clean[2 * i] = static_cast<float>(component.mean_x + component.std_x * x);
    clean[2 * i + 1] =
        static_cast<float>(component.mean_y + component.slope * x + component.rest * y);
  }
}

void BatchSampler::draw(RandomStream& data, RandomStream& batches, const PlaneBatch& into) const {
  const auto n = static_cast<std::size_t>(into.count);
  draw_clean(data, into.count, into.clean);
  const bool noised = !used_.empty();
  fill_index(batches, {into.level, n}, noised ? static_cast<std::int64_t>(used_.size()) : 1);
  fill_normal(batches, std::span<float>(into.noise, 2 * n));
  for (std::size_t i = 0; i < n; ++i) {
    const std::int64_t level = noised ? used_[static_cast<std::size_t>(into.level[i])]
                                      : static_cast<std::int64_t>(sigmas_.size()) - 1;
    const float sigma = sigmas_[static_cast<std::size_t>(level)];
    into.level[i] = level;
    into.sigma[i] = sigma;
    for (std::size_t j = 2 * i; j < 2 * i + 2; ++j) {
      into.noisy[j] = noised ? into.clean[j] + sigma * into.noise[j] : into.clean[j];
    }
  }
}

}  // namespace scorescope
