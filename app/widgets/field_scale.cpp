#include "app/widgets/field_scale.h"

#include <algorithm>
#include <cmath>

namespace scorescope {
namespace {

double number_of(const Value& value) {
  if (const auto* whole = std::get_if<std::int64_t>(&value)) return static_cast<double>(*whole);
  if (const auto* real = std::get_if<double>(&value)) return *real;
  throw InternalError("slider_position: the value of a slider must be a number");
}

double stretched(const FieldInfo& field, double number) {
  if (!field.logarithmic) return number;
  return field.minimum > 0.0 ? std::log(number) : std::log1p(number - field.minimum);
}

double unstretched(const FieldInfo& field, double number) {
  if (!field.logarithmic) return number;
  return field.minimum > 0.0 ? std::exp(number) : field.minimum + std::expm1(number);
}

/// `number` to a multiple of 1, 2 or 5 times a power of ten that is about a two-hundredth of the
/// local scale of the slider.
double hand_chosen(const FieldInfo& field, double number) {
  const double scale =
      field.logarithmic ? std::max(std::abs(number), 1e-12) : field.maximum - field.minimum;
  const double wanted = scale / 200.0;
  const double decade = std::pow(10.0, std::floor(std::log10(wanted)));
  const double ratio = wanted / decade;
  double step = decade;
  if (ratio >= 5.0) {
    step = 5.0 * decade;
  } else if (ratio >= 2.0) {
    step = 2.0 * decade;
  }
  // dividing by a whole number keeps 0.3 exactly 0.3
  if (step < 1.0) return std::round(number / step) / std::round(1.0 / step);
  return std::round(number / step) * step;
}

}  // namespace

bool has_slider(const FieldInfo& field) {
  const bool number = std::holds_alternative<double>(field.initial) ||
                      std::holds_alternative<std::int64_t>(field.initial);
  return number && std::isfinite(field.minimum) && std::isfinite(field.maximum) &&
         field.maximum > field.minimum;
}

double slider_position(const FieldInfo& field, const Value& value) {
  const double number = std::clamp(number_of(value), field.minimum, field.maximum);
  const double low = stretched(field, field.minimum), high = stretched(field, field.maximum);
  return std::clamp((stretched(field, number) - low) / (high - low), 0.0, 1.0);
}

Value value_at(const FieldInfo& field, double position) {
  const double low = stretched(field, field.minimum), high = stretched(field, field.maximum);
  const double t = std::clamp(position, 0.0, 1.0);
  double number = unstretched(field, low + (high - low) * t);
  number = t == 0.0 ? field.minimum : t == 1.0 ? field.maximum : hand_chosen(field, number);
  number = std::clamp(number, field.minimum, field.maximum);
  if (std::holds_alternative<std::int64_t>(field.initial)) {
    return static_cast<std::int64_t>(std::llround(number));
  }
  return number;
}

}  // namespace scorescope
