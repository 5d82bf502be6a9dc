#include "core/affine_plane.h"

#include "core/base/error.h"

namespace scorescope {
namespace {

torch::Tensor wide(const torch::Tensor& tensor) { return tensor.to(torch::kCPU, torch::kFloat64); }

/// A third point this much nearer to the line through the others than to them lies on it.
constexpr double kOnALine = 1e-6;

}  // namespace

AffinePlane::AffinePlane(const torch::Tensor& origin, const torch::Tensor& axes)
    : origin_(wide(origin)), axes_(wide(axes)) {
  check_equal(axes_.size(0), std::int64_t{2}, "axes of a plane");
  check_equal(axes_.size(1), origin_.size(0), "coordinates of a plane's axes");
}

torch::Tensor AffinePlane::along(const torch::Tensor& vectors) const {
  return torch::mm(wide(vectors), axes_.t());
}

torch::Tensor AffinePlane::coordinates(const torch::Tensor& points) const {
  return along(wide(points) - origin_);
}

torch::Tensor AffinePlane::lifted(const torch::Tensor& coordinates) const {
  return torch::addmm(origin_, wide(coordinates), axes_);
}

double AffinePlane::variance_share(const torch::Tensor& covariance) const {
  const torch::Tensor all = wide(covariance);
  const torch::Tensor inside = torch::mm(axes_, all) * axes_;
  return inside.sum().item<double>() / all.trace().item<double>();
}

AffinePlane principal_plane(const torch::Tensor& mean, const torch::Tensor& covariance) {
  const torch::NoGradGuard no_grad;
  const torch::Tensor vectors = std::get<1>(torch::linalg_eigh(wide(covariance)));  // rising
  const torch::Tensor axes = vectors.slice(1, vectors.size(1) - 2).flip(1).t();     // [2, d]
  const torch::Tensor sign = torch::where(axes.sum(1, true) < 0.0, -1.0, 1.0);
  return {mean, axes * sign};
}

AffinePlane plane_through(const torch::Tensor& points) {
  const torch::NoGradGuard no_grad;
  check_equal(points.size(0), std::int64_t{3}, "points that a plane goes through");
  const torch::Tensor corners = wide(points);
  const torch::Tensor side = corners[1] - corners[0];
  const torch::Tensor other = corners[2] - corners[0];
  const torch::Tensor first = side / side.norm().clamp_min(1e-300);
  const torch::Tensor across = other - other.dot(first) * first;
  const double height = across.norm().item<double>();
  if (!(height > kOnALine * other.norm().item<double>()) || side.norm().item<double>() == 0.0) {
    throw UserError(
        "plane: the three pictures lie on a line, so that many planes go through them; choose "
        "three different ones.");
  }
  return {corners.mean(0), torch::stack({first, across / height})};
}

}  // namespace scorescope
