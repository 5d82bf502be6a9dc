// Distributions of a few Gaussians: exactly what they say they are.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/distribution/component_table.h"
#include "core/distribution/entries.h"

namespace scorescope {
namespace {

double coordinate_std(const GaussianComponent& component) {
  return std::sqrt(0.5 * (component.covariance[0] + component.covariance[2]));
}

bool lie_apart(const GaussianComponent& one, const GaussianComponent& other) {
  const double distance = std::hypot(one.mean[0] - other.mean[0], one.mean[1] - other.mean[1]);
  return distance >= 2.0 * (coordinate_std(one) + coordinate_std(other));
}

DistributionData few_gaussians(std::vector<GaussianComponent> components, std::string description) {
  normalise_weights(components);
  auto modes = separate_modes(components);
  return {.components = std::move(components),
          .modes = std::move(modes),
          .description = std::move(description)};
}

struct TwoGaussians {
  double heavy_share = 0.8;
  double mean_x = 5.0;
  double mean_y = 5.0;
  double std = 1.0;
  bool swap_means = false;
};

DistributionData make_two_gaussians(const TwoGaussians& options) {
  const auto& [share, x, y, std, swapped] = options;
  const double sign = swapped ? -1.0 : 1.0;
  return few_gaussians({isotropic(share, sign * x, sign * y, std),
                        isotropic(1.0 - share, -sign * x, -sign * y, std)},
                       fmt::format("Two Gaussians, {:.4g} and {:.4g}", share, 1.0 - share));
}

struct OneGaussian {
  double mean_x = 0.0;
  double mean_y = 0.0;
  double std_x = 2.0;
  double std_y = 1.0;
  double rotation = 30.0;
};

DistributionData make_gaussian(const OneGaussian& options) {
  const auto& [x, y, std_x, std_y, rotation] = options;
  const double c = std::cos(rotation * std::numbers::pi / 180.0);
  const double s = std::sin(rotation * std::numbers::pi / 180.0);
  const double u = std_x * std_x;
  const double v = std_y * std_y;
  return few_gaussians(
      {{1.0, {x, y}, {c * c * u + s * s * v, c * s * (u - v), s * s * u + c * c * v}}},
      fmt::format("Gaussian, standard deviations {:.4g} and {:.4g}", std_x, std_y));
}

struct RingOfGaussians {
  std::int64_t count = 8;
  double radius = 5.0;
  double std = 0.5;
};

DistributionData make_ring_of_gaussians(const RingOfGaussians& options) {
  std::vector<GaussianComponent> components;
  for (std::int64_t i = 0; i < options.count; ++i) {
    const double angle =
        2.0 * std::numbers::pi * static_cast<double>(i) / static_cast<double>(options.count);
    components.push_back(isotropic(1.0, options.radius * std::cos(angle),
                                   options.radius * std::sin(angle), options.std));
  }
  return few_gaussians(std::move(components), fmt::format("{} Gaussians on a ring", options.count));
}

struct OwnMixture {
  std::vector<GaussianComponent> components{{0.7, {3.0, 2.0}, {1.0, 0.4, 0.7}},
                                            {0.3, {-3.0, -2.0}, {0.5, 0.0, 0.5}}};
};

DistributionData make_mixture(const OwnMixture& options) {
  return few_gaussians(options.components,
                       fmt::format("Mixture of {} Gaussians", options.components.size()));
}

FieldInfo coordinate_field(std::string key, std::string label, std::string symbol,
                           std::string help) {
  return {.key = std::move(key),
          .label = std::move(label),
          .symbol = std::move(symbol),
          .unit = "length",
          .help = std::move(help),
          .larger = "It moves away from the origin.",
          .minimum = -1000.0,
          .maximum = 1000.0};
}

FieldInfo std_field(std::string key, std::string label, std::string help, double maximum,
                    bool primary = true) {
  return {.key = std::move(key),
          .label = std::move(label),
          .symbol = "s",
          .unit = "length",
          .help = std::move(help),
          .larger = "The cloud is wider and its score weaker.",
          .minimum = 0.001,
          .maximum = maximum,
          .logarithmic = true,
          .primary = primary};
}

}  // namespace

std::vector<DistributionData::Mode> separate_modes(
    const std::vector<GaussianComponent>& components) {
  constexpr std::size_t kMostModes = 12;
  if (components.size() > kMostModes) return {};
  for (std::size_t i = 0; i < components.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      if (!lie_apart(components[i], components[j])) return {};
    }
  }
  std::vector<DistributionData::Mode> modes;
  for (const auto& component : components) {
    modes.push_back({component.mean, component.weight, coordinate_std(component)});
  }
  std::stable_sort(modes.begin(), modes.end(),
                   [](const auto& a, const auto& b) { return a.weight > b.weight; });
  return modes;
}

