#include "app/plot/range.h"

#include <algorithm>
#include <cmath>

namespace scorescope {
namespace {

constexpr double kFarAway = 8.0;
/// A reference line this many times lower than the least value of a curve would press all curves
/// into the top of a logarithmic plot: the legend says it lies below.
constexpr double kFarBelow = 30.0;

double quantile(const std::vector<double>& sorted, double share) {
  const double at = share * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(at);
  const std::size_t above = std::min(below + 1, sorted.size() - 1);
  return sorted[below] + (sorted[above] - sorted[below]) * (at - static_cast<double>(below));
}

/// Ends of ascending values without a single far point at either end.
PlotRange without_far_points(const std::vector<double>& sorted) {
  const std::size_t n = sorted.size();
  PlotRange range{sorted.front(), sorted.back()};
  if (n < 5) return range;
  if (sorted[n - 1] - sorted[n - 2] > kFarAway * (sorted[n - 2] - sorted[0]) &&
      sorted[n - 2] > sorted[0]) {
    range.high = sorted[n - 2];
  }
  if (sorted[1] - sorted[0] > kFarAway * (sorted[n - 1] - sorted[1]) && sorted[n - 1] > sorted[1]) {
    range.low = sorted[1];
  }
  return range;
}

PlotRange robust_range(const std::vector<double>& sorted) {
  if (sorted.size() < 40) return without_far_points(sorted);
  const double low = quantile(sorted, 0.005), high = quantile(sorted, 0.995);
  const double spread = high - low;
  if (spread <= 0.0) return {sorted.front(), sorted.back()};
  return {std::max(sorted.front(), low - spread), std::min(sorted.back(), high + spread)};
}

/// A step of 1, 2 or 5 times a power of ten that divides `range` into about five.
double round_step(double range) {
  const double wanted = range / 5.0;
  const double decade = std::pow(10.0, std::floor(std::log10(wanted)));
  for (const double factor : {1.0, 2.0, 5.0}) {
    if (factor * decade >= wanted * 0.99) return factor * decade;
  }
  return 10.0 * decade;
}

void collect(const Series& series, const PlotRange& x, std::vector<double>& values) {
  for (std::size_t i = 0; i < series.x.size(); ++i) {
    if (series.x[i] < x.low || series.x[i] > x.high) continue;
    if (i < series.y.size()) values.push_back(series.y[i]);
    if (i < series.low.size()) values.push_back(series.low[i]);
    if (i < series.high.size()) values.push_back(series.high[i]);
  }
}

/// Fixed ends of the axis win over what was fitted.
PlotRange with_fixed_ends(const PlotAxis& axis, PlotRange range, bool logarithmic) {
  const auto usable = [&](double end) { return !logarithmic || end > 0.0; };
  if (axis.low && usable(*axis.low)) range.low = *axis.low;
  if (axis.high && usable(*axis.high)) range.high = *axis.high;
  if (range.low < range.high) return range;
  return logarithmic ? PlotRange{range.low, range.low * 10.0}
                     : PlotRange{range.low, range.low + 1.0};
}

}  // namespace

PlotRange fitted_range(std::vector<double> values, bool logarithmic, bool robust) {
  std::erase_if(values, [&](double v) { return !std::isfinite(v) || (logarithmic && v <= 0.0); });
  if (values.empty()) return logarithmic ? PlotRange{0.1, 1.0} : PlotRange{0.0, 1.0};
  if (logarithmic) {
    for (double& value : values) value = std::log(value);
  }
  std::sort(values.begin(), values.end());
  PlotRange range = robust ? robust_range(values) : PlotRange{values.front(), values.back()};
  if (logarithmic) range = {std::exp(range.low), std::exp(range.high)};
  return range;
}

PlotRange rounded_range(const PlotRange& range, bool logarithmic) {
  if (logarithmic) {
    const double decades = std::log10(range.high / range.low);
    // at least a factor of four, so that noise on a flat curve stays small
    const double margin =
        std::pow(10.0, std::max({0.06 * decades, (std::log10(4.0) - decades) / 2.0, 0.0}));
    return {range.low / margin, range.high * margin};
  }
  double low = range.low, high = range.high;
  if (low >= 0.0 && low < 0.4 * high) low = 0.0;
  if (high - low <= 1e-12 * std::max(std::abs(high), std::abs(low))) {
    const double half = std::max(std::abs(high) * 0.1, 1e-6);
    low -= half;
    high += half;
  }
  const double air = 0.03 * (high - low);  // a curve must not run along the frame
  high += air;
  if (low != 0.0) low -= air;
  const double step = round_step(high - low);
  return {std::floor(low / step + 1e-6) * step, std::ceil(high / step - 1e-6) * step};
}

PlotRange model_y_range(const PlotModel& model, const PlotRange& x, bool logarithmic) {
  std::vector<double> values;
  for (const Series& series : model.series) collect(series, x, values);
  PlotRange range = fitted_range(values, logarithmic, model.y.robust);
  for (const ReferenceLine& line : model.lines) {
    if (line.direction != ReferenceLine::Direction::kHorizontal || !std::isfinite(line.at))
      continue;
    if (logarithmic && line.at <= 0.0) continue;
    if (logarithmic && !values.empty() && line.at * kFarBelow < range.low) continue;
    range = {std::min(range.low, line.at), std::max(range.high, line.at)};
  }
  if (!logarithmic && range.high - range.low < model.y.least_span) {
    const double more = (model.y.least_span - (range.high - range.low)) / 2.0;
    range = {range.low - more, range.high + more};
  }
  range = rounded_range(range, logarithmic);
  range = {std::max(range.low, model.y.least), std::min(range.high, model.y.most)};
  return with_fixed_ends(model.y, range, logarithmic);
}

PlotRange model_x_range(const PlotModel& model, bool logarithmic) {
  std::vector<double> values;
  for (const Series& series : model.series) {
    values.insert(values.end(), series.x.begin(), series.x.end());
  }
  if (model.heat) {
    values.insert(values.end(), model.heat->column_end.begin(), model.heat->column_end.end());
  }
  PlotRange range = fitted_range(values, logarithmic, false);
  if (range.low == range.high) {
    range = logarithmic ? PlotRange{range.low / 1.5, range.high * 1.5}
                        : PlotRange{range.low - 0.5, range.high + 0.5};
  }
  return with_fixed_ends(model.x, range, logarithmic);
}

}  // namespace scorescope
