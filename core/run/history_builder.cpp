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
  if (recent_.size() < window_) {
    recent_.push_back(value);
  } else {
    recent_[oldest_] = value;
    oldest_ = (oldest_ + 1) % window_;
  }
  const auto number = static_cast<float>(value);
  if (step <= bin_end_) {
    history_.step.back() = step;
    history_.low.back() = std::min(history_.low.back(), number);
    history_.high.back() = std::max(history_.high.back(), number);
    const std::size_t bins = history_.step.size();
    const std::int64_t before = bins > 1 ? history_.step[bins - 2] : 0;
    const auto count = static_cast<float>(step - before);
    history_.mean.back() += (number - history_.mean.back()) / count;
  } else {
    bin_end_ = last_step_of_bin(step, kLineRatio);
    history_.step.push_back(step);
    history_.low.push_back(number);
    history_.high.push_back(number);
    history_.mean.push_back(number);
  }
}

std::vector<double> HistoryBuilder::window_values() const {
  std::vector<double> values = recent_;
  std::rotate(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(oldest_), values.end());
  return values;
}

void HistoryBuilder::restart_window(const std::vector<double>& values) {
  recent_ = values;
  recent_.reserve(window_);
  oldest_ = 0;
}

std::vector<double> HistoryBuilder::averaged_values() const {
  std::vector<double> values = window_values();
  const std::int64_t end = history_.step.empty() ? 0 : history_.step.back();
  const auto wanted = static_cast<std::size_t>(std::max<std::int64_t>(end / 4, 1));
  if (values.size() > wanted) {
    values.erase(values.begin(), values.end() - static_cast<std::ptrdiff_t>(wanted));
  }
  return values;
}

double HistoryBuilder::mean() const {
  if (recent_.empty()) return 0.0;
  // in the order of the steps: the sum is then the same after a saved run went on
  const std::vector<double> values = averaged_values();
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

double HistoryBuilder::standard_error() const {
  const std::vector<double> values = averaged_values();
  if (values.size() < 2) return 0.0;
  const double centre = mean();
  double squares = 0.0;
  for (const double value : values) squares += (value - centre) * (value - centre);
  const auto n = static_cast<double>(values.size());
  return std::sqrt(squares / (n - 1.0) / n);
}

HistoryBuilder::State HistoryBuilder::state() const { return {history_, window_values()}; }

void HistoryBuilder::restore(const State& state) {
  history_ = state.history;
  bin_end_ = history_.step.empty() ? 0 : last_step_of_bin(history_.step.back(), kLineRatio);
  restart_window(state.recent);
}

LevelStripBuilder::LevelStripBuilder(std::size_t levels) : levels_(levels), step_(levels) {
  state_.recent.assign(levels, std::numeric_limits<float>::quiet_NaN());
  state_.seen.assign(levels, 0);
}

void LevelStripBuilder::add(std::int64_t step, std::span<const std::int64_t> level,
                            std::span<const float> loss) {
  if (step > column_end_) {
    column_end_ = last_step_of_bin(step, kStripRatio);
    state_.last_step.push_back(step);
    state_.sum.resize(state_.sum.size() + levels_, 0.0);
    state_.count.resize(state_.count.size() + levels_, 0);
  }
  state_.last_step.back() = step;
  std::ranges::fill(step_, Seen{});
  for (std::size_t i = 0; i < level.size(); ++i) {
    Seen& seen = step_[static_cast<std::size_t>(level[i])];
    seen.sum += loss[i];
    ++seen.count;
  }
  for (std::size_t row = 0; row < levels_; ++row) {
    if (step_[row].count > 0) add_to_column(row, step_[row]);
  }
}

void LevelStripBuilder::add_to_column(std::size_t row, const Seen& seen) {
  const std::size_t cell = state_.sum.size() - levels_ + row;
  state_.sum[cell] += seen.sum;
  state_.count[cell] += seen.count;
  // the running mean over all points so far, and from kMemory on one that forgets
  const bool first = state_.seen[row] == 0;
  state_.seen[row] = std::min(state_.seen[row] + seen.count, kMemory);
  const auto count = static_cast<double>(seen.count);
  const double share = count / std::max(static_cast<double>(state_.seen[row]), count);
  const double mean = seen.sum / count;
  const double recent = first ? mean : static_cast<double>(state_.recent[row]);
  state_.recent[row] = static_cast<float>(recent + share * (mean - recent));
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
  column_end_ = state.last_step.empty() ? 0 : last_step_of_bin(state.last_step.back(), kStripRatio);
}

}  // namespace scorescope
