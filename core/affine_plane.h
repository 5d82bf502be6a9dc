// A plane in a space of many coordinates, to look at pictures as points: where a picture falls on
// it, and what of a vector lies along it.
#pragma once

#include <torch/types.h>

namespace scorescope {

/// Coordinates on the plane are lengths: its axes are orthonormal. Immutable, any thread.
class AffinePlane {
 public:
  /// origin [d], axes [2, d] orthonormal.
  AffinePlane(const torch::Tensor& origin, const torch::Tensor& axes);

  std::int64_t dimension() const { return origin_.size(0); }
  const torch::Tensor& origin() const { return origin_; }  ///< [d] float64
  const torch::Tensor& axes() const { return axes_; }      ///< [2, d] float64

  /// vectors [n, d] -> [n, 2]: what of them lies along the plane. Of any float type and device;
  /// float64 on the CPU comes back, as from all of these.
  torch::Tensor along(const torch::Tensor& vectors) const;
  /// points [n, d] -> [n, 2]: the feet of their perpendiculars.
  torch::Tensor coordinates(const torch::Tensor& points) const;
  /// coordinates [n, 2] -> [n, d]: the points of the plane that have them.
  torch::Tensor lifted(const torch::Tensor& coordinates) const;

  /// The share of a covariance's trace [d, d] that lies along the plane, 0 to 1.
  double variance_share(const torch::Tensor& covariance) const;

 private:
  torch::Tensor origin_, axes_;
};

/// Through the mean [d] along the two directions of largest variance: the first two principal
/// components of a covariance [d, d]. An eigenvector's sign is free; here the entries of each axis
/// sum to at least 0. Costs one eigendecomposition: some 0.2 s for d = 784.
AffinePlane principal_plane(const torch::Tensor& mean, const torch::Tensor& covariance);

/// Through three points [3, d], its origin their mean, the first axis from the first to the second.
/// Throws UserError if they lie on a line.
AffinePlane plane_through(const torch::Tensor& points);

}  // namespace scorescope
