#include "core/run/detail/history_builder.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <string>

#include "core/base/error.h"

namespace scorescope {
namespace {

constexpr double kLineRatio = 1.005;    // 2,800 bins for a million steps
constexpr double kStripRatio = 1.05;    // 280 columns for a million steps
constexpr std::int64_t kMemory = 2000;  // points of a level that its recent mean looks back on

}  // namespace

std::int64_t last_step_of_bin(std::int64_t step, double ratio) {
  const double bin = std::ceil(std::log(static_cast<double>(step)) / std::log(ratio) - 1e-9);
  const auto last = static_cast<std::int64_t>(std::floor(std::pow(ratio, bin) + 1e-6));
  return std::max(step, last);
}

void HistoryBuilder::add(std::int64_t step, double value) {
  recent_.push_back(value);
  if (recent_.size() > window_) recent_.pop_front();
  const auto number = static_cast<float>(value);
  const std::int64_t last = last_step_of_bin(step, kLineRatio);
  const bool same_bin =
      !history_.step.empty() && last_step_of_bin(history_.step.back(), kLineRatio) == last;
  if (same_bin) {
    history_.step.back() = step;
    history_.low.back() = std::min(history_.low.back(), number);
    history_.high.back() = std::max(history_.high.back(), number);
    const std::size_t bins = history_.step.size();
    const std::int64_t before = bins > 1 ? history_.step[bins - 2] : 0;
    const auto count = static_cast<float>(step - before);
    history_.mean.back() += (number - history_.mean.back()) / count;
  } else {
    history_.step.push_back(step);
    history_.low.push_back(number);
    history_.high.push_back(number);
    history_.mean.push_back(number);
  }
}

double HistoryBuilder::mean() const {
  if (recent_.empty()) return 0.0;
  return std::accumulate(recent_.begin(), recent_.end(), 0.0) / static_cast<double>(recent_.size());
}

double HistoryBuilder::standard_error() const {
  if (recent_.size() < 2) return 0.0;
  const double centre = mean();
  double squares = 0.0;
  for (const double value : recent_) squares += (value - centre) * (value - centre);
  const auto n = static_cast<double>(recent_.size());
  return std::sqrt(squares / (n - 1.0) / n);
}

HistoryBuilder::State HistoryBuilder::state() const {
  return {history_, {recent_.begin(), recent_.end()}};
}

void HistoryBuilder::restore(const State& state) {
  history_ = state.history;
  recent_.assign(state.recent.begin(), state.recent.end());
}

LevelStripBuilder::LevelStripBuilder(std::size_t levels) : levels_(levels) {
  state_.recent.assign(levels, std::numeric_limits<float>::quiet_NaN());
  state_.seen.assign(levels, 0);
}

void LevelStripBuilder::add(std::int64_t step, const std::vector<std::int64_t>& level,
                            const std::vector<float>& loss) {
  const std::int64_t last = last_step_of_bin(step, kStripRatio);
  if (state_.last_step.empty() || last_step_of_bin(state_.last_step.back(), kStripRatio) != last) {
    state_.last_step.push_back(step);
    state_.sum.resize(state_.sum.size() + levels_, 0.0);
    state_.count.resize(state_.count.size() + levels_, 0);
  }
  state_.last_step.back() = step;
  const std::size_t column = state_.sum.size() - levels_;
  for (std::size_t i = 0; i < level.size(); ++i) {
    const auto row = static_cast<std::size_t>(level[i]);
    state_.sum[column + row] += loss[i];
    ++state_.count[column + row];
    state_.seen[row] = std::min(state_.seen[row] + 1, kMemory);
    float& recent = state_.recent[row];
    recent = state_.seen[row] == 1
                 ? loss[i]
                 : recent + (loss[i] - recent) / static_cast<float>(state_.seen[row]);
  }
}

LevelStrip LevelStripBuilder::strip() const {
  LevelStrip strip;
  strip.step = state_.last_step;
  const std::size_t columns = strip.step.size();
  strip.loss.assign(levels_ * columns, std::numeric_limits<float>::quiet_NaN());
  for (std::size_t c = 0; c < columns; ++c) {
    for (std::size_t row = 0; row < levels_; ++row) {
      const std::int64_t count = state_.count[c * levels_ + row];
      if (count == 0) continue;
      strip.loss[row * columns + c] =
          static_cast<float>(state_.sum[c * levels_ + row] / static_cast<double>(count));
    }
  }
  return strip;
}

void LevelStripBuilder::restore(const State& state) {
  const std::size_t cells = state.last_step.size() * levels_;
  if (state.sum.size() != cells || state.count.size() != cells || state.recent.size() != levels_ ||
      state.seen.size() != levels_) {
    throw UserError("The saved loss per level does not fit a ladder of " + std::to_string(levels_) +
                    " levels.");
  }
  state_ = state;
}

}  // namespace scorescope
