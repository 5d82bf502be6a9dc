#include "core/sampler/plan.h"

#include <fmt/format.h>

#include <cmath>
#include <limits>

#include "core/tensor_draws.h"

namespace scorescope {

torch::Tensor score_at(const SamplerTools& tools, const torch::Tensor& points, double sigma) {
  const torch::NoGradGuard no_grad;
  const auto level = torch::full({points.size(0)}, sigma, points.options());
  return tools.score(points.detach(), level);
}

torch::Tensor noise_like(const SamplerTools& tools, const torch::Tensor& points) {
  return draw_normal(tools.noise, points.sizes(), points.options());
}

std::int64_t nearest_level(const std::vector<double>& levels, double sigma) {
  if (sigma <= 0.0) return static_cast<std::int64_t>(levels.size()) - 1;
  std::size_t nearest = 0;
  double least = std::numeric_limits<double>::infinity();
  for (std::size_t i = 0; i < levels.size(); ++i) {
    const double distance = std::abs(std::log(levels[i] / sigma));
    if (distance < least) {
      least = distance;
      nearest = i;
    }
  }
  return static_cast<std::int64_t>(nearest);
}

std::string number_text(double value) { return fmt::format("{:.4g}", value); }

}  // namespace scorescope
