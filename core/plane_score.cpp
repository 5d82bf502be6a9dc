#include "core/plane_score.h"

#include "core/base/error.h"
#include "core/empirical_score_loop.h"

namespace scorescope {
namespace {

void append(std::vector<double>& to, const torch::Tensor& numbers) {
  const torch::Tensor flat = numbers.contiguous();
  const double* first = flat.const_data_ptr<double>();
  to.insert(to.end(), first, first + flat.numel());
}

torch::Tensor view_of(const std::vector<double>& numbers, at::IntArrayRef shape) {
  return torch::from_blob(const_cast<double*>(numbers.data()), shape, torch::kFloat64);
}

}  // namespace

void PlaneScore::add(const torch::Tensor& pictures) {
  const torch::NoGradGuard no_grad;
  const torch::Tensor shifted = pictures.to(torch::kCPU, torch::kFloat64) - plane_.origin();
  const torch::Tensor feet = plane_.along(shifted);
  append(feet_, feet);
  append(heights_, (shifted.square().sum(1) - feet.square().sum(1)).clamp_min(0.0));
}

torch::Tensor PlaneScore::along(const torch::Tensor& points, double sigma) const {
  check(size() > 0, "a score on a plane needs at least one picture");
  const torch::Tensor rows = points.to(torch::kCPU, torch::kFloat64).contiguous();
  const std::vector<double> levels(static_cast<std::size_t>(rows.size(0)), sigma);
  torch::Tensor scores = torch::empty_like(rows);  // [n, 2]
  empirical_score_loop({.points = rows.const_data_ptr<double>(),
                        .sigma = levels.data(),
                        .centres = feet_.data(),
                        .count = levels.size(),
                        .centre_count = heights_.size(),
                        .heights = heights_.data()},
                       scores.data_ptr<double>());
  return scores;
}

torch::Tensor PlaneScore::weights(const torch::Tensor& points, double sigma) const {
  check(size() > 0, "a score on a plane needs at least one picture");
  const torch::NoGradGuard no_grad;
  const torch::Tensor feet = view_of(feet_, {size(), 2});
  const torch::Tensor heights = view_of(heights_, {size()});
  // -||x - picture||^2 / 2 up to ||x||^2 / 2, which the softmax forgets
  const torch::Tensor half = 0.5 * (feet.square().sum(1) + heights);  // [m]
  const torch::Tensor closeness =
      torch::mm(points.to(torch::kCPU, torch::kFloat64), feet.t()) - half;  // [n, m]
  return torch::softmax(closeness / (sigma * sigma), 1);
}

}  // namespace scorescope
