#include "core/metric/mixing.h"

#include <torch/types.h>

#include <algorithm>

namespace scorescope {
namespace {

/// Deviations of chains from their common mean, one row a step.
struct Deviations {
  torch::Tensor flat;  // [steps * chains] float64
  std::int64_t steps = 0;
  std::int64_t chains = 0;

  /// Pooled autocovariance at `lag`: rows are contiguous, so it is one dot product of shifted
  /// halves.
  double covariance(std::int64_t lag) const {
    const auto count = (steps - lag) * chains;
    const auto product = torch::dot(flat.narrow(0, 0, count), flat.narrow(0, lag * chains, count));
    return product.item<double>() / static_cast<double>(count);
  }
};

Deviations deviations(const torch::Tensor& values, std::int64_t steps, std::int64_t chains) {
  const auto wide = values.to(torch::kFloat64);
  return {wide - wide.mean(), steps, chains};
}

/// Autocorrelation time in rows by Geyer's initial positive sequence: sums of neighbouring pairs
/// are positive for a reversible chain, so the first that is not marks where noise begins.
Mixing initial_positive_sequence(const Deviations& chains) {
  Mixing mixing;
  const double variance = chains.covariance(0);
  const auto last_lag = chains.steps / 2;
  mixing.is_lower_bound = true;
  mixing.autocorrelation_time = static_cast<double>(chains.steps);
  if (!(variance > 0.0)) return mixing;
  double time = -1.0;
  for (std::int64_t lag = 0; lag + 1 <= last_lag; lag += 2) {
    const double pair = (chains.covariance(lag) + chains.covariance(lag + 1)) / variance;
    if (pair <= 0.0) {
      mixing.is_lower_bound = false;
      break;
    }
    time += 2.0 * pair;
  }
  mixing.autocorrelation_time = std::max(time, 1.0);
  return mixing;
}

}  // namespace

void ChainMixing::add(std::span<const float> values) {
  if (values.size() != chains_) {
    clear();
    chains_ = values.size();
  }
  const bool keeps = seen_ % stride_ == 0;
  ++seen_;
  if (!keeps) return;
  const auto held = std::min(values.size(), kMaximumChains);
  values_.insert(values_.end(), values.begin(), values.begin() + static_cast<std::ptrdiff_t>(held));
  if (held > 0 && values_.size() / held >= kMaximumSteps) thin();
}

void ChainMixing::clear() { *this = ChainMixing(); }

void ChainMixing::thin() {
  const auto held = std::min(chains_, kMaximumChains);
  const auto rows = values_.size() / held;
  for (std::size_t row = 0; 2 * row < rows; ++row) {
    std::copy_n(values_.begin() + static_cast<std::ptrdiff_t>(2 * row * held), held,
                values_.begin() + static_cast<std::ptrdiff_t>(row * held));
  }
  values_.resize((rows + 1) / 2 * held);
  stride_ *= 2;
}

Mixing ChainMixing::measure() const {
  const auto held = static_cast<std::int64_t>(std::min(chains_, kMaximumChains));
  if (held == 0) return {};
  const auto size = static_cast<std::int64_t>(values_.size());
  const torch::NoGradGuard no_grad;
  // from_blob takes a mutable pointer but deviations() only reads
  const auto kept = torch::from_blob(const_cast<float*>(values_.data()), {size}, torch::kFloat32);
  auto mixing = initial_positive_sequence(deviations(kept, size / held, held));
  mixing.autocorrelation_time *= static_cast<double>(stride_);
  mixing.effective_samples =
      static_cast<double>(chains_) * static_cast<double>(seen_) / mixing.autocorrelation_time;
  return mixing;
}

Mixing measure_mixing(std::span<const double> series) {
  if (series.empty()) return {};
  const auto size = static_cast<std::int64_t>(series.size());
  const torch::NoGradGuard no_grad;
  const auto values = torch::from_blob(const_cast<double*>(series.data()), {size}, torch::kFloat64);
  auto mixing = initial_positive_sequence(deviations(values, size, 1));
  mixing.effective_samples = static_cast<double>(size) / mixing.autocorrelation_time;
  return mixing;
}

}  // namespace scorescope
