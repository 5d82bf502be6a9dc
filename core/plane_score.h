// The exact score of a set of pictures, as it is on a plane through their space.
#pragma once

#include <torch/types.h>

#include <cstdint>
#include <vector>

#include "core/affine_plane.h"

namespace scorescope {

/// Of a point x on the plane the squared distance to a picture is that to the foot of the picture's
/// perpendicular plus that perpendicular's square. So the softmax of the empirical score (see
/// EmpiricalScore) needs two coordinates and one number of each picture, and its part along the
/// plane is (sum_j w_j foot_j - x) / sigma^2: some hundred times cheaper than in all coordinates,
/// and exact. It is also the gradient, within the plane, of the set's noised log density.
///
/// In float64 on the CPU. Belongs to one thread while pictures are added; then immutable.
class PlaneScore {
 public:
  explicit PlaneScore(AffinePlane plane) : plane_(std::move(plane)) {}

  /// The next pictures [n, d] of the set, of any float type; a few thousand take some 20 ms.
  void add(const torch::Tensor& pictures);

  const AffinePlane& plane() const { return plane_; }
  std::int64_t size() const { return static_cast<std::int64_t>(heights_.size()); }
  /// Of all pictures, interleaved: the feet of their perpendiculars.
  const std::vector<double>& feet() const { return feet_; }
  /// Squared distances of the pictures from the plane.
  const std::vector<double>& heights() const { return heights_; }

  /// points [n, 2] on the plane, sigma > 0 -> [n, 2], the score's part along the plane. size() > 0.
  torch::Tensor along(const torch::Tensor& points, double sigma) const;

  /// The weights of the pictures at those points: [n, size()], rows sum to 1. Their mean of the
  /// pictures is what the score denoises the point to, x + sigma^2 s(x). Takes n * size() numbers.
  torch::Tensor weights(const torch::Tensor& points, double sigma) const;

 private:
  AffinePlane plane_;
  std::vector<double> feet_, heights_;
};

}  // namespace scorescope
