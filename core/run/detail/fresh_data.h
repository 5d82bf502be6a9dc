// Fresh data that clouds are held against. Internal to core/run (it shows Torch types).
#pragma once

#include <torch/types.h>

#include <map>
#include <memory>
#include <utility>

#include "core/metric/sliced_wasserstein.h"
#include "core/run/detail/experiment_parts.h"

namespace scorescope {

/// Draws of the data at a noise level, from the "probe" seed: directions and points are drawn once,
/// so that a curve of distances shows the cloud move and not the dice. Belongs to one thread.
class FreshData {
 public:
  explicit FreshData(std::shared_ptr<const ExperimentParts> parts);

  /// Sliced Wasserstein distance of points [n, 2] to as many fresh ones; the first 4,096 stand for
  /// more. A few milliseconds.
  double distance(const torch::Tensor& points, double sigma);

  /// The floor of distance() at that count and level. Its pairs are left to whoever has the time.
  std::shared_ptr<DistanceFloor> floor(std::int64_t points, double sigma);

 private:
  /// [n, 2] float64 on the CPU.
  static torch::Tensor draw(const Mixture& mixture, std::int64_t n, double sigma,
                            RandomStream& stream);

  std::shared_ptr<const ExperimentParts> parts_;
  RandomStream points_stream_;
  torch::Tensor directions_;
  using Key = std::pair<std::int64_t, double>;  // count and sigma
  std::map<Key, torch::Tensor> points_;
  std::map<Key, std::shared_ptr<DistanceFloor>> floors_;
};

}  // namespace scorescope
