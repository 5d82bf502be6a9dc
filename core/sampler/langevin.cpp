#include "core/sampler/langevin.h"

#include <fmt/format.h>

#include <cmath>
#include <limits>

#include "core/sampler/plan.h"

namespace scorescope {
namespace {

struct LangevinOptions {
  double epsilon = 0.1;
  std::int64_t steps_per_level = 100;
  std::string convention = "P";
  bool last_step_noise = true;
  bool final_denoise = false;
};

struct AnnealedOptions : LangevinOptions {
  double clamp = 0.0;
};

struct PlainOptions : LangevinOptions {
  std::int64_t level = -1;
};

FieldInfo epsilon_field() {
  return {.key = "epsilon",
          .label = "Step ε",
          .symbol = "ε",
          .unit = "length²",
          .help =
              "Step size: annealed, α = ε at the lowest level and ε σ²/σ_L² at the others; plain, "
              "α = ε at its level. How the rule uses α is the convention's matter.",
          .larger = "Particles move faster; past the stability limit the chain diverges.",
          .minimum = 1e-9,
          .maximum = 1e3,
          .logarithmic = true,
          .primary = true,
          .effect = Effect::kLive};
}

FieldInfo steps_field() {
  return {.key = "steps_per_level",
          .label = "Steps a level",
          .symbol = "T",
          .unit = "steps",
          .help =
              "Steps on each level of the ladder. A plain run makes as many steps as the annealed "
              "one beside it: T times the number of levels.",
          .larger = "Each level comes closer to its own equilibrium; sampling takes longer.",
          .minimum = 1,
          .maximum = 1e6,
          .logarithmic = true,
          .primary = true,
          .effect = Effect::kLive};
}

FieldInfo convention_field() {
  return {.key = "convention",
          .label = "Convention",
          .symbol = "",
          .unit = "",
          .help =
              "Which of the two update rules in use ε belongs to. The same ε moves twice as far "
              "under Q.",
          .larger = "P as in the NCSN paper; Q as in the NCSN code, NCSNv2 and score_sde.",
          .effect = Effect::kResample,
          .choices = {{"P", "P: ½ α s + √α z"}, {"Q", "Q: α s + √(2α) z"}}};
}

FieldInfo last_noise_field() {
  return {.key = "last_step_noise",
          .label = "Noise on the last step",
          .symbol = "z",
          .unit = "",
          .help = "Whether the very last Langevin step adds noise like all others.",
          .larger =
              "On: the last step is like any other. Off: its noise is left out, as in the poster.",
          .effect = Effect::kResample};
}

FieldInfo denoise_field() {
  return {
      .key = "final_denoise",
      .label = "Final denoising",
      .symbol = "",
      .unit = "",
      .help =
          "One more step x + σ² s(x, σ) at the end, the mean of the clean point given the noisy "
          "one (Tweedie).",
      .larger = "On: the noise of the lowest level is removed. Off: samples keep it.",
      .effect = Effect::kResample};
}

FieldInfo clamp_field() {
  return {.key = "clamp",
          .label = "Clamp per level",
          .symbol = "",
          .unit = "length",
          .help =
              "After the last step of each level, coordinates beyond this are set to it, with "
              "their sign; 0 is off. The poster clamps pixels to 1.2.",
          .larger =
              "Touches fewer coordinates. Levels whose noise reaches beyond the clamp are "
              "spoilt by it.",
          .minimum = 0.0,
          .maximum = 1e4,
          .effect = Effect::kResample};
}

FieldInfo level_field() {
  return {
      .key = "level",
      .label = "Level",
      .symbol = "i",
      .unit = "",
      .help = "Index of the noise level whose score is used, 0 for the highest; -1 is the lowest.",
      .larger = "Less noise: sharper modes with less between them to follow.",
      .minimum = -1,
      .maximum = 100000,
      .minimum_label = "lowest",
      .effect = Effect::kResample};
}

const FieldTable<AnnealedOptions>& annealed_fields() {
  static const FieldTable<AnnealedOptions> table{
      {&AnnealedOptions::epsilon, epsilon_field()},
      {&AnnealedOptions::steps_per_level, steps_field()},
      {&AnnealedOptions::convention, convention_field()},
      {&AnnealedOptions::final_denoise, denoise_field()},
      {&AnnealedOptions::last_step_noise, last_noise_field()},
      {&AnnealedOptions::clamp, clamp_field()}};
  return table;
}

const FieldTable<PlainOptions>& plain_fields() {
  static const FieldTable<PlainOptions> table{{&PlainOptions::epsilon, epsilon_field()},
                                              {&PlainOptions::steps_per_level, steps_field()},
                                              {&PlainOptions::level, level_field()},
                                              {&PlainOptions::convention, convention_field()},
                                              {&PlainOptions::final_denoise, denoise_field()},
                                              {&PlainOptions::last_step_noise, last_noise_field()}};
  return table;
}

/// A stretch of equal steps.
struct Stage {
  std::int64_t level = 0;
  double sigma = 0.0;
  double alpha = 0.0;  ///< as the convention's rule names it
};

/// Langevin dynamics over given stages; how they are laid out is all that differs between the two.
class StagedLangevin : public Sampler {
 public:
  StagedLangevin(const LangevinOptions& options, std::vector<Stage> stages,
                 std::int64_t steps_per_stage)
      : options_(options), stages_(std::move(stages)), steps_per_stage_(steps_per_stage) {}

