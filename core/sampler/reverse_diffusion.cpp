#include "core/sampler/reverse_diffusion.h"

#include <fmt/format.h>

#include <cmath>

#include "core/sampler/plan.h"
#include "core/sampler/sigma_grid.h"

namespace scorescope {
namespace {

struct PredictorCorrectorOptions : GridOptions {
  double snr = 0.16;
};

const FieldTable<PredictorCorrectorOptions>& predictor_corrector_fields() {
  using Options = PredictorCorrectorOptions;
  static const FieldTable<Options> table{
      {&Options::snr,
       {.key = "snr",
        .label = "Corrector r",
        .symbol = "r",
        .unit = "",
        .help = "Ratio of score to noise in the Langevin corrector, e = 2 (r |z|/|s|)².",
        .larger = "Longer corrector steps: errors are forgotten faster, but above 1 they diverge.",
        .minimum = 1e-3,
        .maximum = 2.0,
        .logarithmic = true,
        .primary = true,
        .effect = Effect::kResample}},
      {&Options::grid, grid_field()},
      {&Options::steps, grid_steps_field()},
      {&Options::sigma_max, grid_sigma_max_field()},
      {&Options::sigma_min, grid_sigma_min_field()},
      {&Options::rho, grid_rho_field()},
      {&Options::final_denoise, final_denoise_field()}};
  return table;
}

/// x + (a^2 - b^2) s, then noise of `noise_variance` unless the step denoises.
torch::Tensor predicted(const torch::Tensor& points, const SigmaStep& step, double noise_variance,
                        const SamplerTools& tools) {
  auto next = points.add(score_at(tools, points, step.from), step.variance());
  if (step.denoises()) return next;
  return next.add_(noise_like(tools, points), std::sqrt(noise_variance));
}

class ReverseDiffusion final : public GridSampler {
 public:
  using GridSampler::GridSampler;

  void advance(torch::Tensor& points, std::int64_t step, const SamplerTools& tools) const override {
    const auto interval = sigma_step(step);
    points = predicted(points, interval, interval.variance(), tools);
  }

  std::string update_rule() const override { return "x ← x + Δ s(x, σ) + √Δ z,  Δ = σ² − σ′²"; }

 protected:
  double step_size(const SigmaStep& step) const override { return step.variance(); }
};

/// Its noise is that of the posterior of the next point given a clean one, so it is shorter by b /
/// a.
class Ancestral final : public GridSampler {
 public:
  using GridSampler::GridSampler;

  void advance(torch::Tensor& points, std::int64_t step, const SamplerTools& tools) const override {
    const auto interval = sigma_step(step);
    const double ratio = interval.to / interval.from;
    points = predicted(points, interval, ratio * ratio * interval.variance(), tools);
  }

  std::string update_rule() const override {
    return "x ← x + Δ s(x, σ) + (σ′/σ) √Δ z,  Δ = σ² − σ′²";
  }

 protected:
  double step_size(const SigmaStep& step) const override { return step.variance(); }
};

/// One Langevin correction at the level, then a reverse-diffusion step to the next, in that order.
class PredictorCorrector final : public GridSampler {
 public:
  PredictorCorrector(const PredictorCorrectorOptions& options, const std::vector<double>& levels)
      : GridSampler(options, levels), snr_(options.snr) {}

  void advance(torch::Tensor& points, std::int64_t step, const SamplerTools& tools) const override {
    const auto interval = sigma_step(step);
    points =
        predicted(corrected(points, interval.from, tools), interval, interval.variance(), tools);
  }

  std::string update_rule() const override {
    return "x ← x + e s + √(2e) z,  e = 2 (r |z|/|s|)²;  x ← x + Δ s(x, σ) + √Δ z,  Δ = σ² − σ′²";
  }

  /// In equilibrium |z|/|s| is the density's own width, so e = 2 r^2 v, and e < 2 v must hold.
  std::string stability_warning(double) const override {
    if (snr_ < 1.0) return "";
    return fmt::format("The corrector's step is too long: r = {} is not below 1.",
                       number_text(snr_));
  }

 protected:
  double step_size(const SigmaStep& step) const override { return step.variance(); }

 private:
  torch::Tensor corrected(const torch::Tensor& points, double sigma,
                          const SamplerTools& tools) const {
    const auto score = score_at(tools, points, sigma);
    const auto noise = noise_like(tools, points);
    const auto mean_length = [](const torch::Tensor& vectors) { return vectors.norm(2, 1).mean(); };
    const auto ratio = mean_length(noise) / mean_length(score).clamp_min(1e-300);
    const auto length = 2.0 * (snr_ * ratio).square();  // []
    return points + length * score + (2.0 * length).sqrt() * noise;
  }

  double snr_;
};

}  // namespace

Entry<SamplerFactory> reverse_diffusion_entry() {
  return sampler_entry<ReverseDiffusion>(
      "reverse_diffusion", "Reverse diffusion",
      "Runs the noising diffusion backwards in time: each step removes as much variance as it adds "
      "noise back.",
      grid_fields());
}

Entry<SamplerFactory> ancestral_entry() {
  return sampler_entry<Ancestral>(
      "ancestral", "Ancestral",
      "Reverse diffusion with the noise of the exact posterior step, as in DDPM.", grid_fields());
}

Entry<SamplerFactory> predictor_corrector_entry() {
  return sampler_entry<PredictorCorrector>("predictor_corrector", "Predictor-corrector",
                                           "A Langevin correction before each step of reverse "
                                           "diffusion, which repairs what earlier steps "
                                           "got wrong.",
                                           predictor_corrector_fields());
}

}  // namespace scorescope
