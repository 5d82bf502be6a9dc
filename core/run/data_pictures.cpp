#include "core/run/data_pictures.h"

#include <torch/types.h>

#include <algorithm>

#include "core/distribution/catalogue.h"
#include "core/distribution/mixture.h"
#include "core/run/detail/field_painter.h"

namespace scorescope {

ScalarGrid data_picture(const Choice& data, int cells) {
  const Mixture mixture(make_distribution(data).components);
  const double half = std::max(mixture.extent() * 1.15, 1e-3);
  ScalarGrid grid;
  grid.bounds = {-half, half, -half, half};
  grid.columns = grid.rows = cells;
  const torch::Tensor points = cell_centres(grid.bounds, cells, cells, torch::kCPU);
  const torch::Tensor sigma = torch::full({1}, 0.08 * half, torch::kFloat64);
  const torch::Tensor density =
      mixture.log_density(points, sigma).exp().to(torch::kFloat32).contiguous();
  grid.values.assign(density.data_ptr<float>(), density.data_ptr<float>() + density.numel());
  grid.maximum = *std::max_element(grid.values.begin(), grid.values.end());
  return grid;
}

}  // namespace scorescope