  std::int64_t step_count() const override {
    return langevin_steps() + (options_.final_denoise ? 1 : 0);
  }

  SamplerPosition position(std::int64_t step) const override {
    const auto& stage = stage_of(step);
    return {stage.level, stage.sigma, step < langevin_steps() ? stage.alpha : 0.0};
  }

  double final_sigma() const override {
    return options_.final_denoise ? 0.0 : stages_.back().sigma;
  }

  void advance(torch::Tensor& points, std::int64_t step, const SamplerTools& tools) const override {
    const auto& stage = stage_of(step);
    const auto score = score_at(tools, points, stage.sigma);
    if (step >= langevin_steps()) {
      points = points.add(score, stage.sigma * stage.sigma);
      return;
    }
    points = points.add(score, drift() * stage.alpha);
    const bool is_last = step + 1 == langevin_steps();
    if (is_last && !options_.last_step_noise) return;
    points.add_(noise_like(tools, points), std::sqrt(2.0 * drift() * stage.alpha));
  }

  std::string update_rule() const override {
    return is_paper_convention() ? "x ← x + ½ α s(x, σ) + √α z  (P)"
                                 : "x ← x + α s(x, σ) + √(2α) z  (Q)";
  }

  /// |1 - drift alpha / v| < 1 must hold in every direction of variance v (maths.md section 6.1).
  std::string stability_warning(double smallest_variance) const override {
    const Stage* worst = &stages_.front();
    double excess = 0.0;
    for (const auto& stage : stages_) {
      const double ratio = stage.alpha / longest_stable(stage, smallest_variance);
      if (ratio <= excess) continue;
      excess = ratio;
      worst = &stage;
    }
    if (excess < 1.0) return "";
    return fmt::format(
        "The step is too long: at level {}, σ = {}, α = {} is not below {} v = {}, so particles "
        "are "
        "thrown out of the modes; keep ε below {}.",
        worst->level + 1, number_text(worst->sigma), number_text(worst->alpha),
        is_paper_convention() ? "4" : "2", number_text(longest_stable(*worst, smallest_variance)),
        number_text(options_.epsilon / excess));
  }

 protected:
  std::int64_t langevin_steps() const {
    return static_cast<std::int64_t>(stages_.size()) * steps_per_stage_;
  }

 private:
  bool is_paper_convention() const { return options_.convention == "P"; }
  double drift() const { return is_paper_convention() ? 0.5 : 1.0; }

  const Stage& stage_of(std::int64_t step) const {
    const auto index = static_cast<std::size_t>(step / steps_per_stage_);
    return stages_[std::min(index, stages_.size() - 1)];
  }

  double longest_stable(const Stage& stage, double smallest_variance) const {
    return 2.0 / drift() * (smallest_variance + stage.sigma * stage.sigma);
  }