DistributionEntry two_gaussians_entry() {
  const FieldTable<TwoGaussians> table{
      {&TwoGaussians::heavy_share,
       {.key = "heavy_share",
        .label = "Share of (5, 5)",
        .symbol = "w",
        .help =
            "The weight of the first mode, which is at (5, 5) unless moved; the other mode at the "
            "opposite point has the rest.",
        .larger = "More of the data lies in the first mode.",
        .minimum = 0.0,
        .maximum = 1.0,
        .primary = true}},
      {&TwoGaussians::mean_x,
       coordinate_field("mean_x", "Mode at x", "μ₁",
                        "First coordinate of the first mode; the second mode "
                        "is at minus that.")},
      {&TwoGaussians::mean_y,
       coordinate_field("mean_y", "Mode at y", "μ₂",
                        "Second coordinate of the first mode; the second mode "
                        "is at minus that.")},
      {&TwoGaussians::std,
       std_field("std", "Mode width", "Standard deviation of each coordinate inside both modes.",
                 100.0, false)},
      {&TwoGaussians::swap_means,
       {.key = "swap_means",
        .label = "Swap the means",
        .help =
            "The poster's text puts the heavy mode at (-5, -5), its pictures at (5, 5). On follows "
            "the text.",
        .larger = "On: the first share belongs to the opposite point."}}};
  return distribution_entry<TwoGaussians>(
      {.id = "two_gaussians",
       .label = "Two Gaussians",
       .help = "The reference mixture of the NCSN paper and the poster: two far modes of unequal "
               "weight, between which plain Langevin does not move."},
      table, make_two_gaussians);
}

DistributionEntry gaussian_entry() {
  const FieldTable<OneGaussian> table{
      {&OneGaussian::mean_x,
       coordinate_field("mean_x", "Mean x", "μ₁", "First coordinate of the mean.")},
      {&OneGaussian::mean_y,
       coordinate_field("mean_y", "Mean y", "μ₂", "Second coordinate of the mean.")},
      {&OneGaussian::std_x,
       std_field("std_x", "First axis", "Standard deviation along the first axis.", 100.0)},
      {&OneGaussian::std_y,
       std_field("std_y", "Second axis", "Standard deviation along the second axis.", 100.0)},
      {&OneGaussian::rotation,
       {.key = "rotation",
        .label = "Rotation",
        .symbol = "φ",
        .unit = "degrees",
        .help = "Angle between the first axis and x.",
        .larger = "The axes turn counter-clockwise.",
        .minimum = -180.0,
        .maximum = 180.0,
        .primary = true}}};
  return distribution_entry<OneGaussian>(
      {.id = "gaussian",
       .label = "Gaussian",
       .help =
           "One Gaussian, whose score is a straight line in each direction: the simplest check."},
      table, make_gaussian);
}

DistributionEntry ring_of_gaussians_entry() {
  const FieldTable<RingOfGaussians> table{
      {&RingOfGaussians::count,
       {.key = "count",
        .label = "Modes",
        .symbol = "k",
        .help = "Number of Gaussians, evenly spread on a circle, of equal weight.",
        .larger = "More modes, closer together.",
        .minimum = 1,
        .maximum = 200,
        .primary = true}},
      {&RingOfGaussians::radius,
       {.key = "radius",
        .label = "Radius",
        .symbol = "R",
        .unit = "length",
        .help = "Distance of the modes from the origin.",
        .larger = "The modes lie farther apart and are harder to mix.",
        .minimum = 0.0,
        .maximum = 1000.0,
        .primary = true}},
      {&RingOfGaussians::std,
       std_field("std", "Mode width", "Standard deviation of each coordinate inside a mode.",
                 100.0)}};
  return distribution_entry<RingOfGaussians>(
      {.id = "ring_of_gaussians",
       .label = "Ring of Gaussians",
       .help = "Equal modes on a circle: shows at a glance whether a sampler misses one."},
      table, make_ring_of_gaussians);
}

DistributionEntry mixture_entry() {
  const FieldTable<OwnMixture> table{
      {&OwnMixture::components,
       {.key = "components",
        .label = "Components",
        .help = "Each Gaussian's weight, mean and covariance (or standard deviation). Weights are "
                "divided by their sum. Drag the handles on the stage to move and widen them.",
        .larger = "More components, more modes.",
        .primary = true}}};
  return distribution_entry<OwnMixture>({.id = "mixture",
                                         .label = "Your own mixture",
                                         .help = "A mixture of Gaussians, given one by one."},
                                        table, make_mixture);
}

}  // namespace scorescope
