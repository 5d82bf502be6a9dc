#include "app/plot/ticks.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <span>

#include "app/plot/number_text.h"

namespace scorescope {
namespace {

float position_of(const TickWish& wish, double value) {
  const auto stretch = [&](double v) { return wish.logarithmic ? std::log10(v) : v; };
  const double low = stretch(wish.low), high = stretch(wish.high);
  return static_cast<float>((stretch(value) - low) / (high - low)) * wish.length;
}

std::string linear_text(double value, double step) {
  if (std::abs(value) < step * 1e-9) value = 0.0;
  if (std::abs(value) >= 1e7 || (step < 1e-5 && value != 0.0)) {
    return short_number_text(value, 3);
  }
  int decimals = std::max(0, static_cast<int>(-std::floor(std::log10(step) + 1e-9)));
  const double scaled = step * std::pow(10.0, decimals);
  if (std::abs(scaled - std::round(scaled)) > 1e-6) ++decimals;  // steps of 2.5
  return grouped_digits(fmt::format("{:.{}f}", value, decimals));
}

std::vector<Tick> linear_ticks(const TickWish& wish, double step) {
  std::vector<Tick> ticks;
  const double slack = (wish.high - wish.low) * 1e-9;
  const auto first = static_cast<long long>(std::ceil((wish.low - slack) / step));
  const auto last = static_cast<long long>(std::floor((wish.high + slack) / step));
  for (long long i = first; i <= last; ++i) {
    const double value = static_cast<double>(i) * step;
    if (wish.logarithmic && value <= 0.0) continue;
    ticks.push_back({value, position_of(wish, value), linear_text(value, step)});
  }
  return ticks;
}

bool fits(const TickWish& wish, const std::vector<Tick>& ticks) {
  for (std::size_t i = 1; i < ticks.size(); ++i) {
    const float gap = ticks[i].position - ticks[i - 1].position;
    const float needed =
        (wish.extent(ticks[i].text) + wish.extent(ticks[i - 1].text)) / 2.0F + wish.label_gap;
    if (gap < wish.least_gap - 0.5F || gap < needed) return false;
  }
  return true;
}

std::vector<Tick> densest_linear(const TickWish& wish) {
  const double range = wish.high - wish.low;
  const double most = std::max(1.0F, wish.length / wish.least_gap);
  // a first step that is surely too fine, then coarser until the labels have room
  double decade = std::pow(10.0, std::floor(std::log10(range / most)) - 1.0);
  for (int i = 0; i < 12; ++i, decade *= 10.0) {
    for (const double factor : {1.0, 2.0, 2.5, 5.0}) {
      const double step = factor * decade;
      if (range / step > 400.0) continue;
      std::vector<Tick> ticks = linear_ticks(wish, step);
      if (fits(wish, ticks)) return ticks;
    }
  }
  return {};
}

std::string decade_text(double value) { return short_number_text(value, 2); }

/// Marks at `mantissas` times every `stride`-th power of ten.
std::vector<Tick> decade_ticks(const TickWish& wish, std::span<const double> mantissas,
                               int stride) {
  std::vector<Tick> ticks;
  const int first = static_cast<int>(std::floor(std::log10(wish.low)));
  const int last = static_cast<int>(std::ceil(std::log10(wish.high)));
  for (int exponent = first; exponent <= last; ++exponent) {
    if (exponent % stride != 0) continue;
    for (const double mantissa : mantissas) {
      const double value = mantissa * std::pow(10.0, exponent);
      if (value < wish.low * (1 - 1e-9) || value > wish.high * (1 + 1e-9)) continue;
      ticks.push_back({value, position_of(wish, value), decade_text(value)});
    }
  }
  return ticks;
}

/// Of two marks one cannot read what lies between them: parts of a decade join them where they fit.
std::vector<Tick> with_parts(const TickWish& wish, std::vector<Tick> ticks) {
  static constexpr std::array<double, 3> kParts{3.0, 2.0, 5.0};
  if (ticks.size() > 2) return ticks;
  TickWish closer = wish;
  closer.least_gap *= 0.6F;
  for (const Tick& part : decade_ticks(wish, kParts, 1)) {
    std::vector<Tick> more = ticks;
    more.insert(std::ranges::lower_bound(more, part.value, {}, &Tick::value), part);
    if (fits(closer, more)) ticks = std::move(more);
  }
  return ticks;
}

std::vector<Tick> densest_logarithmic(const TickWish& wish) {
  static constexpr std::array<double, 3> kOneTwoFive{1.0, 2.0, 5.0};
  static constexpr std::array<double, 2> kOneThree{1.0, 3.0};
  static constexpr std::array<double, 1> kOne{1.0};
  const std::span<const double> sets[] = {kOneTwoFive, kOneThree, kOne};
  for (const auto& mantissas : sets) {
    std::vector<Tick> ticks = decade_ticks(wish, mantissas, 1);
    if (ticks.size() >= 2 && fits(wish, ticks)) return with_parts(wish, std::move(ticks));
  }
  for (int stride = 2; stride < 64; ++stride) {
    std::vector<Tick> ticks = decade_ticks(wish, kOne, stride);
    if (ticks.size() < 2) break;
    if (fits(wish, ticks)) return ticks;
  }
  return densest_linear(wish);  // less than a decade: round numbers, unevenly spaced
}

}  // namespace

std::vector<Tick> axis_ticks(const TickWish& wish) {
  const bool usable = std::isfinite(wish.low) && std::isfinite(wish.high) && wish.low < wish.high &&
                      wish.length > 0.0F && (!wish.logarithmic || wish.low > 0.0);
  if (!usable) return {};
  return wish.logarithmic ? densest_logarithmic(wish) : densest_linear(wish);
}

}  // namespace scorescope
