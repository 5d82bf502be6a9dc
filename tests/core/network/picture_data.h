// Contexts and seeded inputs for the tests of networks on pictures.
#pragma once

#include <torch/types.h>

#include <memory>
#include <string>

#include "core/network/catalogue.h"
#include "core/tensor_draws.h"

namespace scorescope {

inline NetworkContext picture_context(std::int64_t side) {
  return {{8.0, 1.0, 0.1}, 0.6, side * side, side};
}

inline std::shared_ptr<ScoreNetwork> made_for_pictures(const std::string& kind,
                                                       const Values& options = {},
                                                       std::int64_t side = 28,
                                                       std::uint64_t seed = 1) {
  RandomStream weights(seed, "weights");
  return make_network({kind, options}, picture_context(side), weights);
}

struct NoisyPictures {
  torch::Tensor points;  // [n, side^2]
  torch::Tensor sigma;   // [n], from 0.05 to about 4
};

inline NoisyPictures noisy_pictures(std::int64_t n, std::int64_t side,
                                    torch::ScalarType dtype = torch::kFloat32) {
  RandomStream stream(2, "pictures");
  const auto sigma = (draw_uniform(stream, {n}, torch::dtype(dtype)) * 4.4 - 3.0).exp();
  const auto noise = draw_normal(stream, {n, side * side}, torch::dtype(dtype));
  const auto clean = draw_uniform(stream, {n, side * side}, torch::dtype(dtype)) * 2 - 1;
  return {clean + sigma.unsqueeze(1) * noise, sigma};
}

}  // namespace scorescope
