// What the sampler tests share: running a plan, oracles, and summaries of a cloud.
#pragma once

#include <gtest/gtest.h>
#include <torch/types.h>

#include <memory>
#include <vector>

#include "core/base/random_stream.h"
#include "core/distribution/mixture.h"
#include "core/sampler/catalogue.h"

namespace scorescope::clouds {

/// 0.8 N((5,5), I) + 0.2 N((-5,-5), I).
Mixture reference_mixture();

/// `count` levels in geometric progression.
std::vector<double> geometric_ladder(double max, double min, int count);

/// All steps of `sampler` from `start` (left as it is), exact score, noise from a stream of that
/// seed.
torch::Tensor run(const Sampler& sampler, const torch::Tensor& start, const ScoreFunction& score,
                  std::uint64_t seed = 1);

/// Normal start: mean + std z, [n, 2] float64.
torch::Tensor normal_cloud(std::int64_t n, double mean, double std, std::uint64_t seed = 2);

/// Share of points with x + y > 0 and standard deviation of a coordinate about each side's own
/// mean.
struct SplitSummary {
  double share = 0.0;
  double width = 0.0;
};
SplitSummary split(const torch::Tensor& points);

/// The variance of all coordinates of a zero-mean normal cloud against `expected`, within 4.5
/// standard errors (a chance of 7e-6 a comparison).
void expect_variance(const torch::Tensor& points, double expected, const std::string& what);

}  // namespace scorescope::clouds
