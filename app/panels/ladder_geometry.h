// The noise ladder's arithmetic: levels at equal pitches, so that equal steps are equal ratios of
// sigma.
#pragma once

#include <algorithm>
#include <cmath>
#include <vector>

namespace scorescope {

/// `count` rungs of equal width over [left, left + width], pixels.
struct LadderGeometry {
  float left = 0.0F, width = 0.0F;
  int count = 1;

  float pitch() const { return width / static_cast<float>(std::max(count, 1)); }
  float rung_left(int level) const { return left + pitch() * static_cast<float>(level); }
  float rung_centre(int level) const { return rung_left(level) + pitch() * 0.5F; }

  /// The level whose rung is under `x`, clamped to the ladder.
  int level_at(float x) const {
    return std::clamp(static_cast<int>(std::floor((x - left) / pitch())), 0,
                      std::max(count - 1, 0));
  }

  /// Rungs closed up to a band: more than 16 levels.
  bool dense() const { return count > 16; }

  /// Levels that get a picture or a number with `room` pixels for itself: all where they fit, else
  /// as many as fit, the highest and the lowest always. Equal steps where that costs less than half
  /// of them, else nearly equal ones.
  std::vector<int> marked_levels(float room) const {
    const int last = std::max(count, 1) - 1;
    const int stride = std::max(1, static_cast<int>(std::ceil(room / std::max(pitch(), 1e-3F))));
    const int most = std::max(1, last / stride);
    int intervals = most;
    while (2 * intervals > most && last % intervals != 0) --intervals;
    if (last % intervals != 0) intervals = most;
    std::vector<int> levels{0};
    for (int i = 1; i <= intervals && last > 0; ++i) {
      levels.push_back((i * last + intervals / 2) / intervals);
    }
    return levels;
  }
};

/// Steps a sampler with `step_count` steps over `levels` rungs has done within rung `level`, as a
/// share 0 to 1, when it has done `step` in all and spends the same number on each.
inline float rung_progress(int level, int levels, double step, double step_count) {
  if (step_count <= 0.0 || levels <= 0) return 0.0F;
  const double done = step / step_count * levels - level;
  return static_cast<float>(std::clamp(done, 0.0, 1.0));
}

}  // namespace scorescope
