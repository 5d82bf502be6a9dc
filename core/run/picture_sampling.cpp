#include "core/run/detail/picture_sampling.h"

#include <torch/types.h>

#include <algorithm>

namespace scorescope {
namespace {

constexpr std::size_t kMoments = 12;
constexpr std::int64_t kSampledAtOnce = 256;

/// Each level's first step, thinned evenly to leave room for the end.
std::vector<std::int64_t> moment_steps(const Sampler& sampler) {
  std::vector<std::int64_t> begins;
  for (std::int64_t step = 0; step < sampler.step_count(); ++step) {
    if (step == 0 || sampler.position(step).sigma != sampler.position(step - 1).sigma) {
      begins.push_back(step);
    }
  }
  constexpr std::size_t kMost = kMoments - 1;
  if (begins.size() <= kMost) return begins;
  std::vector<std::int64_t> kept;
  for (std::size_t i = 0; i < kMost; ++i) kept.push_back(begins[i * begins.size() / kMost]);
  return kept;
}

SamplerRun start_run(const ExperimentParts& parts, const Choice& sampler) {
  const std::uint64_t seed = stream_seed(parts.spec.seeds, "sampler");
  RandomStream start(seed, "start");
  const double sigma = make_sampler(sampler, parts.levels)->first_sigma();
  return {sampler, parts.levels,
          starting_points(parts, parts.spec.sampling.particles, sigma, start),
          RandomStream(seed, "noise")};
}

}  // namespace

PictureSampling::PictureSampling(const ExperimentParts& parts, const Choice& sampler,
                                 std::int64_t kept)
    : run_(start_run(parts, sampler)),
      kept_(std::min(run_.points().size(0), kept)),
      moment_steps_(moment_steps(run_.sampler())) {
  for (const std::int64_t step : moment_steps_) {
    moments_.push_back(run_.sampler().position(step).sigma);
  }
  moments_.push_back(run_.sampler().final_sigma());
}

bool PictureSampling::advance(const ScoreFunction& score, bool learned_score) {
  if (run_.finished() || run_.failed()) return false;
  if (std::ranges::binary_search(moment_steps_, run_.step())) passed_.push_back(now());
  run_.advance(score, learned_score);
  if (run_.finished()) passed_.push_back(now());
  return true;
}

torch::Tensor PictureSampling::now() const {
  // A copy even where nothing is converted: samplers write into their points.
  return run_.points().slice(0, 0, kept_).to(torch::kCPU, torch::kFloat32, false, true);
}

ScoreFunction in_batches(const ScoreFunction& score) {
  return [&score](const torch::Tensor& points, const torch::Tensor& sigma) {
    if (points.size(0) <= kSampledAtOnce) return score(points, sigma);
    std::vector<torch::Tensor> parts;
    for (std::int64_t first = 0; first < points.size(0); first += kSampledAtOnce) {
      const std::int64_t last = std::min(points.size(0), first + kSampledAtOnce);
      parts.push_back(score(points.slice(0, first, last), sigma.slice(0, first, last)));
    }
    return torch::cat(parts);
  };
}

}  // namespace scorescope
