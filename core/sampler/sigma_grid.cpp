#include "core/sampler/sigma_grid.h"

#include <fmt/format.h>

#include <cmath>

#include "core/sampler/plan.h"

namespace scorescope {
namespace {

/// Level at `fraction` of the way from sigma_max (0) to sigma_min (1).
double grid_level(const GridOptions& options, double fraction) {
  if (options.grid == "geometric") {
    return options.sigma_max * std::pow(options.sigma_min / options.sigma_max, fraction);
  }
  const double high = std::pow(options.sigma_max, 1.0 / options.rho);
  const double low = std::pow(options.sigma_min, 1.0 / options.rho);
  return std::pow(high + fraction * (low - high), options.rho);
}

std::vector<double> own_grid(const GridOptions& options) {
  if (!(options.sigma_min < options.sigma_max)) {
    throw UserError(
        fmt::format("The sampler's grid cannot run from sigma_max = {} to sigma_min = {}; "
                    "sigma_min must be the smaller one.",
                    number_text(options.sigma_max), number_text(options.sigma_min)));
  }
  std::vector<double> sigmas;
  for (std::int64_t i = 0; i < options.steps; ++i) {
    sigmas.push_back(
        grid_level(options, static_cast<double>(i) / static_cast<double>(options.steps - 1)));
  }
  return sigmas;
}

}  // namespace

FieldInfo grid_field() {
  return {
      .key = "grid",
      .label = "Grid",
      .symbol = "",
      .unit = "",
      .help = "The noise levels that the sampler steps along.",
      .larger = "Ladder: the training levels. Geometric: equal ratios. EDM: finer at low noise.",
      .primary = true,
      .effect = Effect::kResample,
      .choices = {{"ladder", "Noise ladder"}, {"geometric", "Geometric"}, {"edm", "EDM"}}};
}

FieldInfo grid_steps_field() {
  return {.key = "steps",
          .label = "Grid levels",
          .symbol = "N",
          .unit = "",
          .help = "Levels of a geometric or EDM grid; the ladder has its own number.",
          .larger = "Smaller discretisation error; more evaluations of the score.",
          .minimum = 2,
          .maximum = 100000,
          .logarithmic = true,
          .primary = true,
          .effect = Effect::kResample};
}

FieldInfo grid_sigma_max_field() {
  return {.key = "sigma_max",
          .label = "Grid highest σ",
          .symbol = "σ_max",
          .unit = "length",
          .help = "First level of a geometric or EDM grid; particles should start with this noise.",
          .larger = "The start matters less; more of the way is far from the data.",
          .minimum = 1e-6,
          .maximum = 1e6,
          .logarithmic = true,
          .effect = Effect::kResample};
}

FieldInfo grid_sigma_min_field() {
  return {.key = "sigma_min",
          .label = "Grid lowest σ",
          .symbol = "σ_min",
          .unit = "length",
          .help = "Last positive level of a geometric or EDM grid.",
          .larger = "Details finer than it are blurred; fewer small steps.",
          .minimum = 1e-6,
          .maximum = 1e6,
          .logarithmic = true,
          .effect = Effect::kResample};
}

FieldInfo grid_rho_field() {
  return {.key = "rho",
          .label = "Grid exponent",
          .symbol = "ρ",
          .unit = "",
          .help = "Shape of the EDM grid: equal steps in σ to the power 1/ρ.",
          .larger = "Shorter steps at low noise, longer ones at high noise.",
          .minimum = 1.0,
          .maximum = 100.0,
          .effect = Effect::kResample};
}

FieldInfo final_denoise_field() {
  return {.key = "final_denoise",
          .label = "Final denoising",
          .symbol = "",
          .unit = "",
          .help =
              "One last step to no noise: x + σ² s(x, σ), the mean of the clean point given the "
              "noisy one (Tweedie).",
          .larger = "On: the noise of the lowest level is removed. Off: samples keep it.",
          .effect = Effect::kResample};
}

const FieldTable<GridOptions>& grid_fields() {
  static const FieldTable<GridOptions> table{{&GridOptions::grid, grid_field()},
                                             {&GridOptions::steps, grid_steps_field()},
                                             {&GridOptions::sigma_max, grid_sigma_max_field()},
                                             {&GridOptions::sigma_min, grid_sigma_min_field()},
                                             {&GridOptions::rho, grid_rho_field()},
                                             {&GridOptions::final_denoise, final_denoise_field()}};
  return table;
}

std::vector<double> sigma_grid(const GridOptions& options, const std::vector<double>& levels) {
  auto sigmas = options.grid == "ladder" ? levels : own_grid(options);
  if (options.final_denoise) sigmas.push_back(0.0);
  if (sigmas.size() < 2) {
    throw UserError(
        "A ladder of one noise level leaves this sampler no step to make; give it two levels, "
        "final "
        "denoising, or a geometric or EDM grid.");
  }
  return sigmas;
}

SamplerPosition GridSampler::position(std::int64_t step) const {
  const auto interval = sigma_step(step);
  return {nearest_level(levels_, interval.from), interval.from,
          interval.denoises() ? 0.0 : step_size(interval)};
}

SigmaStep GridSampler::sigma_step(std::int64_t step) const {
  const auto index = static_cast<std::size_t>(step);
  return {sigmas_.at(index), sigmas_.at(index + 1)};
}

}  // namespace scorescope
