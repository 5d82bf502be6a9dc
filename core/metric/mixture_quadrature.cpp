#include "core/metric/mixture_quadrature.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numbers>
#include <span>

#include "core/base/vector_math.h"

namespace scorescope {
namespace {

/// Standard deviations beyond which a component counts for nothing: its density is 1e-12 of its
/// peak there.
constexpr double kReach = 7.5;
constexpr double kAgreement = 1e-5;  // of the rules; the finer one is some 300 times nearer
/// Evaluations of a component at a node that a call may spend: under a second.
constexpr std::int64_t kAffordablePairs = std::int64_t{1} << 28;
constexpr double kWidths[] = {2.0, 1.0, 0.5};   // half a square's side, in widths of components
constexpr std::size_t kCoarse = 8, kFine = 12;  // nodes of the two rules along a side
constexpr std::size_t kNodes = kCoarse * kCoarse + kFine * kFine;
using Lane = std::array<double, kNodes>;

/// A component as its density is evaluated: height * exp(-q/2), q from the inverse covariance
/// (a b; b c).
struct Peak {
  double x, y;
  double a, b, c;
  double height;
  double narrowest;       // least standard deviation in any direction
  double aspect;          // largest standard deviation over the least
  double half_x, half_y;  // of the box beyond which it counts for nothing
};

Peak peak_of(const GaussianComponent& component) {
  const auto& [xx, xy, yy] = component.covariance;
  const double determinant = xx * yy - xy * xy;
  const double half_trace = 0.5 * (xx + yy);
  const double largest = half_trace + std::hypot(0.5 * (xx - yy), xy);
  return {.x = component.mean[0],
          .y = component.mean[1],
          .a = yy / determinant,
          .b = -xy / determinant,
          .c = xx / determinant,
          .height = component.weight / (2.0 * std::numbers::pi * std::sqrt(determinant)),
          .narrowest = std::sqrt(determinant / largest),
          .aspect = largest / std::sqrt(determinant),
          .half_x = kReach * std::sqrt(xx),
          .half_y = kReach * std::sqrt(yy)};
}

struct Square {
  double x, y;  // centre
  double half;  // side
};

/// Nodes of both rules on the square from -1 to 1; a node of one rule has no weight in the other.
struct Nodes {
  Lane x{}, y{}, coarse{}, fine{};
};

/// Node i of the n-point Gauss-Legendre rule on [-1, 1] and its weight (Press et al., Numerical
/// Recipes, section 4.6): a root of the Legendre polynomial by Newton's method.
std::array<double, 2> legendre_node(std::size_t i, std::size_t n) {
  const auto order = static_cast<unsigned>(n);
  double x =
      std::cos(std::numbers::pi * (static_cast<double>(i) + 0.75) / (static_cast<double>(n) + 0.5));
  double slope = 1.0;
  for (int step = 0; step < 8; ++step) {
    const double value = std::legendre(order, x);
    slope = static_cast<double>(n) * (x * value - std::legendre(order - 1, x)) / (x * x - 1.0);
    x -= value / slope;
  }
  return {x, 2.0 / ((1.0 - x * x) * slope * slope)};
}

void add_rule(std::size_t n, std::size_t first, Nodes& nodes, Lane& weights) {
  for (std::size_t i = 0; i < n * n; ++i) {
    const auto [x, weight_x] = legendre_node(i / n, n);
    const auto [y, weight_y] = legendre_node(i % n, n);
    nodes.x[first + i] = x;
    nodes.y[first + i] = y;
    weights[first + i] = weight_x * weight_y;
  }
}

Nodes make_nodes() {
  Nodes nodes;
  add_rule(kCoarse, 0, nodes, nodes.coarse);
  add_rule(kFine, kCoarse * kCoarse, nodes, nodes.fine);
  return nodes;
}

struct Sums {
  double coarse = 0.0, fine = 0.0;
};

/// The integral of |grad q|^2 / q over a square, q the sum of `peaks`, by both rules.
SCORESCOPE_WIDE_VECTORS
Sums integrate_square(const Nodes& nodes, const Square& square, std::span<const Peak> peaks) {
  Lane density{}, slope_x{}, slope_y{};
  for (const Peak& peak : peaks) {
    const double from_x = peak.x - square.x;
    const double from_y = peak.y - square.y;
    for (std::size_t i = 0; i < kNodes; ++i) {
      const double dx = from_x - square.half * nodes.x[i];
      const double dy = from_y - square.half * nodes.y[i];
      const double pull_x = peak.a * dx + peak.b * dy;
      const double pull_y = peak.b * dx + peak.c * dy;
      // at most kReach and two diagonals away: no bound to the exponent is needed
      const double value = peak.height * exp_of_bounded(-0.5 * (dx * pull_x + dy * pull_y));
      density[i] += value;
      slope_x[i] += value * pull_x;
      slope_y[i] += value * pull_y;
    }
  }
  Sums sums;
  for (std::size_t i = 0; i < kNodes; ++i) {
    const double squared = (slope_x[i] * slope_x[i] + slope_y[i] * slope_y[i]) /
                           std::max(density[i], std::numeric_limits<double>::min());
    sums.coarse += nodes.coarse[i] * squared;
    sums.fine += nodes.fine[i] * squared;
  }
  const double area = square.half * square.half;  // of the square from -1 to 1 in that of the nodes
  return {area * sums.coarse, area * sums.fine};
}

/// Adds up squares no larger than `widths` times the narrowest component that reaches into them.
class Quadrature {
 public:
  Quadrature(double widths, std::int64_t affordable) : widths_(widths), left_(affordable) {}

