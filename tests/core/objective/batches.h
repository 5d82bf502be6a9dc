// Seeded batches from the reference mixture for the tests of objectives.
#pragma once

#include <torch/types.h>

#include <vector>

#include "core/distribution/mixture.h"
#include "core/objective/catalogue.h"
#include "core/tensor_draws.h"

namespace scorescope {

inline std::vector<GaussianComponent> reference_components() {
  return {isotropic(0.8, 5, 5, 1), isotropic(0.2, -5, -5, 1)};
}

struct BatchRequest {
  std::int64_t points;
  std::vector<double> levels;
  torch::ScalarType dtype = torch::kFloat32;
};

/// Levels are drawn uniformly; an empty list gives clean data with sigma = 1 and no noise.
inline Batch draw_batch(const Mixture& mixture, const BatchRequest& request, RandomStream& stream) {
  const auto n = request.points;
  Batch batch;
  batch.clean = mixture.sample(n, stream).to(request.dtype);
  if (request.levels.empty()) {
    batch.level = torch::zeros({n}, torch::kInt64);
    batch.sigma = torch::ones({n}, request.dtype);
    batch.noise = torch::zeros({n, 2}, request.dtype);
    batch.noisy = batch.clean.clone();
    return batch;
  }
  const auto count = static_cast<std::int64_t>(request.levels.size());
  batch.level = draw_index(stream, n, count, torch::kCPU);
  batch.sigma = torch::tensor(request.levels, request.dtype).index_select(0, batch.level);
  batch.noise = draw_normal(stream, {n, 2}, torch::dtype(request.dtype));
  batch.noisy = batch.clean + batch.sigma.unsqueeze(1) * batch.noise;
  return batch;
}

/// Mean of [n] values and its standard error.
struct Mean {
  double value;
  double error;
};

inline Mean mean_of(const torch::Tensor& values) {
  const auto wide = values.to(torch::kFloat64);
  const auto n = static_cast<double>(wide.size(0));
  return {wide.mean().item<double>(), wide.std().item<double>() / std::sqrt(n)};
}

}  // namespace scorescope
