#include "core/empirical_score_loop.h"

#include <algorithm>
#include <array>

#include "core/base/vector_math.h"

namespace scorescope {
namespace {

constexpr std::size_t kTile = 64;
using Lane = std::array<double, kTile>;

/// Points of one tile and their sums over the centres. Lanes past `count` repeat the last point, so
/// that loops have a fixed length.
struct Tile {
  std::size_t count;
  Lane x, y;
  Lane half_precision;  // 1 / (2 sigma^2)
  Lane nearest;         // least squared distance to a centre
  Lane total, pull_x, pull_y;
};

void load(const NoisyCloud& cloud, std::size_t first, Tile& tile) {
  tile.count = std::min(kTile, cloud.count - first);
  for (std::size_t i = 0; i < kTile; ++i) {
    const std::size_t row = first + std::min(i, tile.count - 1);
    tile.x[i] = cloud.points[2 * row];
    tile.y[i] = cloud.points[2 * row + 1];
    tile.half_precision[i] = 0.5 / (cloud.sigma[row] * cloud.sigma[row]);
  }
}

template <bool kLifted>
double height_of(const NoisyCloud& cloud, std::size_t centre) {
  return kLifted ? cloud.heights[centre] : 0.0;
}

template <bool kLifted>
void find_nearest(const NoisyCloud& cloud, Tile& tile) {
  tile.nearest.fill(1e300);
  for (std::size_t k = 0; k < cloud.centre_count; ++k) {
    const double centre_x = cloud.centres[2 * k];
    const double centre_y = cloud.centres[2 * k + 1];
    const double height = height_of<kLifted>(cloud, k);
    for (std::size_t i = 0; i < kTile; ++i) {
      const double dx = centre_x - tile.x[i];
      const double dy = centre_y - tile.y[i];
      const double square = dx * dx + dy * dy + height;
      tile.nearest[i] = square < tile.nearest[i] ? square : tile.nearest[i];
    }
  }
}

/// Weights relative to the nearest centre's, whose own is 1: the total never vanishes.
template <bool kLifted>
void add_pulls(const NoisyCloud& cloud, Tile& tile) {
  tile.total.fill(0.0);
  tile.pull_x.fill(0.0);
  tile.pull_y.fill(0.0);
  Lane least;
  least.fill(-700.0);  // read from memory: a constant bound would make g++ split the loop
  for (std::size_t k = 0; k < cloud.centre_count; ++k) {
    const double centre_x = cloud.centres[2 * k];
    const double centre_y = cloud.centres[2 * k + 1];
    const double height = height_of<kLifted>(cloud, k);
    for (std::size_t i = 0; i < kTile; ++i) {
      const double dx = centre_x - tile.x[i];
      const double dy = centre_y - tile.y[i];
      const double exponent =
          (tile.nearest[i] - height - dx * dx - dy * dy) * tile.half_precision[i];
      const double weight = exp_of_bounded(exponent > least[i] ? exponent : least[i]);
      tile.total[i] += weight;
      tile.pull_x[i] += weight * dx;
      tile.pull_y[i] += weight * dy;
    }
  }
}

void store(const Tile& tile, double* scores) {
  for (std::size_t i = 0; i < tile.count; ++i) {
    const double factor = 2.0 * tile.half_precision[i] / tile.total[i];
    scores[2 * i] = factor * tile.pull_x[i];
    scores[2 * i + 1] = factor * tile.pull_y[i];
  }
}

}  // namespace

SCORESCOPE_WIDE_VECTORS
void empirical_score_loop(const NoisyCloud& cloud, double* scores) {
  for (std::size_t first = 0; first < cloud.count; first += kTile) {
    Tile tile;
    load(cloud, first, tile);
    if (cloud.heights != nullptr) {
      find_nearest<true>(cloud, tile);
      add_pulls<true>(cloud, tile);
    } else {
      find_nearest<false>(cloud, tile);
      add_pulls<false>(cloud, tile);
    }
    store(tile, scores + 2 * first);
  }
}

}  // namespace scorescope