  void add(const Square& square, std::span<const Peak> candidates) {
    left_ -= std::ssize(candidates);
    if (left_ < 0) return;
    const std::vector<Peak> near = reaching(square, candidates);
    if (near.empty()) return;
    const double narrowest = std::ranges::min(near, {}, &Peak::narrowest).narrowest;
    if (square.half > widths_ * narrowest) {
      add_quarters(square, near);
      return;
    }
    left_ -= static_cast<std::int64_t>(kNodes) * std::ssize(near);
    if (left_ < 0) return;
    const Sums part = integrate_square(nodes(), square, near);
    sums_.coarse += part.coarse;
    sums_.fine += part.fine;
  }

  const Sums& sums() const { return sums_; }
  /// Below 0 where the sums are not complete.
  std::int64_t left() const { return left_; }

 private:
  static const Nodes& nodes() {
    static const Nodes both = make_nodes();
    return both;
  }

  /// The components that reach into the square, and perhaps a few more.
  static std::vector<Peak> reaching(const Square& square, std::span<const Peak> candidates) {
    const double half_diagonal = std::numbers::sqrt2 * square.half;
    std::vector<Peak> near;
    for (const Peak& peak : candidates) {
      const double dx = peak.x - square.x;
      const double dy = peak.y - square.y;
      const double reach = kReach + half_diagonal / peak.narrowest;
      const double distance = peak.a * dx * dx + 2.0 * peak.b * dx * dy + peak.c * dy * dy;
      if (distance <= reach * reach) near.push_back(peak);
    }
    return near;
  }

  void add_quarters(const Square& square, std::span<const Peak> near) {
    const double half = 0.5 * square.half;
    for (const double x : {square.x - half, square.x + half}) {
      for (const double y : {square.y - half, square.y + half}) add({x, y, half}, near);
    }
  }

  double widths_;
  std::int64_t left_;
  Sums sums_;
};

Square around(std::span<const Peak> peaks) {
  constexpr double kHuge = std::numeric_limits<double>::infinity();
  double left = kHuge, right = -kHuge, bottom = kHuge, top = -kHuge;
  for (const Peak& peak : peaks) {
    left = std::min(left, peak.x - peak.half_x);
    right = std::max(right, peak.x + peak.half_x);
    bottom = std::min(bottom, peak.y - peak.half_y);
    top = std::max(top, peak.y + peak.half_y);
  }
  return {0.5 * (left + right), 0.5 * (bottom + top), 0.5 * std::max(right - left, top - bottom)};
}

/// What the coarsest squares cost at least: they cover the ellipse in which a component counts.
/// Infinite or not a number where a component is a line to double precision.
double least_pairs(std::span<const Peak> peaks) {
  constexpr double kSquares = std::numbers::pi * kReach * kReach / (4.0 * kWidths[0] * kWidths[0]);
  double pairs = 0.0;
  for (const Peak& peak : peaks) pairs += static_cast<double>(kNodes) * kSquares * peak.aspect;
  return pairs;
}

}  // namespace

std::optional<double> mean_squared_score(const std::vector<GaussianComponent>& components) {
  std::vector<Peak> peaks;
  for (const auto& component : components) peaks.push_back(peak_of(component));
  if (!(least_pairs(peaks) < static_cast<double>(kAffordablePairs))) return std::nullopt;
  const Square all = around(peaks);
  std::int64_t affordable = kAffordablePairs;
  for (const double widths : kWidths) {
    Quadrature quadrature(widths, affordable);
    quadrature.add(all, peaks);
    affordable = quadrature.left();
    if (affordable < 0) return std::nullopt;
    const auto [coarse, fine] = quadrature.sums();
    if (std::abs(fine - coarse) <= kAgreement * fine) return fine;
  }
  return std::nullopt;
}

}  // namespace scorescope
