#include "core/distribution/component_table.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "core/base/error.h"

namespace scorescope {
namespace {

void check_component(const GaussianComponent& component, std::size_t index) {
  const auto [weight, mean, covariance] = component;
  const auto [xx, xy, yy] = covariance;
  const std::string who = "component " + std::to_string(index + 1) + " of the mixture ";
  for (const double value : {weight, mean[0], mean[1], xx, xy, yy}) {
    if (!std::isfinite(value)) throw UserError(who + "holds a number that is not finite.");
  }
  if (weight < 0.0) {
    throw UserError(who + "has the weight " + std::to_string(weight) +
                    "; it must not be negative.");
  }
  // The margin forgives the rounding of a covariance that was made from an angle or typed in.
  if (xx < 0.0 || yy < 0.0 || xy * xy > xx * yy * (1.0 + 1e-9)) {
    throw UserError(who + "has the covariance [[" + std::to_string(xx) + ", " + std::to_string(xy) +
                    "], [" + std::to_string(xy) + ", " + std::to_string(yy) +
                    "]], which is none: the variances must not be negative, nor the square of the "
                    "off-diagonal entry above their product.");
  }
}

}  // namespace

void normalise_weights(std::vector<GaussianComponent>& components) {
  double total = 0.0;
  for (std::size_t i = 0; i < components.size(); ++i) {
    check_component(components[i], i);
    total += components[i].weight;
  }
  if (!(total > 0.0) || !std::isfinite(total)) {
    throw UserError("the weights of the mixture's components add up to " + std::to_string(total) +
                    "; at least one must be positive.");
  }
  for (auto& component : components) component.weight /= total;
}

ComponentTable make_component_table(const std::vector<GaussianComponent>& components) {
  double total = 0.0;
  for (const auto& component : components) total += component.weight;
  ComponentTable table;
  for (const auto& [weight, mean, covariance] : components) {
    if (!(weight / total > 0.0)) continue;
    const auto [xx, xy, yy] = covariance;
    table.weight.push_back(weight / total);
    table.mean_x.push_back(mean[0]);
    table.mean_y.push_back(mean[1]);
    table.var_x.push_back(xx);
    table.cov_xy.push_back(xy);
    table.var_y.push_back(yy);
    table.determinant.push_back(std::max(0.0, xx * yy - xy * xy));
  }
  return table;
}

}  // namespace scorescope
