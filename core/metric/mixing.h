// How fast chains forget: integrated autocorrelation time and effective sample size.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace scorescope {

struct Mixing {
  double autocorrelation_time =
      1.0;                         ///< tau = 1 + 2 sum_t rho_t, in steps; 1 for independent draws
  double effective_samples = 0.0;  ///< chains * steps / tau
  /// The window never closed or the chains hardly moved: the true time is at least this long.
  bool is_lower_bound = false;
};

/// Streaming autocorrelation of many chains that run side by side, one number per chain and step
/// (for example 1 if the chain is in the heaviest mode). Autocovariances are pooled over the chains
/// about their common mean, so that chains stuck in different modes show as slow, not as constant.
/// Geyer's initial positive sequence (Practical Markov chain Monte Carlo, Statistical Science 7,
/// 1992, section 3.3) closes the sum. Memory is bounded: at kMaximumSteps kept steps every other
/// one is dropped and the stride doubles (times stay in sampler steps, but none below the stride
/// can be seen), and only the first kMaximumChains chains are kept.
class ChainMixing {
 public:
  static constexpr std::size_t kMaximumSteps = 1024;
  static constexpr std::size_t kMaximumChains = 1024;

  /// `values` [chains], the same number of chains each time; a different number starts again.
  void add(std::span<const float> values);
  void clear();

  std::int64_t steps() const { return seen_; }
  std::size_t chains() const { return chains_; }

  /// Costs up to half a billion multiplications for slow chains; call it when somebody looks, not
  /// every step.
  Mixing measure() const;

 private:
  void thin();

  std::size_t chains_ = 0;
  std::int64_t seen_ = 0;
  std::int64_t stride_ = 1;
  std::vector<float> values_;  // [kept_steps, chains], oldest first
};

/// The same for one series.
Mixing measure_mixing(std::span<const double> series);

}  // namespace scorescope
