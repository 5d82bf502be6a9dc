// Checking, converting and describing the values of options.
#include "core/base/field.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <optional>

#include "core/base/quoted.h"
#include "core/base/text.h"

namespace scorescope {
namespace {

std::string number_text(double value) {
  if (value == std::floor(value) && std::abs(value) < 1e15) {
    return std::to_string(static_cast<std::int64_t>(value));
  }
  return fmt::format("{}", value);
}

std::string component_text(const GaussianComponent& component) {
  const auto& [xx, xy, yy] = component.covariance;
  return fmt::format(R"({{"weight": {}, "mean": [{}, {}], "cov": [[{}, {}], [{}, {}]]}})",
                     number_text(component.weight), number_text(component.mean[0]),
                     number_text(component.mean[1]), number_text(xx), number_text(xy),
                     number_text(xy), number_text(yy));
}

template <class T, class Text>
std::string list_text(const std::vector<T>& items, Text text) {
  std::vector<std::string> parts;
  for (const auto& item : items) parts.push_back(text(item));
  return fmt::format("[{}]", fmt::join(parts, ", "));
}

struct ToText {
  std::string operator()(bool value) const { return value ? "true" : "false"; }
  std::string operator()(std::int64_t value) const { return std::to_string(value); }
  std::string operator()(double value) const { return number_text(value); }
  std::string operator()(const std::string& value) const { return value; }
  std::string operator()(const std::vector<double>& value) const {
    return list_text(value, number_text);
  }
  std::string operator()(const std::vector<GaussianComponent>& value) const {
    return list_text(value, component_text);
  }
};

std::string type_text(const FieldInfo& field) {
  struct Name {
    std::string operator()(bool) const { return "true or false"; }
    std::string operator()(std::int64_t) const { return "a whole number"; }
    std::string operator()(double) const { return "a number"; }
    std::string operator()(const std::string&) const { return "text"; }
    std::string operator()(const std::vector<double>&) const { return "a list of numbers"; }
    std::string operator()(const std::vector<GaussianComponent>&) const {
      return "a list of components {\"weight\", \"mean\", \"std\" or \"cov\"}";
    }
  };
  return std::visit(Name{}, field.initial);
}

/// The value in quotation marks if it is text, so that a message shows "3" apart from 3.
std::string shown(const Value& value) {
  const std::string text = to_text(value);
  return std::holds_alternative<std::string>(value) ? in_quotes(text) : printable(text);
}

std::string place(const FieldInfo& field, std::string_view where) {
  return where.empty() ? field.key : fmt::format("{}: {}", where, field.key);
}

[[noreturn]] void refuse(const FieldInfo& field, std::string_view found, std::string_view wanted,
                         std::string_view where) {
  throw UserError(fmt::format("{} is {}, but it must be {}.", place(field, where), found, wanted));
}

std::string wanted_text(const FieldInfo& field) {
  if (!field.choices.empty()) return allowed_text(field);
  const bool bounded = std::isfinite(field.minimum) || std::isfinite(field.maximum);
  return bounded ? type_text(field) + ", " + allowed_text(field) : type_text(field);
}

/// `value` as the field's type, or nothing if there is no loss-free conversion.
std::optional<Value> converted(const FieldInfo& field, const Value& value) {
  if (value.index() == field.initial.index()) return value;
  const auto* whole = std::get_if<std::int64_t>(&value);
  if (whole && std::holds_alternative<double>(field.initial)) return static_cast<double>(*whole);
  const auto* real = std::get_if<double>(&value);
  if (real && std::holds_alternative<std::int64_t>(field.initial) && *real == std::floor(*real) &&
      std::abs(*real) < 9e15) {
    return static_cast<std::int64_t>(*real);
  }
  // An empty JSON list does not say what it is a list of.
  const auto* list = std::get_if<std::vector<double>>(&value);
  if (list && list->empty() &&
      std::holds_alternative<std::vector<GaussianComponent>>(field.initial)) {
    return std::vector<GaussianComponent>{};
  }
  return std::nullopt;
}

bool in_range(const FieldInfo& field, double value) {
  return std::isfinite(value) && value >= field.minimum && value <= field.maximum;
}

bool is_allowed(const FieldInfo& field, const Value& value) {
  if (const auto* whole = std::get_if<std::int64_t>(&value)) {
    return in_range(field, static_cast<double>(*whole));
  }
  if (const auto* real = std::get_if<double>(&value)) return in_range(field, *real);
  if (const auto* list = std::get_if<std::vector<double>>(&value)) {
    return std::ranges::all_of(*list, [&](double item) { return in_range(field, item); });
  }
  const auto* text = std::get_if<std::string>(&value);
  if (!text || field.choices.empty()) return true;
  return std::ranges::any_of(field.choices, [&](const auto& c) { return c.id == *text; });
}

std::string choice_hint(const FieldInfo& field, const Value& value) {
  const auto* text = std::get_if<std::string>(&value);
  if (!text) return {};
  std::vector<std::string> ids;
  for (const auto& choice : field.choices) ids.push_back(choice.id);
  return nearest_spelling(*text, ids);
}

template <class T>
std::optional<T> parse_number(std::string_view text) {
  if (text.starts_with('+')) text.remove_prefix(1);
  T value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<Value> parse_list(std::string_view text) {
  if (text.starts_with('[') && text.ends_with(']')) text = text.substr(1, text.size() - 2);
  std::vector<double> numbers;
  while (!trimmed(text).empty()) {
    const auto comma = text.find(',');
    const auto number = parse_number<double>(trimmed(text.substr(0, comma)));
    if (!number) return std::nullopt;
    numbers.push_back(*number);
    text = comma == std::string_view::npos ? std::string_view{} : text.substr(comma + 1);
  }
  return numbers;
}

std::optional<Value> parse_bool(std::string_view text) {
  if (text == "true" || text == "on" || text == "yes" || text == "1") return true;
  if (text == "false" || text == "off" || text == "no" || text == "0") return false;
  return std::nullopt;
}

std::optional<Value> parse_as(const Value& type, std::string_view text) {
  if (std::holds_alternative<bool>(type)) return parse_bool(text);
  if (std::holds_alternative<std::string>(type)) return std::string(text);
  if (std::holds_alternative<std::vector<double>>(type)) return parse_list(text);
  if (std::holds_alternative<std::vector<GaussianComponent>>(type)) return std::nullopt;
  if (const auto whole = parse_number<std::int64_t>(text)) return *whole;
  if (const auto real = parse_number<double>(text)) return *real;
  return std::nullopt;
}

/// Edits that turn `a` into `b`: insert, remove, replace, or swap neighbours (optimal string
/// alignment).
std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::vector<std::size_t>> cost(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) cost[i][0] = i;
  for (std::size_t j = 0; j <= b.size(); ++j) cost[0][j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replace = cost[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0U : 1U);
      cost[i][j] = std::min({cost[i - 1][j] + 1, cost[i][j - 1] + 1, replace});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        cost[i][j] = std::min(cost[i][j], cost[i - 2][j - 2] + 1);
      }
    }
  }
  return cost[a.size()][b.size()];
}

