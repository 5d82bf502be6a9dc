// What the samplers of this folder share: catalogue entries, evaluating a score without gradients,
// and finding the ladder's level nearest to a sigma.
#pragma once

#include <torch/types.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "core/sampler/catalogue.h"

namespace scorescope {

/// Entry whose factory reads `Options` by `fields` (which must outlive it) and makes a
/// `SamplerType` from options and ladder.
template <class SamplerType, class Options>
Entry<SamplerFactory> sampler_entry(std::string id, std::string label, std::string help,
                                    const FieldTable<Options>& fields) {
  const std::string where = "sampler " + id;
  return {{std::move(id), std::move(label), std::move(help), fields.infos()},
          [&fields, where](const Values& values, const std::vector<double>& levels) {
            check(!levels.empty(), "a sampler needs at least one noise level");
            return std::unique_ptr<Sampler>(
                std::make_unique<SamplerType>(fields.read(values, where), levels));
          }};
}

/// score(points, sigma) [n, d] without recording gradients; `points` come back detached.
torch::Tensor score_at(const SamplerTools& tools, const torch::Tensor& points, double sigma);

/// Unit normal noise of the points' shape [n, d], dtype and device.
torch::Tensor noise_like(const SamplerTools& tools, const torch::Tensor& points);

/// Index of the level nearest to `sigma` in logarithm; the last one for sigma = 0.
std::int64_t nearest_level(const std::vector<double>& levels, double sigma);

/// `value` with four significant digits, for sentences.
std::string number_text(double value);

}  // namespace scorescope
