// Samplers: one step at a time on a set of points, with whatever score function they are given.
#pragma once

#include <torch/types.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "core/base/catalogue.h"
#include "core/base/random_stream.h"
#include "core/score_function.h"

namespace scorescope {

/// Where a sampler stands before step `step`.
struct SamplerPosition {
  std::int64_t level =
      0;               ///< index into the ladder nearest to sigma, for the noise ladder on screen
  double sigma = 0.0;  ///< noise level whose score the step uses
  double step_size =
      0.0;  ///< alpha of the step as the update rule names it (0 for the last denoising)
};

/// What a step may use beside the points.
struct SamplerTools {
  const ScoreFunction& score;
  RandomStream& noise;
};

/// Knows its whole plan (ladder, step sizes) but holds no points, so that one object may serve
/// several clouds. Points are float64 [n, d].
class Sampler {
 public:
  virtual ~Sampler() = default;

  virtual std::int64_t step_count() const = 0;
  virtual SamplerPosition position(std::int64_t step) const = 0;

  /// Noise level of the law that the points should start from where the plan is to work: that of
  /// the first step, or 0 for the directions that move clean data.
  virtual double first_sigma() const { return position(0).sigma; }

  /// Noise level of the law that the finished points follow where the plan works: the lowest level,
  /// or 0 after a last denoising and for the directions that move clean data.
  virtual double final_sigma() const = 0;

  /// True if the points are data that a loss moves under a frozen score (maths.md 3.4 LAB A5), not
  /// draws of a law.
  virtual bool moves_data() const { return false; }

  /// Replaces `points` by the next ones; `step` in [0, step_count()). Draws from `tools.noise`
  /// only, and as many numbers whatever the points are.
  virtual void advance(torch::Tensor& points, std::int64_t step,
                       const SamplerTools& tools) const = 0;

  /// The update rule actually run, in plain UTF-8: "x <- x + 1/2 alpha s(x, sigma) + sqrt(alpha)
  /// z".
  virtual std::string update_rule() const = 0;

  /// A sentence if the step is too long for the density (maths.md section 6.1), else empty.
  /// `smallest_variance` is the least variance of the clean data in any direction within a mode.
  virtual std::string stability_warning(double smallest_variance) const = 0;
};

/// `levels` is the ladder, highest first. Throws UserError for options that do not fit it.
using SamplerFactory = std::function<std::unique_ptr<Sampler>(const Values& options,
                                                              const std::vector<double>& levels)>;

const Catalogue<SamplerFactory>& sampler_catalogue();

std::unique_ptr<Sampler> make_sampler(const Choice& choice, const std::vector<double>& levels);

}  // namespace scorescope
