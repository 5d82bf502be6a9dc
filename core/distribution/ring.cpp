#include "core/distribution/ring.h"

#include <ATen/Parallel.h>
#include <torch/types.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "core/base/error.h"
#include "core/distribution/bessel.h"

namespace scorescope {
namespace {

constexpr std::size_t kNodes = 20;

/// Nodes h_i and weights of the average over N(0, 1).
struct GaussHermite {
  std::array<double, kNodes> node;
  std::array<double, kNodes> weight;
};

/// He_n and its derivative n He_{n-1}, normalised: h_n = He_n / sqrt(n!).
std::array<double, 2> hermite(double x) {
  double previous = 0.0;
  double current = 1.0;
  for (std::size_t n = 0; n < kNodes; ++n) {
    const auto k = static_cast<double>(n);
    const double next = (x * current - std::sqrt(k) * previous) / std::sqrt(k + 1.0);
    previous = current;
    current = next;
  }
  return {current, std::sqrt(static_cast<double>(kNodes)) * previous};
}

/// Newton's method with the roots already found divided out (Press et al., Numerical Recipes,
/// section 9.5), started to the right of all roots: it walks down to the largest one that is left.
GaussHermite make_gauss_hermite() {
  GaussHermite rule{};
  for (std::size_t i = 0; i < kNodes; ++i) {
    double x = 2.0 * std::sqrt(static_cast<double>(kNodes));
    for (int step = 0; step < 200; ++step) {
      const auto [value, slope] = hermite(x);
      double found = 0.0;
      for (std::size_t j = 0; j < i; ++j) found += 1.0 / (x - rule.node[j]);
      const double change = value / (slope - value * found);
      x -= change;
      if (std::abs(change) < 1e-15) break;
    }
    rule.node[i] = x;
    const double slope = hermite(x)[1];
    rule.weight[i] = 1.0 / (slope * slope);
  }
  return rule;
}

const GaussHermite& gauss_hermite() {
  static const GaussHermite rule = make_gauss_hermite();
  return rule;
}

/// Values and Jacobians of a radial field at points on the CPU.
struct RadialField {
  torch::Tensor scores;     // [n, 2]
  torch::Tensor jacobians;  // [n, 2, 2]
};

/// `score_at(r, sigma)` gives the field's RadialScore.
template <class ScoreAt>
RadialField radial_field(const torch::Tensor& points, const torch::Tensor& sigma,
                         ScoreAt score_at) {
  const torch::Tensor xy = points.detach().to(torch::kCPU, torch::kFloat64).contiguous();
  const torch::Tensor levels = sigma.detach().to(torch::kCPU, torch::kFloat64).contiguous();
  const std::int64_t n = xy.size(0);
  RadialField field{torch::empty({n, 2}, torch::kFloat64),
                    torch::empty({n, 2, 2}, torch::kFloat64)};
  const auto* from = xy.const_data_ptr<double>();
  const auto* noise = levels.const_data_ptr<double>();
  auto* to = field.scores.template data_ptr<double>();
  auto* slopes = field.jacobians.template data_ptr<double>();
  at::parallel_for(0, n, 256, [&](std::int64_t first, std::int64_t last) {
    for (std::int64_t i = first; i < last; ++i) {
      // The direction at the origin does not matter: an even density has no score there.
      const double r = std::max(std::hypot(from[2 * i], from[2 * i + 1]), 1e-150);
      const double x = from[2 * i] / r;
      const double y = from[2 * i + 1] / r;
      const RadialScore at = score_at(r, noise[levels.numel() == 1 ? 0 : i]);
      const double across = at.score / r;  // slope perpendicular to the radius
      to[2 * i] = at.score * x;
      to[2 * i + 1] = at.score * y;
      slopes[4 * i] = across + (at.slope - across) * x * x;
      slopes[4 * i + 1] = slopes[4 * i + 2] = (at.slope - across) * x * y;
      slopes[4 * i + 3] = across + (at.slope - across) * y * y;
    }
  });
  return field;
}

template <class ScoreAt>
torch::Tensor along_radius(const torch::Tensor& points, const torch::Tensor& sigma,
                           ScoreAt score_at) {
  check(points.dim() == 2 && points.size(1) == 2, "ring score: points must be [n, 2]");
  check(sigma.numel() == 1 || sigma.numel() == points.size(0),
        "ring score: sigma must be [n] or [1]");
  const RadialField field = radial_field(points, sigma, score_at);
  const auto options = points.options().requires_grad(false);
  const torch::Tensor scores = field.scores.to(options);
  if (!(torch::GradMode::is_enabled() && points.requires_grad())) return scores;
  // The tangent plane: its value and first derivative are the field's.
  const torch::Tensor step = (points - points.detach()).unsqueeze(1);  // zeros [n, 1, 2]
  return scores + (field.jacobians.to(options) * step).sum(2);
}

/// Clean radii rho for a point at distance r. Prior N(radius, std^2) times the likelihood
/// exp(-(r - rho)^2 / (2 sigma^2)) is again Gaussian in rho; what is left of the integrand, the
/// scaled Bessel function, is smooth on that Gaussian's width.
std::array<double, kNodes> clean_radii(const Ring& ring, double r, double sigma) {
  const double noise = sigma * sigma;
  const double own = ring.std * ring.std;
  const double mean = (ring.radius * noise + r * own) / (noise + own);
  const double std = ring.std * sigma / std::sqrt(noise + own);
  std::array<double, kNodes> radii{};
  for (std::size_t i = 0; i < kNodes; ++i) {
    radii[i] = std::max(0.0, mean + std * gauss_hermite().node[i]);
  }
  return radii;
}

double log_normal(double distance, double variance) {
  return -0.5 * (distance * distance / variance + std::log(2.0 * std::numbers::pi * variance));
}

}  // namespace

RadialScore ring_score_at(const Ring& ring, double r, double sigma) {
  const double noise = sigma * sigma;
  const GaussHermite& rule = gauss_hermite();
  const std::array<double, kNodes> radii = clean_radii(ring, r, sigma);
  double total = 0.0;
  double first = 0.0;   // of the clean point's part along x, minus r
  double square = 0.0;  // of the same, squared
  for (std::size_t i = 0; i < kNodes; ++i) {
    const double rho = radii[i];
    const double z = r * rho / noise;
    const ScaledBessel bessel = scaled_bessel(z);
    const double weight = rule.weight[i] * bessel.i0;
    // E cos = I1 / I0 and E cos^2 = 1 - I1 / (z I0) for the angle between the clean point and x.
    const double cosine = bessel.ratio;
    const double cosine_square = z > 1e-8 ? 1.0 - bessel.ratio / z : 0.5;
    total += weight;
    first += weight * (rho * cosine - r);
    square += weight * (rho * rho * cosine_square - 2.0 * r * rho * cosine + r * r);
  }
  first /= total;
  square /= total;
  // Tweedie's formula and its derivative: Jacobian = -I / sigma^2 + Cov(x0 | x) / sigma^4.
  return {first / noise, -1.0 / noise + (square - first * first) / (noise * noise)};
}

double ring_log_density_at(const Ring& ring, double r, double sigma) {
  const double noise = sigma * sigma;
  const double along = log_normal(r - ring.radius, ring.std * ring.std + noise);
  if (sigma == 0.0) return along - std::log(2.0 * std::numbers::pi * r);
  const GaussHermite& rule = gauss_hermite();
  const std::array<double, kNodes> radii = clean_radii(ring, r, sigma);
  double mean = 0.0;
  for (std::size_t i = 0; i < kNodes; ++i) {
    mean += rule.weight[i] * scaled_bessel(r * radii[i] / noise).i0;
  }
  return along + std::log(mean / std::sqrt(2.0 * std::numbers::pi * noise));
}

RadialScore radial_ring_score_at(const Ring& ring, double r, double sigma) {
  const double variance = ring.std * ring.std + sigma * sigma;
  return {-(r - ring.radius) / variance, -1.0 / variance};
}

RadialScore clean_ring_score_at(const Ring& ring, double r) {
  const double variance = ring.std * ring.std;
  return {-(r - ring.radius) / variance - 1.0 / r, -1.0 / variance + 1.0 / (r * r)};
}

ScoreFunction ring_score_function(double radius, double std) {
  const Ring ring{radius, std};
  return [ring](const torch::Tensor& points, const torch::Tensor& sigma) {
    return along_radius(points, sigma, [&](double r, double level) {
      return level > 0.0 ? ring_score_at(ring, r, level) : clean_ring_score_at(ring, r);
    });
  };
}

ScoreFunction radial_ring_score_function(double radius, double std) {
  const Ring ring{radius, std};
  return [ring](const torch::Tensor& points, const torch::Tensor& sigma) {
    return along_radius(points, sigma, [&](double r, double level) {
      return radial_ring_score_at(ring, r, level);
    });
  };
}

ScoreFunction reference_score_function(const RingReference& reference) {
  return reference.kind == RingReference::Kind::kBessel
             ? ring_score_function(reference.radius, reference.std)
             : radial_ring_score_function(reference.radius, reference.std);
}

}  // namespace scorescope
