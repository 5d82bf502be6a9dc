#include "core/sampler/data_direction.h"

#include <fmt/format.h>
#include <torch/autograd.h>

#include <algorithm>

#include "core/empirical_score.h"
#include "core/sampler/plan.h"
#include "core/tensor_draws.h"

namespace scorescope {
namespace {

struct DescentOptions {
  double rate = 0.05;
  std::int64_t draws = 8;
  std::int64_t steps = 500;
};

struct CorrectedOptions {
  double rate = 0.1;
  std::int64_t draws = 4;
  std::int64_t steps = 500;
};

FieldInfo rate_field() {
  return {.key = "rate",
          .label = "Rate",
          .symbol = "η",
          .unit = "",
          .help =
              "How far each particle moves along its direction in one step: a length² for the "
              "descent of DSM, whose gradient is an inverse length, a pure number otherwise.",
          .larger = "Faster, and the noise of the draws leaves a wider cloud.",
          .minimum = 1e-5,
          .maximum = 10.0,
          .logarithmic = true,
          .primary = true,
          .effect = Effect::kLive};
}

FieldInfo draws_field() {
  return {.key = "draws",
          .label = "Draws a step",
          .symbol = "m",
          .unit = "",
          .help = "Noisy copies of each particle in one step, each at its own level of the ladder.",
          .larger = "Less noise in the direction; each step takes longer.",
          .minimum = 1,
          .maximum = 1024,
          .logarithmic = true,
          .primary = true,
          .effect = Effect::kLive};
}

FieldInfo mover_steps_field() {
  return {.key = "steps",
          .label = "Steps",
          .symbol = "",
          .unit = "steps",
          .help = "Steps until the run is finished.",
          .larger = "The cloud comes closer to where the direction leads it.",
          .minimum = 1,
          .maximum = 1e6,
          .logarithmic = true,
          .effect = Effect::kLive};
}

template <class Options>
const FieldTable<Options>& mover_fields() {
  static const FieldTable<Options> table{{&Options::rate, rate_field()},
                                         {&Options::draws, draws_field()},
                                         {&Options::steps, mover_steps_field()}};
  return table;
}

/// Levels and unit noise for every copy of every particle; copies of one particle are n rows apart.
struct NoiseDraws {
  torch::Tensor sigma;  // [m * n, 1]
  torch::Tensor noise;  // [m * n, d]
};

/// Moves clean particles; every direction averages over noisy copies at levels of the ladder, each
/// level as likely as any other (log-uniform for a geometric ladder), with weight sigma^2.
class DataDirection : public Sampler {
 public:
  template <class Options>
  DataDirection(const Options& options, std::vector<double> levels)
      : rate_(options.rate),
        draws_(options.draws),
        steps_(options.steps),
        levels_(std::move(levels)) {}

  std::int64_t step_count() const override { return steps_; }

  /// All levels take part; the lowest one stands for them.
  SamplerPosition position(std::int64_t) const override {
    return {static_cast<std::int64_t>(levels_.size()) - 1, levels_.back(), rate_};
  }

  double first_sigma() const override { return 0.0; }
  double final_sigma() const override { return 0.0; }
  bool moves_data() const override { return true; }

  void advance(torch::Tensor& points, std::int64_t, const SamplerTools& tools) const override {
    const auto draws = noise_draws(points, tools);
    points = points.detach().add(direction(points.detach(), draws, tools), rate_);
  }

  /// Each level pulls a particle to its mode's centre by at most rate * sigma^2 / (v + sigma^2).
  std::string stability_warning(double) const override { return rate_warning(2.0); }

 protected:
  /// Mean over the copies of what a particle of `points` [n, d] moves along.
  virtual torch::Tensor direction(const torch::Tensor& points, const NoiseDraws& draws,
                                  const SamplerTools& tools) const = 0;

  torch::Tensor noisy_copies(const torch::Tensor& points, const NoiseDraws& draws) const {
    return points.repeat({draws_, 1}) + draws.sigma * draws.noise;  // [m * n, d]
  }

  /// [m * n, d] -> [n, d].
  torch::Tensor mean_over_copies(const torch::Tensor& values) const {
    return values.view({draws_, -1, values.size(1)}).mean(0);
  }

  const std::vector<double>& levels() const { return levels_; }
  std::int64_t draws() const { return draws_; }

  std::string rate_warning(double limit) const {
    if (rate_ < limit) return "";
    return fmt::format(
        "The step is too long: particles overshoot their mode; keep η = {} below {}.",
        number_text(rate_), number_text(limit));
  }

