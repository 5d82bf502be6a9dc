#include "core/sampler/probability_flow.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/sampler/plan.h"
#include "core/sampler/sigma_grid.h"

namespace scorescope {
namespace {

struct HeunOptions : GridOptions {
  double churn = 0.0;
  double churn_from = 0.0;
  double churn_to = 1e6;
  double churn_noise = 1.0;
};

FieldInfo churn_field() {
  return {
      .key = "churn",
      .label = "Churn",
      .symbol = "S_churn",
      .unit = "",
      .help = "Noise added before each step and removed by it; 0 leaves the sampler deterministic.",
      .larger = "More randomness repairs earlier errors, but each step becomes longer.",
      .minimum = 0.0,
      .maximum = 1e4,
      .effect = Effect::kResample};
}

FieldInfo churn_from_field() {
  return {.key = "churn_from",
          .label = "Churn from σ",
          .symbol = "S_tmin",
          .unit = "length",
          .help = "Lowest noise level at which churn acts.",
          .larger = "The last, finest steps stay deterministic.",
          .minimum = 0.0,
          .maximum = 1e6,
          .effect = Effect::kResample};
}

FieldInfo churn_to_field() {
  return {.key = "churn_to",
          .label = "Churn up to σ",
          .symbol = "S_tmax",
          .unit = "length",
          .help = "Highest noise level at which churn acts.",
          .larger = "Churn begins earlier.",
          .minimum = 0.0,
          .maximum = 1e6,
          .effect = Effect::kResample};
}

FieldInfo churn_noise_field() {
  return {
      .key = "churn_noise",
      .label = "Churn noise",
      .symbol = "S_noise",
      .unit = "",
      .help = "Factor on the churned noise; slightly above 1 makes up for lost detail in images.",
      .larger = "Samples spread wider.",
      .minimum = 0.5,
      .maximum = 2.0,
      .effect = Effect::kResample};
}

const FieldTable<HeunOptions>& heun_fields() {
  using Options = HeunOptions;
  static const FieldTable<Options> table{{&Options::grid, grid_field()},
                                         {&Options::steps, grid_steps_field()},
                                         {&Options::sigma_max, grid_sigma_max_field()},
                                         {&Options::sigma_min, grid_sigma_min_field()},
                                         {&Options::rho, grid_rho_field()},
                                         {&Options::final_denoise, final_denoise_field()},
                                         {&Options::churn, churn_field()},
                                         {&Options::churn_from, churn_from_field()},
                                         {&Options::churn_to, churn_to_field()},
                                         {&Options::churn_noise, churn_noise_field()}};
  return table;
}

/// dx/dsigma = (x - D) / sigma = -sigma s(x, sigma).
torch::Tensor slope(const torch::Tensor& points, double sigma, const SamplerTools& tools) {
  return score_at(tools, points, sigma).mul(-sigma);
}

/// Euler in the variance, as score_sde's probability flow: half of what reverse diffusion removes.
class OdeVariance final : public GridSampler {
 public:
  using GridSampler::GridSampler;

  void advance(torch::Tensor& points, std::int64_t step, const SamplerTools& tools) const override {
    const auto interval = sigma_step(step);
    const double share = interval.denoises() ? 1.0 : 0.5;
    points = points.add(score_at(tools, points, interval.from), share * interval.variance());
  }

  std::string update_rule() const override { return "x ← x + ½ Δ s(x, σ),  Δ = σ² − σ′²"; }

 protected:
  double step_size(const SigmaStep& step) const override { return step.variance(); }
};

/// Towards the denoised point D in proportion to the noise removed: D + (b / a) (x - D).
class Ddim final : public GridSampler {
 public:
  using GridSampler::GridSampler;

  void advance(torch::Tensor& points, std::int64_t step, const SamplerTools& tools) const override {
    const auto interval = sigma_step(step);
    const auto denoised =
        points.add(score_at(tools, points, interval.from), interval.from * interval.from);
    points = torch::lerp(denoised, points, interval.to / interval.from);
  }

  std::string update_rule() const override { return "x ← D + (σ′/σ) (x − D),  D = x + σ² s(x, σ)"; }

 protected:
  double step_size(const SigmaStep& step) const override { return step.from - step.to; }
};

class Euler final : public GridSampler {
 public:
  using GridSampler::GridSampler;

  void advance(torch::Tensor& points, std::int64_t step, const SamplerTools& tools) const override {
    const auto interval = sigma_step(step);
    points = points.add(slope(points, interval.from, tools), interval.to - interval.from);
  }

  std::string update_rule() const override { return "x ← x + (σ − σ′) σ s(x, σ)"; }

 protected:
  double step_size(const SigmaStep& step) const override { return step.from - step.to; }
};

/// Second order: the mean of the slopes at both ends. With churn, noise is first raised to a level
/// above the current one (Karras et al., 2022, algorithm 2).
class Heun final : public GridSampler {
 public:
  Heun(const HeunOptions& options, const std::vector<double>& levels)
      : GridSampler(options, levels), options_(options) {}

  void advance(torch::Tensor& points, std::int64_t step, const SamplerTools& tools) const override {
    auto interval = sigma_step(step);
    const double raised = interval.from * (1.0 + churn(interval.from));
    if (raised > interval.from) {
      const double added = std::sqrt(raised * raised - interval.from * interval.from);
      points = points.add(noise_like(tools, points), options_.churn_noise * added);
      interval.from = raised;
    }
    points = heun_step(points, interval, tools);
  }

  std::string update_rule() const override {
    return "x ← x + (σ′ − σ) ½ (d + d′),  d = −σ s(x, σ),  d′ = −σ′ s(x + (σ′ − σ) d, σ′)";
  }

 protected:
  double step_size(const SigmaStep& step) const override { return step.from - step.to; }

 private:
  static torch::Tensor heun_step(const torch::Tensor& points, const SigmaStep& step,
                                 const SamplerTools& tools) {
    const double h = step.to - step.from;
    const auto here = slope(points, step.from, tools);
    const auto euler = points.add(here, h);
    if (step.denoises()) return euler;
    return points.add(here + slope(euler, step.to, tools), 0.5 * h);
  }

  /// gamma of the paper.
  double churn(double sigma) const {
    if (sigma < options_.churn_from || sigma > options_.churn_to) return 0.0;
    return std::min(options_.churn / static_cast<double>(step_count()), std::numbers::sqrt2 - 1.0);
  }

  HeunOptions options_;
};

}  // namespace

Entry<SamplerFactory> ode_variance_entry() {
  return sampler_entry<OdeVariance>(
      "ode_variance", "Probability flow, Euler in σ²",
      "The deterministic flow with the same law as the diffusion, by Euler steps in the variance.",
      grid_fields());
}

Entry<SamplerFactory> ddim_entry() {
  return sampler_entry<Ddim>(
      "ddim", "DDIM",
      "Moves each point straight towards its denoised mean, in proportion to the noise removed.",
      grid_fields());
}

Entry<SamplerFactory> euler_entry() {
  return sampler_entry<Euler>(
      "euler", "Probability flow, Euler",
      "The deterministic flow by Euler steps in σ: first order, one evaluation a step.",
      grid_fields());
}

Entry<SamplerFactory> heun_entry() {
  return sampler_entry<Heun>("heun", "Probability flow, Heun",
                             "The deterministic flow by Heun's method (EDM): second order, two "
                             "evaluations a step. Churn makes "
                             "it stochastic.",
                             heun_fields());
}

}  // namespace scorescope
