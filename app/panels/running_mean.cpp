#include "app/panels/running_mean.h"

#include <algorithm>
#include <cmath>

namespace scorescope {

std::vector<double> running_mean(const History& history, std::int64_t window) {
  std::vector<double> means;
  means.reserve(history.step.size());
  for (std::size_t i = 0; i < history.step.size(); ++i) {
    const std::int64_t end = history.step[i];
    const std::int64_t begin = end - std::clamp<std::int64_t>(end / 4, 1, window);
    double sum = 0.0, weight = 0.0;
    for (std::size_t k = i + 1; k-- > 0;) {
      const std::int64_t from = k == 0 ? 0 : history.step[k - 1];
      if (history.step[k] <= begin) break;
      const auto inside = static_cast<double>(history.step[k] - std::max(from, begin));
      if (!std::isfinite(history.mean[k])) continue;
      sum += inside * static_cast<double>(history.mean[k]);
      weight += inside;
    }
    means.push_back(weight > 0.0 ? sum / weight : std::nan(""));
  }
  return means;
}

StepEnvelope step_envelope(const History& history, double ratio) {
  StepEnvelope envelope;
  const std::size_t count = history.step.size();
  std::size_t first = 0, last = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const auto step = static_cast<double>(history.step[i]);
    while (static_cast<double>(history.step[first]) * ratio < step) ++first;
    while (last < count && static_cast<double>(history.step[last]) <= step * ratio) ++last;
    double low = std::nan(""), high = std::nan("");
    for (std::size_t k = first; k < last; ++k) {
      low = std::fmin(low, static_cast<double>(history.low[k]));
      high = std::fmax(high, static_cast<double>(history.high[k]));
    }
    envelope.low.push_back(low);
    envelope.high.push_back(high);
  }
  return envelope;
}

}  // namespace scorescope