 private:
  NoiseDraws noise_draws(const torch::Tensor& points, const SamplerTools& tools) const {
    const auto copies = draws_ * points.size(0);
    const auto index =
        draw_index(tools.noise, copies, static_cast<std::int64_t>(levels_.size()), points.device());
    const auto ladder = torch::tensor(levels_, points.options());  // [levels]
    return {ladder.index_select(0, index).unsqueeze(1),
            draw_normal(tools.noise, {copies, points.size(1)}, points.options())};
  }

  double rate_;
  std::int64_t draws_;
  std::int64_t steps_;
  std::vector<double> levels_;
};

/// s(x + sigma eps, sigma) + eps / sigma: the score minus the denoising target.
torch::Tensor denoising_residual(const torch::Tensor& noisy, const NoiseDraws& draws,
                                 const SamplerTools& tools) {
  return tools.score(noisy, draws.sigma.squeeze(1)) + draws.noise / draws.sigma;
}

/// Minus the whole gradient of sigma^2 ||s(x + sigma eps) + eps / sigma||^2 in x (no 1/2), through
/// the frozen score: its Jacobian is what squeezes the cloud gently instead of pulling it.
class DsmDescent final : public DataDirection {
 public:
  using DataDirection::DataDirection;

  std::string update_rule() const override { return "x ← x − η ∂DSM/∂x"; }

  /// Near a mode the loss curves by 2 sigma^2 / (v + sigma^2)^2.
  std::string stability_warning(double smallest_variance) const override {
    double curvature = 0.0;
    for (const double sigma : levels()) {
      const double v = smallest_variance + sigma * sigma;
      curvature = std::max(curvature, 2.0 * sigma * sigma / (v * v));
    }
    return rate_warning(2.0 / curvature);
  }

 protected:
  torch::Tensor direction(const torch::Tensor& points, const NoiseDraws& draws,
                          const SamplerTools& tools) const override {
    const torch::AutoGradMode records(true);
    const auto leaf = points.clone().requires_grad_(true);
    const auto residual = denoising_residual(noisy_copies(leaf, draws), draws, tools);
    check(residual.requires_grad(),
          "descent of DSM needs a score that is differentiable in its points");
    const auto loss = (draws.sigma * residual).square().sum() / static_cast<double>(this->draws());
    return torch::autograd::grad({loss}, {leaf})[0].neg();  // [n, d]
  }
};

/// DreamFusion's shortcut: sigma^2 (s + eps / sigma), the gradient without the score's Jacobian. In
/// expectation sigma^2 s: every particle climbs to its mode.
class ScoreDistillation final : public DataDirection {
 public:
  using DataDirection::DataDirection;

  std::string update_rule() const override { return "x ← x + η σ² (s(x + σ ε, σ) + ε/σ)"; }

 protected:
  torch::Tensor direction(const torch::Tensor& points, const NoiseDraws& draws,
                          const SamplerTools& tools) const override {
    const torch::NoGradGuard no_grad;
    const auto residual = denoising_residual(noisy_copies(points, draws), draws, tools);
    return mean_over_copies(draws.sigma.square() * residual);
  }
};

/// sigma^2 (s - s_cloud) with the exact score of the noised cloud: zero once the cloud has the law
/// of the data, which DSM's own gradient is not.
class CorrectedDirection final : public DataDirection {
 public:
  using DataDirection::DataDirection;

  std::string update_rule() const override { return "x ← x + η σ² (s − s_cloud)"; }

 protected:
  torch::Tensor direction(const torch::Tensor& points, const NoiseDraws& draws,
                          const SamplerTools& tools) const override {
    const torch::NoGradGuard no_grad;
    const auto noisy = noisy_copies(points, draws);
    const auto sigma = draws.sigma.squeeze(1);
    const auto difference = tools.score(noisy, sigma) - empirical_score(noisy, sigma, points);
    return mean_over_copies(draws.sigma.square() * difference);
  }
};

}  // namespace

Entry<SamplerFactory> dsm_descent_entry() {
  return sampler_entry<DsmDescent>(
      "dsm_descent", "Descend DSM",
      "Moves the data down the denoising loss of a frozen score. A sharper cloud is easier to "
      "denoise, so the cloud collapses.",
      mover_fields<DescentOptions>());
}

Entry<SamplerFactory> score_distillation_entry() {
  return sampler_entry<ScoreDistillation>("score_distillation", "Score distillation",
                                          "Descent of DSM without the score's Jacobian "
                                          "(DreamFusion): every particle climbs to its mode.",
                                          mover_fields<DescentOptions>());
}

Entry<SamplerFactory> corrected_direction_entry() {
  return sampler_entry<CorrectedDirection>("corrected_direction", "Corrected",
                                           "Moves the data along the frozen score minus the "
                                           "cloud's own score: the bias is gone, the cloud "
                                           "keeps its width. Costs all pairs of particles.",
                                           mover_fields<CorrectedOptions>());
}

}  // namespace scorescope
