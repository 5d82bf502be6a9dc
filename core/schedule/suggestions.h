// What the literature suggests for a ladder and its Langevin steps, each number with the sentence
// that explains it on screen. NCSNv2: Song and Ermon, arXiv 2006.09011 (maths.md section 6.2).
#pragma once

#include <torch/types.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace scorescope {

/// A number and why; no value where the rule sets no limit (the reason says so).
struct Suggestion {
  std::optional<double> value;
  std::string reason;
};

/// Technique 1: the largest Euclidean distance between two of `points` [n, d] (n >= 2). Uses at
/// most the first 10,000 points; time grows with the square of their number (2,000: about 20 ms).
Suggestion suggest_largest_level(const torch::Tensor& points);

/// Technique 2: the ratio gamma > 1 of neighbouring levels for which neighbouring noise shells
/// overlap by one half in `dimension` dimensions: Phi(sqrt(2D)(g-1) + 3g) - Phi(sqrt(2D)(g-1) - 3g)
/// = 0.5. Nothing for D <= 4, where any ratio overlaps by more than 0.99.
std::optional<double> ladder_ratio(std::int64_t dimension);
Suggestion suggest_ratio(std::int64_t dimension);

/// Technique 2: L = 1 + ln(max / min) / ln(gamma), rounded. No value where the ratio has none.
Suggestion suggest_level_count(double max, double min, std::int64_t dimension);

/// How annealed Langevin goes down a geometric ladder.
struct LangevinPlan {
  double ratio = 1.0;         ///< gamma = sigma_(i-1) / sigma_i, > 1
  std::int64_t steps = 1;     ///< T, steps at each level
  double lowest_level = 1.0;  ///< sigma_L
};

/// Technique 4 (NCSNv2, proposition 3): variance after T steps at a level, over sigma_i^2, for data
/// at one point; 1 is ideal. `epsilon` is that of convention Q, x <- x + a s + sqrt(2 a) z with a =
/// epsilon sigma_i^2 / sigma_L^2; 0 < epsilon < 2 sigma_L^2.
double variance_ratio(const LangevinPlan& plan, double epsilon);

/// Technique 4: the epsilon of convention Q for which variance_ratio is closest to 1. Convention P
/// (x <- x + a/2 s + sqrt(a) z) needs twice the value.
Suggestion suggest_step_size(const LangevinPlan& plan);

/// Largest epsilon in each convention for which every level's chain is stable (maths.md
/// section 6.1).
struct StabilityBound {
  Suggestion convention_p;  ///< alpha_i < 4 v_i
  Suggestion convention_q;  ///< a_i < 2 v_i
};

/// v_i = smallest_variance + sigma_i^2 is the least variance of the noised data at level i in any
/// direction within a mode; smallest_variance >= 0 is that of the clean data.
StabilityBound largest_stable_epsilon(const std::vector<double>& levels, double smallest_variance);

}  // namespace scorescope
