// Sliced Wasserstein distance between two point sets, and the floor that counts of points set to
// it.
#pragma once

#include <torch/types.h>

#include <cstdint>
#include <functional>
#include <utility>
#include <vector>

#include "core/base/random_stream.h"

namespace scorescope {

/// Unit vectors [count, 2] float64 on the CPU, angles uniform and stratified on a half circle (a
/// direction and its opposite give the same distance). Draw once and keep, so that a curve of
/// distances does not jitter.
torch::Tensor slicing_directions(std::int64_t count, RandomStream& stream);

/// sqrt of the mean over `directions` of the squared 1-D 2-Wasserstein distance between the
/// projected sets (Bonneel et al., Sliced and Radon Wasserstein barycenters, 2015), in units of
/// length. a [n, 2] and b [m, 2] float64, equal or unequal sizes (quantile functions are compared
/// exactly). Two fresh samples of one law are not at 0: see DistanceFloor.
double sliced_wasserstein(const torch::Tensor& a, const torch::Tensor& b,
                          const torch::Tensor& directions);

/// What that distance is between two fresh sets of one law: no sampler can be told from the law
/// itself by a distance of that size. A single pair scatters by about half of it, so this averages
/// over independent pairs, measured one at a time (a pair costs two draws and one distance).
class DistanceFloor {
 public:
  static constexpr std::int64_t kPairs = 16;

  /// Makes a fresh set [n, 2]; must draw from the given stream only.
  using Draw = std::function<torch::Tensor(RandomStream&)>;

  DistanceFloor(Draw fresh, torch::Tensor directions, RandomStream stream)
      : fresh_(std::move(fresh)), directions_(std::move(directions)), stream_(stream) {}

  void add_pair();
  /// All kPairs are measured; more may be added.
  bool is_known() const { return static_cast<std::int64_t>(distances_.size()) >= kPairs; }

  /// Over the pairs so far, of which there must be two.
  double mean() const;
  /// Standard deviation of one pair's distance, what a single measured distance scatters by. The
  /// mean is known to this divided by sqrt(pairs).
  double spread() const;

 private:
  Draw fresh_;
  torch::Tensor directions_;
  RandomStream stream_;
  std::vector<double> distances_;
};

}  // namespace scorescope
