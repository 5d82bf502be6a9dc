// Distributions with an inside or a bend: checkerboard, banana, pinwheel.
#include <fmt/format.h>

#include <cmath>
#include <numbers>

#include "core/distribution/entries.h"

namespace scorescope {
namespace {

using std::numbers::pi;

/// A patch of a bent distribution: N(0, along^2) in u and N(0, across^2) in v, carried by the
/// linear map with columns (ux, uy) and (vx, vy).
struct Patch {
  std::array<double, 2> mean;
  std::array<double, 2> u;
  std::array<double, 2> v;
  double along;
  double across;
};

GaussianComponent component_of(const Patch& patch, double weight) {
  const double a = patch.along * patch.along;
  const double b = patch.across * patch.across;
  const auto entry = [&](std::size_t i, std::size_t j) {
    return a * patch.u[i] * patch.u[j] + b * patch.v[i] * patch.v[j];
  };
  return {weight, patch.mean, {entry(0, 0), entry(0, 1), entry(1, 1)}};
}

/// N(0, std^2) as `count` Gaussians of standard deviation `part` at equal distances; calls
/// use(position, weight) for each.
template <class Use>
void split_gaussian(double std, double part, std::int64_t count, Use use) {
  // The parts' centres carry the variance that the parts themselves lack.
  const double spread = std::sqrt(std * std - part * part);
  for (std::int64_t i = 0; i < count; ++i) {
    const double z = -3.5 + 7.0 * static_cast<double>(i) / static_cast<double>(count - 1);
    use(spread * z, std::exp(-0.5 * z * z));
  }
}

struct Checkerboard {
  std::int64_t squares = 4;
  double width = 12.0;
  std::int64_t detail = 6;
};

DistributionData make_checkerboard(const Checkerboard& options) {
  const double spacing = options.width / static_cast<double>(options.squares * options.detail);
  const std::int64_t side = options.squares * options.detail;
  std::vector<GaussianComponent> components;
  for (std::int64_t row = 0; row < side; ++row) {
    for (std::int64_t column = 0; column < side; ++column) {
      if ((row / options.detail + column / options.detail) % 2 != 0) continue;
      const auto place = [&](std::int64_t i) {
        return (static_cast<double>(i) + 0.5) * spacing - 0.5 * options.width;
      };
      // At 0.6 of their distance the Gaussians of a square add up to a plain to 0.2 %.
      components.push_back(isotropic(1.0, place(column), place(row), 0.6 * spacing));
    }
  }
  return {.components = std::move(components),
          .exact_law = false,
          .description = fmt::format("Checkerboard of {0} by {0}", options.squares)};
}

struct Banana {
  double std = 2.0;
  double bend = 0.2;
  double width = 0.4;
};

DistributionData make_banana(const Banana& options) {
  const auto& [std, bend, width] = options;
  std::vector<GaussianComponent> components;
  const double part = 0.12 * std;
  split_gaussian(std, part, 61, [&, s = std, b = bend, w = width](double t, double weight) {
    const Patch patch{{t, b * (t * t - s * s)}, {1.0, 2.0 * b * t}, {0.0, 1.0}, part, w};
    components.push_back(component_of(patch, weight));
  });
  return {.components = std::move(components), .exact_law = false, .description = "Banana"};
}

struct Pinwheel {
  std::int64_t arms = 5;
  double twist = 0.25;
  double width = 0.1;
  double scale = 3.2;
};

DistributionData make_pinwheel(const Pinwheel& options) {
  constexpr double kRadialStd = 0.3;
  std::vector<GaussianComponent> components;
  for (std::int64_t arm = 0; arm < options.arms; ++arm) {
    const double start = 2.0 * pi * static_cast<double>(arm) / static_cast<double>(options.arms);
    const double part = 0.06;
    split_gaussian(kRadialStd, part, 31, [&](double radial, double weight) {
      const double r = 1.0 + radial;
      const double angle = start + options.twist * std::exp(r);
      const double c = std::cos(angle) * options.scale;
      const double s = std::sin(angle) * options.scale;
      const double turn = options.twist * std::exp(r) * r;  // r d(angle)/dr
      const Patch patch{{r * c, r * s}, {c - turn * s, s + turn * c}, {-s, c}, part, options.width};
      components.push_back(component_of(patch, weight));
    });
  }
  return {.components = std::move(components),
          .exact_law = false,
          .description = fmt::format("Pinwheel with {} arms", options.arms)};
}

FieldInfo number_field(FieldInfo info) {
  info.primary = true;
  return info;
}

}  // namespace

DistributionEntry checkerboard_entry() {
  const FieldTable<Checkerboard> table{
      {&Checkerboard::squares,
       number_field({.key = "squares",
                     .label = "Squares a side",
                     .help = "Squares along one side; every other one is filled.",
                     .larger = "Smaller squares, harder to learn.",
                     .minimum = 2,
                     .maximum = 10})},
      {&Checkerboard::width, number_field({.key = "width",
                                           .label = "Width",
                                           .unit = "length",
                                           .help = "Side of the whole board.",
                                           .larger = "The board is larger.",
                                           .minimum = 1.0,
                                           .maximum = 200.0})},
      {&Checkerboard::detail,
       {.key = "detail",
        .label = "Sharpness",
        .unit = "Gaussians",
        .help = "Gaussians along one side of a filled square.",
        .larger = "Sharper edges; the exact score takes longer, with the square of this number.",
        .minimum = 2,
        .maximum = 12}}};
  return distribution_entry<Checkerboard>(
      {.id = "checkerboard",
       .label = "Checkerboard",
       .help = "Filled squares with sharp edges, where the score jumps."},
      table, make_checkerboard);
}

DistributionEntry banana_entry() {
  const FieldTable<Banana> table{
      {&Banana::std, number_field({.key = "std",
                                   .label = "Length",
                                   .symbol = "s",
                                   .unit = "length",
                                   .help = "Standard deviation of x.",
                                   .larger = "The banana is longer.",
                                   .minimum = 0.1,
                                   .maximum = 20.0})},
      {&Banana::bend, number_field({.key = "bend",
                                    .label = "Bend",
                                    .symbol = "b",
                                    .unit = "1/length",
                                    .help = "y is b (x² − s²) and a Gaussian about it.",
                                    .larger = "The ends bend up more.",
                                    .minimum = -5.0,
                                    .maximum = 5.0})},
      {&Banana::width, number_field({.key = "width",
                                     .label = "Width",
                                     .symbol = "w",
                                     .unit = "length",
                                     .help = "Standard deviation of y about the bent line.",
                                     .larger = "The banana is thicker.",
                                     .minimum = 0.01,
                                     .maximum = 20.0,
                                     .logarithmic = true})}};
  return distribution_entry<Banana>(
      {.id = "banana",
       .label = "Banana",
       .help =
           "A Gaussian bent along a parabola: its directions of large and small width change from "
           "place to place."},
      table, make_banana);
}

DistributionEntry pinwheel_entry() {
  const FieldTable<Pinwheel> table{
      {&Pinwheel::arms, number_field({.key = "arms",
                                      .label = "Arms",
                                      .symbol = "k",
                                      .help = "Number of arms, evenly spread.",
                                      .larger = "More arms, closer together.",
                                      .minimum = 1,
                                      .maximum = 20})},
      {&Pinwheel::twist,
       number_field({.key = "twist",
                     .label = "Twist",
                     .unit = "radian",
                     .help = "An arm at radius r is turned by twist times exp(r).",
                     .larger = "The arms wind more.",
                     .minimum = -1.0,
                     .maximum = 1.0})},
      {&Pinwheel::width,
       number_field({.key = "width",
                     .label = "Arm width",
                     .help = "Standard deviation across an arm, in units of its mean "
                             "radius.",
                     .larger = "The arms are thicker and run into each other.",
                     .minimum = 0.01,
                     .maximum = 1.0,
                     .logarithmic = true})},
      {&Pinwheel::scale,
       {.key = "scale",
        .label = "Scale",
        .unit = "length",
        .help = "Mean radius of the arms.",
        .larger = "The pinwheel is larger.",
        .minimum = 0.1,
        .maximum = 100.0}}};
  return distribution_entry<Pinwheel>(
      {.id = "pinwheel",
       .label = "Pinwheel",
       .help = "Twisted arms around the centre (the set of Johnson et al., NeurIPS 2016)."},
      table, make_pinwheel);
}

}  // namespace scorescope
