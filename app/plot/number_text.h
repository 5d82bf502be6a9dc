// Numbers as text: four significant digits, thousands parted by a thin space (U+2009), powers of
// ten written out, uncertainties to two digits. Pure functions; header only, since widgets use them
// too.
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

namespace scorescope {

inline constexpr std::string_view kThinSpace = "\xE2\x80\x89";

/// Parts the digits before the decimal point in groups of three: "12340.5" to "12 340.5" (from five
/// digits on in running text it is usual to keep four together; the screens part them too).
inline std::string grouped_digits(std::string_view plain) {
  const std::size_t start = (!plain.empty() && plain.front() == '-') ? 1 : 0;
  const std::size_t end = std::min(plain.find('.'), plain.size());
  std::string text(plain.substr(0, start));
  for (std::size_t i = start; i < plain.size(); ++i) {
    if (i > start && i < end && (end - i) % 3 == 0) text += kThinSpace;
    text += plain[i];
  }
  return text;
}

inline std::string count_text(std::int64_t count) {
  return grouped_digits(fmt::format("{}", count));
}

/// -6 to "⁻⁶".
inline std::string superscript_text(int exponent) {
  static constexpr std::string_view kDigits[] = {
      "\xE2\x81\xB0", "\xC2\xB9",     "\xC2\xB2",     "\xC2\xB3",     "\xE2\x81\xB4",
      "\xE2\x81\xB5", "\xE2\x81\xB6", "\xE2\x81\xB7", "\xE2\x81\xB8", "\xE2\x81\xB9"};
  std::string text = exponent < 0 ? "\xE2\x81\xBB" : "";
  for (const char digit : fmt::format("{}", std::abs(exponent))) text += kDigits[digit - '0'];
  return text;
}

/// `value` with `digits` significant digits, trailing zeros kept ("1.000", "20.00", "12 340",
/// "2.855·10⁻⁶" below 1e-4 and from 1e7). Not-a-number is "–", infinities are "∞".
inline std::string number_text(double value, int digits = 4) {
  if (std::isnan(value)) return "\xE2\x80\x93";
  if (std::isinf(value)) return value > 0 ? "\xE2\x88\x9E" : "-\xE2\x88\x9E";
  if (value == 0.0) return "0";
  const std::string rounded = fmt::format("{:.{}e}", value, digits - 1);  // rounds 9.9996 up first
  const int exponent = std::atoi(rounded.c_str() + rounded.find('e') + 1);
  if (exponent < -4 || exponent >= 7) {
    return rounded.substr(0, rounded.find('e')) +
           "\xC2\xB7"
           "10" +
           superscript_text(exponent);
  }
  return grouped_digits(fmt::format("{:.{}f}", value, std::max(0, digits - 1 - exponent)));
}

/// As number_text but without trailing zeros, as one types it: "0.1", "20", "0.001".
inline std::string short_number_text(double value, int digits = 4) {
  std::string text = number_text(value, digits);
  const std::size_t end = std::min(text.find("\xC2\xB7"), text.size());
  const std::size_t point = text.find('.');
  if (point == std::string::npos || point > end) return text;
  std::size_t last = text.find_last_not_of('0', end - 1);
  if (last == point) --last;
  return text.erase(last + 1, end - last - 1);
}

/// A number and its standard error to the same decimals, the error with two significant digits.
struct UncertainText {
  std::string value;  ///< "0.2103"
  std::string error;  ///< "± 0.0020", empty if the error is not positive and finite
};

inline UncertainText uncertain_text(double value, double error) {
  if (!(error > 0.0) || !std::isfinite(error) || !std::isfinite(value)) {
    return {number_text(value), ""};
  }
  const std::string rounded = fmt::format("{:.1e}", error);
  const int exponent = std::atoi(rounded.c_str() + rounded.find('e') + 1);
  const int decimals = std::clamp(1 - exponent, 0, 6);
  return {grouped_digits(fmt::format("{:.{}f}", value, decimals)),
          "\xC2\xB1 " + grouped_digits(fmt::format("{:.{}f}", error, decimals))};
}

/// 0.514 to "51 %", a thin space before the sign.
inline std::string percent_text(double share, int decimals = 0) {
  if (!std::isfinite(share)) return "\xE2\x80\x93";
  return fmt::format("{:.{}f}{}%", share * 100.0, decimals, kThinSpace);
}

/// Seconds as "0:38" or "1:02:05"; "–" if not finite.
inline std::string duration_text(double seconds) {
  if (!std::isfinite(seconds) || seconds < 0) return "\xE2\x80\x93";
  const auto whole = static_cast<std::int64_t>(std::llround(seconds));
  if (whole < 3600) return fmt::format("{}:{:02}", whole / 60, whole % 60);
  return fmt::format("{}:{:02}:{:02}", whole / 3600, whole / 60 % 60, whole % 60);
}

}  // namespace scorescope