  LangevinOptions options_;
  std::vector<Stage> stages_;
  std::int64_t steps_per_stage_;
};

/// alpha_i = epsilon sigma_i^2 / sigma_L^2: the ratio of drift to noise is the same at every level.
class AnnealedLangevin final : public StagedLangevin {
 public:
  AnnealedLangevin(const AnnealedOptions& options, const std::vector<double>& levels)
      : StagedLangevin(options, stages(options, levels), options.steps_per_level),
        steps_per_level_(options.steps_per_level),
        clamp_(options.clamp) {}

  void advance(torch::Tensor& points, std::int64_t step, const SamplerTools& tools) const override {
    StagedLangevin::advance(points, step, tools);
    const bool ends_level = step < langevin_steps() && (step + 1) % steps_per_level_ == 0;
    if (clamp_ > 0.0 && ends_level) points = points.clamp(-clamp_, clamp_);
  }

  std::string update_rule() const override {
    const std::string rule = StagedLangevin::update_rule();
    if (clamp_ == 0.0) return rule;
    return fmt::format("{};  after each level x ← clamp(x, ±{})", rule, number_text(clamp_));
  }

 private:
  static std::vector<Stage> stages(const LangevinOptions& options,
                                   const std::vector<double>& levels) {
    std::vector<Stage> result;
    for (const double sigma : levels) {
      const double ratio = sigma / levels.back();
      result.push_back(
          {static_cast<std::int64_t>(result.size()), sigma, options.epsilon * ratio * ratio});
    }
    return result;
  }

  std::int64_t steps_per_level_;
  double clamp_;
};

class PlainLangevin final : public StagedLangevin {
 public:
  PlainLangevin(const PlainOptions& options, const std::vector<double>& levels)
      : StagedLangevin(options, {stage(options, levels)},
                       options.steps_per_level * static_cast<std::int64_t>(levels.size())) {}

 private:
  static Stage stage(const PlainOptions& options, const std::vector<double>& levels) {
    const auto count = static_cast<std::int64_t>(levels.size());
    if (options.level >= count) {
      throw UserError(fmt::format(
          "sampler langevin: level {} does not exist; allowed are 0 to {}, or -1 for the lowest.",
          options.level, count - 1));
    }
    const auto level = options.level < 0 ? count - 1 : options.level;
    return {level, levels[static_cast<std::size_t>(level)], options.epsilon};
  }
};

}  // namespace

LangevinNoise langevin_noise(const Choice& annealed, const std::vector<double>& levels,
                             double start) {
  check(annealed.kind == "annealed_langevin", "the noise that is known is annealed Langevin's");
  const AnnealedOptions options =
      annealed_fields().read(annealed.options, "sampler annealed_langevin");
  const double lowest = levels.back() * levels.back();
  // a step multiplies by 1 - rate and adds noise of variance 2 rate sigma^2, at every level
  const double rate = (options.convention == "P" ? 0.5 : 1.0) * options.epsilon / lowest;
  LangevinNoise noise;
  noise.bound = (options.convention == "P" ? 4.0 : 2.0) * lowest;
  noise.inflation = rate < 2.0 ? 1.0 / (1.0 - 0.5 * rate) : std::numeric_limits<double>::infinity();
  const double kept = (1.0 - rate) * (1.0 - rate);
  double variance = start * start;
  for (std::size_t level = 0; level < levels.size(); ++level) {
    const double added = 2.0 * rate * levels[level] * levels[level];
    for (std::int64_t step = 0; step < options.steps_per_level; ++step) {
      const bool last = level + 1 == levels.size() && step + 1 == options.steps_per_level;
      variance = kept * variance + (last && !options.last_step_noise ? 0.0 : added);
    }
  }
  noise.left = options.final_denoise ? 0.0 : std::sqrt(variance);
  return noise;
}

Entry<SamplerFactory> langevin_entry() {
  return sampler_entry<PlainLangevin>(
      "langevin", "Plain Langevin",
      "Follows the score of one noise level and adds noise. Mixes well inside a mode, hardly ever "
      "between distant ones.",
      plain_fields());
}

Entry<SamplerFactory> annealed_langevin_entry() {
  return sampler_entry<AnnealedLangevin>(
      "annealed_langevin", "Annealed Langevin",
      "Langevin dynamics down the ladder of noise levels with α = ε σ²/σ_L²: while modes overlap, "
      "particles find their shares.",
      annealed_fields());
}

}  // namespace scorescope
