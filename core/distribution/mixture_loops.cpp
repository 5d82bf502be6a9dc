#include "core/distribution/mixture_loops.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numbers>
#include <vector>

#include "core/base/vector_math.h"

namespace scorescope {
namespace {

constexpr std::size_t kTile = 64;
using Lane = std::array<double, kTile>;

/// One component after noise: the inverse covariance (a b; b c), and weight / sqrt(determinant).
struct Noised {
  double a;
  double b;
  double c;
  double scale;
};

/// A clean component, read out of the table so that a loop over points keeps it in registers.
struct Component {
  double weight, xx, xy, yy, determinant;

  Component(const ComponentTable& table, std::size_t k)
      : weight(table.weight[k]),
        xx(table.var_x[k]),
        xy(table.cov_xy[k]),
        yy(table.var_y[k]),
        determinant(table.determinant[k]) {}

  Noised at(double variance) const {
    // Expanded, so that a line (determinant 0) keeps its tiny width instead of losing it to
    // rounding.
    const double noised_determinant = determinant + variance * (xx + yy) + variance * variance;
    const double inverse = 1.0 / noised_determinant;
    return {(yy + variance) * inverse, -xy * inverse, (xx + variance) * inverse,
            weight * inverse_sqrt_of_positive(noised_determinant)};
  }
};

/// A component noised once for all points.
struct NoisedOnce {
  double a, b, c, scale;

  // Member by member: g++ would not keep a copied struct in registers.
  explicit NoisedOnce(const Noised& row) : a(row.a), b(row.b), c(row.c), scale(row.scale) {}
  Noised at(double) const { return {a, b, c, scale}; }
};

/// Every point of the batch has one sigma.
class SharedNoise {
 public:
  SharedNoise(const ComponentTable& table, double sigma) {
    rows_.reserve(table.size());
    const double variance = sigma * sigma + kLeastVariance;
    for (std::size_t k = 0; k < table.size(); ++k) {
      rows_.emplace_back(Component(table, k).at(variance));
    }
  }

  NoisedOnce component(std::size_t k) const { return rows_[k]; }

 private:
  std::vector<NoisedOnce> rows_;
};

/// Every point has its own sigma: components are noised for each pair.
class OwnNoise {
 public:
  explicit OwnNoise(const ComponentTable& table) : table_(table) {}

  Component component(std::size_t k) const { return Component(table_, k); }

