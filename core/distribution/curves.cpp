// Distributions along curves: circle, two moons, spiral.
#include <fmt/format.h>

#include <cmath>
#include <numbers>

#include "core/distribution/curve.h"
#include "core/distribution/entries.h"

namespace scorescope {
namespace {

using std::numbers::pi;

struct Circle {
  double radius = 5.0;
  double std = 0.1;
  std::string reference = "mixture";
};

DistributionData make_circle(const Circle& options) {
  const auto& [radius, std, reference] = options;
  const auto at = [r = radius](double t) {
    return std::array<double, 2>{r * std::cos(t), r * std::sin(t)};
  };
  DistributionData data{
      .components = components_along({.at = at, .last = 2.0 * pi, .closed = true, .std = std}),
      .exact_law = false,
      .description = fmt::format("Circle of radius {:.4g}, width {:.4g}", radius, std)};
  if (reference == "mixture") return data;
  // The true ring's formula is for a thin ring: no mass may cross the centre.
  if (std > 0.25 * radius) {
    throw UserError(
        fmt::format("data: the references \"ring\" and \"radial\" need a thin ring, std at most a "
                    "quarter of the "
                    "radius, but std is {:.4g} and radius is {:.4g}.",
                    std, radius));
  }
  using Kind = RingReference::Kind;
  data.reference = RingReference{radius, std, reference == "ring" ? Kind::kBessel : Kind::kRadial};
  return data;
}

struct TwoMoons {
  double radius = 4.0;
  double std = 0.3;
};

DistributionData make_two_moons(const TwoMoons& options) {
  const double r = options.radius;
  // Two half circles of radius r, the lower one moved by (r, r/2); together centred on the origin.
  const auto upper = [r](double t) {
    return std::array<double, 2>{r * (std::cos(t) - 0.5), r * (std::sin(t) - 0.25)};
  };
  const auto lower = [r](double t) {
    return std::array<double, 2>{r * (0.5 - std::cos(t)), r * (0.25 - std::sin(t))};
  };
  auto components = components_along({.at = upper, .last = pi, .std = options.std});
  const auto others = components_along({.at = lower, .last = pi, .std = options.std});
  components.insert(components.end(), others.begin(), others.end());
  return {.components = std::move(components), .exact_law = false, .description = "Two moons"};
}

struct Spiral {
  std::int64_t arms = 1;
  double turns = 2.0;
  double radius = 6.0;
  double std = 0.2;
};

DistributionData make_spiral(const Spiral& options) {
  std::vector<GaussianComponent> components;
  for (std::int64_t arm = 0; arm < options.arms; ++arm) {
    const double start = 2.0 * pi * static_cast<double>(arm) / static_cast<double>(options.arms);
    // Archimedes' spiral; a tenth of the radius stays free at the centre so that the arms keep
    // apart.
    const auto at = [start, &options](double t) {
      const double r = options.radius * (0.1 + 0.9 * t);
      const double angle = start + 2.0 * pi * options.turns * t;
      return std::array<double, 2>{r * std::cos(angle), r * std::sin(angle)};
    };
    const auto part = components_along({.at = at, .std = options.std});
    components.insert(components.end(), part.begin(), part.end());
  }
  return {
      .components = std::move(components),
      .exact_law = false,
      .description = fmt::format("Spiral, {} arm{}", options.arms, options.arms == 1 ? "" : "s")};
}

FieldInfo radius_field(std::string help) {
  return {.key = "radius",
          .label = "Radius",
          .symbol = "R",
          .unit = "length",
          .help = std::move(help),
          .larger = "The shape is larger and the score between its parts weaker.",
          .minimum = 0.1,
          .maximum = 100.0,
          .primary = true};
}

FieldInfo width_field() {
  return {.key = "std",
          .label = "Width",
          .symbol = "w",
          .unit = "length",
          .help = "Standard deviation across the line.",
          .larger = "The line is thicker, its score weaker, and fewer components stand for it.",
          .minimum = 0.01,
          .maximum = 10.0,
          .logarithmic = true,
          .primary = true};
}

}  // namespace

DistributionEntry circle_entry() {
  const FieldTable<Circle> table{
      {&Circle::radius, radius_field("Distance of the line from the origin.")},
      {&Circle::std, width_field()},
      {&Circle::reference,
       {.key = "reference",
        .label = "Compare with",
        .help = "Which score counts as the exact one. The network goes on training.",
        .larger =
            "The mixture: exact for the narrow Gaussians that are drawn and sampled. The true "
            "ring: a uniform angle and a Gaussian radius, by Bessel functions. The poster's "
            "approximation: a Gaussian in the radius alone; wrong near the centre.",
        .effect = Effect::kResample,
        .choices = {
            {"mixture", "Mixture shown"}, {"ring", "True ring"}, {"radial", "Poster's formula"}}}}};
  return distribution_entry<Circle>(
      {.id = "circle",
       .label = "Circle",
       .help =
           "A thin ring, as many narrow Gaussians side by side. Its noised score vanishes at the "
           "centre."},
      table, make_circle);
}

DistributionEntry two_moons_entry() {
  const FieldTable<TwoMoons> table{{&TwoMoons::radius, radius_field("Of the two half circles.")},
                                   {&TwoMoons::std, width_field()}};
  return distribution_entry<TwoMoons>(
      {.id = "two_moons",
       .label = "Two moons",
       .help = "Two interlocking half circles: close to each other, yet not connected."},
      table, make_two_moons);
}

DistributionEntry spiral_entry() {
  const FieldTable<Spiral> table{{&Spiral::arms,
                                  {.key = "arms",
                                   .label = "Arms",
                                   .help = "Number of spirals, turned against each other.",
                                   .larger = "More arms, closer together.",
                                   .minimum = 1,
                                   .maximum = 6,
                                   .primary = true}},
                                 {&Spiral::turns,
                                  {.key = "turns",
                                   .label = "Turns",
                                   .unit = "turns",
                                   .help = "Times that each arm winds around the centre.",
                                   .larger = "The arm is longer and its windings closer together.",
                                   .minimum = 0.25,
                                   .maximum = 6.0,
                                   .primary = true}},
                                 {&Spiral::radius, radius_field("Of the outer end.")},
                                 {&Spiral::std, width_field()}};
  return distribution_entry<Spiral>(
      {.id = "spiral",
       .label = "Spiral",
       .help = "A line that winds around the centre; noise joins its windings."},
      table, make_spiral);
}

}  // namespace scorescope