std::vector<std::string> keys_of(const FieldList& fields, bool of_choice) {
  std::vector<std::string> keys;
  if (of_choice) keys.emplace_back("kind");
  for (const auto& field : fields) keys.push_back(field.key);
  return keys;
}

[[noreturn]] void refuse_key(const std::vector<std::string>& keys, std::string_view key,
                             std::string_view where) {
  const std::string prefix = where.empty() ? "" : std::string(where) + ": ";
  if (keys.empty()) {
    throw UserError(
        fmt::format("{}unknown key {}; there are no options here.", prefix, in_quotes(key)));
  }
  throw UserError(fmt::format("{}unknown key {}{}; allowed are {}.", prefix, in_quotes(key),
                              nearest_spelling(key, keys), fmt::join(keys, ", ")));
}

}  // namespace

std::string to_text(const Value& value) { return std::visit(ToText{}, value); }

std::string allowed_text(const FieldInfo& field) {
  if (!field.choices.empty()) {
    std::vector<std::string> ids;
    for (const auto& choice : field.choices) ids.push_back(choice.id);
    return fmt::format("one of {}", fmt::join(ids, ", "));
  }
  const bool has_minimum = std::isfinite(field.minimum);
  const bool has_maximum = std::isfinite(field.maximum);
  if (has_minimum && has_maximum) {
    return number_text(field.minimum) + " to " + number_text(field.maximum);
  }
  if (has_minimum) return "at least " + number_text(field.minimum);
  if (has_maximum) return "at most " + number_text(field.maximum);
  if (std::holds_alternative<double>(field.initial)) return "any number";
  if (std::holds_alternative<std::int64_t>(field.initial)) return "any whole number";
  return type_text(field);
}

Value parse_value(const FieldInfo& field, std::string_view text, std::string_view where) {
  const auto value = parse_as(field.initial, trimmed(text));
  if (!value) refuse(field, in_quotes(text), wanted_text(field), where);
  return checked_value(field, *value, where);
}

Value checked_value(const FieldInfo& field, const Value& value, std::string_view where) {
  const auto result = converted(field, value);
  if (!result) refuse(field, shown(value), wanted_text(field), where);
  if (!is_allowed(field, *result)) {
    refuse(field, shown(value), wanted_text(field) + choice_hint(field, value), where);
  }
  return *result;
}

Values checked_values(const FieldList& fields, const Values& values, std::string_view where,
                      bool of_choice) {
  Values checked;
  for (const auto& [key, value] : values) {
    const FieldInfo* field = find_field(fields, key);
    if (!field) refuse_key(keys_of(fields, of_choice), key, where);
    checked[key] = checked_value(*field, value, where);
  }
  return checked;
}

const FieldInfo* find_field(const FieldList& fields, std::string_view key) {
  const auto found =
      std::ranges::find_if(fields, [&](const FieldInfo& field) { return field.key == key; });
  return found == fields.end() ? nullptr : &*found;
}

Value value_or_default(const FieldList& fields, const Values& values, std::string_view key) {
  const FieldInfo* field = find_field(fields, key);
  if (!field) throw InternalError(fmt::format("no option \"{}\" in the field table", key));
  const auto found = values.find(field->key);
  return found == values.end() ? field->initial : found->second;
}

std::string nearest_spelling(std::string_view unknown, const std::vector<std::string>& known) {
  const std::string* best = nullptr;
  std::size_t best_distance = std::max<std::size_t>(2, unknown.size() / 3) + 1;
  for (const auto& candidate : known) {
    const bool begins = unknown.size() >= 3 && candidate.starts_with(unknown);
    const std::size_t distance = begins ? 1 : edit_distance(unknown, candidate);
    const bool half_wrong = 2 * distance > std::max(unknown.size(), candidate.size());
    if (distance >= best_distance || half_wrong) continue;
    best = &candidate;
    best_distance = distance;
  }
  return best ? fmt::format(" (did you mean \"{}\"?)", *best) : std::string{};
}

}  // namespace scorescope
