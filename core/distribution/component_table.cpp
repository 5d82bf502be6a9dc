#include "core/distribution/component_table.h"

#include <algorithm>

namespace scorescope {

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