 private:
  const ComponentTable& table_;
};

/// Up to kTile points and the sums over components that belong to them.
struct Tile {
  std::size_t count;
  Lane x, y, variance;
  Lane best;              // largest exponent -q/2 over the components
  Lane least;             // where exponents stop, so that exp does not underflow
  Lane total;             // sum of scale * exp(-q/2 - best)
  Lane score_x, score_y;  // first the sums, then divided by total
  Lane jacobian_xx, jacobian_xy, jacobian_yy;
};

void load(const NoisyPoints& batch, std::size_t first, Tile& tile) {
  tile.count = std::min(kTile, batch.count - first);
  for (std::size_t i = 0; i < tile.count; ++i) {
    tile.x[i] = batch.points[2 * (first + i)];
    tile.y[i] = batch.points[2 * (first + i) + 1];
    const double sigma = batch.sigma[batch.one_sigma ? 0 : first + i];
    tile.variance[i] = sigma * sigma + kLeastVariance;
    tile.least[i] = -700.0;
  }
}

/// The noised component's pull on a point, inverse covariance times (mean - point), and the
/// exponent -q/2 it gives there.
struct Pull {
  double x, y, exponent;
};

/// Calls body(i, component noised at point i, Pull) for every component and point of the tile. One
/// spelling for all passes: far away, another order of rounding would make the best exponent there
/// exceed the maximum found before by far more than 1.
template <class Noise, class Body>
void for_each_pull(const ComponentTable& table, const Noise& noise, const Tile& tile,
                   const Body& body) {
  for (std::size_t k = 0; k < table.size(); ++k) {
    const auto component = noise.component(k);
    const double mean_x = table.mean_x[k];
    const double mean_y = table.mean_y[k];
    for (std::size_t i = 0; i < tile.count; ++i) {
      const Noised row = component.at(tile.variance[i]);
      const double dx = mean_x - tile.x[i];
      const double dy = mean_y - tile.y[i];
      const double pull_x = row.a * dx + row.b * dy;
      const double pull_y = row.b * dx + row.c * dy;
      body(i, row, Pull{pull_x, pull_y, -0.5 * (dx * pull_x + dy * pull_y)});
    }
  }
}

/// scale * exp(-q/2 - best), bounded from below so that exp does not underflow.
double unnormalised_share(const Tile& tile, std::size_t i, const Noised& row, const Pull& pull) {
  const double exponent = pull.exponent - tile.best[i];
  return row.scale * exp_of_bounded(exponent > tile.least[i] ? exponent : tile.least[i]);
}

template <class Noise>
void find_best(const ComponentTable& table, const Noise& noise, Tile& tile) {
  tile.best.fill(-std::numeric_limits<double>::infinity());
  for_each_pull(table, noise, tile, [&tile](std::size_t i, const Noised&, const Pull& pull) {
    tile.best[i] = pull.exponent > tile.best[i] ? pull.exponent : tile.best[i];
  });
}

/// Fills total and score.
template <class Noise>
void add_scores(const ComponentTable& table, const Noise& noise, Tile& tile) {
  tile.total.fill(0.0);
  tile.score_x.fill(0.0);
  tile.score_y.fill(0.0);
  for_each_pull(table, noise, tile, [&tile](std::size_t i, const Noised& row, const Pull& pull) {
    const double share = unnormalised_share(tile, i, row, pull);
    tile.total[i] += share;
    tile.score_x[i] += share * pull.x;
    tile.score_y[i] += share * pull.y;
  });
  for (std::size_t i = 0; i < tile.count; ++i) {
    tile.score_x[i] /= tile.total[i];
    tile.score_y[i] /= tile.total[i];
  }
}

/// Jacobian = Cov_r(pull) - E_r(inverse covariance), from pulls centred on the score: the
/// difference of two large squares would lose all digits far away.
template <class Noise>
void add_jacobians(const ComponentTable& table, const Noise& noise, Tile& tile) {
  tile.jacobian_xx.fill(0.0);
  tile.jacobian_xy.fill(0.0);
  tile.jacobian_yy.fill(0.0);
  for_each_pull(table, noise, tile, [&tile](std::size_t i, const Noised& row, const Pull& pull) {
    const double share = unnormalised_share(tile, i, row, pull) / tile.total[i];
    const double centred_x = pull.x - tile.score_x[i];
    const double centred_y = pull.y - tile.score_y[i];
    tile.jacobian_xx[i] += share * (centred_x * centred_x - row.a);
    tile.jacobian_xy[i] += share * (centred_x * centred_y - row.b);
    tile.jacobian_yy[i] += share * (centred_y * centred_y - row.c);
  });
}

void store(const Tile& tile, std::size_t first, const MixtureOutputs& outputs) {
  for (std::size_t i = 0; i < tile.count; ++i) {
    const std::size_t n = first + i;
    if (outputs.log_density != nullptr) {
      outputs.log_density[n] =
          std::log(tile.total[i]) + tile.best[i] - std::log(2.0 * std::numbers::pi);
    }
    if (outputs.score != nullptr) {
      outputs.score[2 * n] = tile.score_x[i];
      outputs.score[2 * n + 1] = tile.score_y[i];
    }
    if (outputs.jacobian != nullptr) {
      double* row = outputs.jacobian + 4 * n;
      row[0] = tile.jacobian_xx[i];
      row[1] = row[2] = tile.jacobian_xy[i];
      row[3] = tile.jacobian_yy[i];
    }
  }
}

template <class Noise>
void evaluate(const ComponentTable& table, const Noise& noise, const NoisyPoints& batch,
              const MixtureOutputs& outputs) {
  Tile tile;
  for (std::size_t first = 0; first < batch.count; first += kTile) {
    load(batch, first, tile);
    find_best(table, noise, tile);
    add_scores(table, noise, tile);
    if (outputs.jacobian != nullptr) add_jacobians(table, noise, tile);
    store(tile, first, outputs);
  }
}

}  // namespace

SCORESCOPE_WIDE_VECTORS
void evaluate_mixture(const ComponentTable& table, const NoisyPoints& batch,
                      const MixtureOutputs& outputs) {
  if (batch.count == 0) return;
  if (batch.one_sigma) {
    evaluate(table, SharedNoise(table, batch.sigma[0]), batch, outputs);
  } else {
    evaluate(table, OwnNoise(table), batch, outputs);
  }
}

}  // namespace scorescope
