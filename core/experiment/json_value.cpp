// Option values and mixture components as JSON.
#include <fmt/format.h>

#include <cmath>
#include <limits>

#include "core/experiment/json_text.h"

namespace scorescope {
namespace {

double number_from(const Json& json, std::string_view where, std::string_view what) {
  if (json.is_number()) {
    const double value = json.get<double>();
    if (std::isfinite(value)) return value;
  }
  throw UserError(
      fmt::format("{}: {} is {}, but it must be a number.", where, what, json_type_text(json)));
}

/// Beyond these a float holds neither the points nor their squared distances.
constexpr double kLargestLength = 1e6;
constexpr double kLargestWeight = 1e12;

double bounded_from(const Json& json, std::string_view where, std::string_view what,
                    double largest) {
  const double value = number_from(json, where, what);
  if (std::abs(value) <= largest) return value;
  throw UserError(fmt::format("{}: {} is {}, but it must be a number from {} to {}.", where, what,
                              value, -largest, largest));
}

std::array<double, 2> pair_from(const Json& json, std::string_view where, std::string_view what,
                                double largest) {
  if (!json.is_array() || json.size() != 2) {
    throw UserError(fmt::format(
        "{}: {} is {}, but it must be two numbers [x, y].", where, what,
        json.is_array() ? fmt::format("a list of {}", json.size()) : json_type_text(json)));
  }
  return {bounded_from(json[0], where, what, largest), bounded_from(json[1], where, what, largest)};
}

std::array<double, 3> covariance_from_std(const Json& json, std::string_view where) {
  const double std = bounded_from(json, where, "std", kLargestLength);
  if (std < 0.0) {
    throw UserError(fmt::format("{}: std is {}, but it must be at least 0.", where, std));
  }
  return {std * std, 0.0, std * std};
}

std::array<double, 3> covariance_from_matrix(const Json& json, std::string_view where) {
  if (!json.is_array() || json.size() != 2) {
    throw UserError(fmt::format("{}: cov must be [[xx, xy], [xy, yy]].", where));
  }
  constexpr double kLargestVariance = kLargestLength * kLargestLength;
  const auto [xx, xy] = pair_from(json[0], where, "a row of cov", kLargestVariance);
  const auto [yx, yy] = pair_from(json[1], where, "a row of cov", kLargestVariance);
  if (xy != yx) {
    throw UserError(fmt::format("{}: cov is not symmetric: {} above and {} below the diagonal.",
                                where, xy, yx));
  }
  // Rounding may push the determinant of a matrix of rank one a little below zero.
  if (xx < 0.0 || yy < 0.0 || xx * yy - xy * xy < -1e-12 * (xx * yy + xy * xy)) {
    throw UserError(
        fmt::format("{}: cov [[{}, {}], [{}, {}]] is not a covariance: it must be positive "
                    "semi-definite (xx and yy at least 0, xx * yy at least xy * xy).",
                    where, xx, xy, xy, yy));
  }
  return {xx, xy, yy};
}

GaussianComponent component_from(const Json& json, std::string_view where) {
  check_keys(json, {"weight", "mean", "std", "cov"}, where);
  if (json.contains("std") && json.contains("cov")) {
    throw UserError(fmt::format("{}: give either std or cov, not both.", where));
  }
  GaussianComponent component;
  if (json.contains("weight")) {
    component.weight = bounded_from(json["weight"], where, "weight", kLargestWeight);
  }
  if (component.weight < 0.0) {
    throw UserError(
        fmt::format("{}: weight is {}, but it must be at least 0.", where, component.weight));
  }
  if (json.contains("mean")) {
    component.mean = pair_from(json["mean"], where, "mean", kLargestLength);
  }
  if (json.contains("std")) component.covariance = covariance_from_std(json["std"], where);
  if (json.contains("cov")) component.covariance = covariance_from_matrix(json["cov"], where);
  return component;
}

Value list_from(const Json& json, std::string_view where) {
  if (!json.empty() && json.front().is_object()) {
    std::vector<GaussianComponent> components;
    for (std::size_t i = 0; i < json.size(); ++i) {
      components.push_back(component_from(json[i], fmt::format("{}[{}]", where, i)));
    }
    return components;
  }
  std::vector<double> numbers;
  for (std::size_t i = 0; i < json.size(); ++i) {
    numbers.push_back(number_from(json[i], where, fmt::format("item {}", i)));
  }
  return numbers;
}

Value whole_from(const Json& json, std::string_view where) {
  if (json.is_number_unsigned() &&
      json.get<std::uint64_t>() >
          static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) {
    throw UserError(fmt::format("{} is {}, which is too large.", where, json.dump()));
  }
  return json.get<std::int64_t>();
}

struct ToJson {
  Json operator()(const std::vector<GaussianComponent>& components) const {
    Json list = Json::array();
    for (const auto& c : components) {
      Json item{{"weight", c.weight}, {"mean", c.mean}};
      const auto& [xx, xy, yy] = c.covariance;
      const double std = std::sqrt(xx);
      // std only where squaring it gives back the very covariance.
      if (xy == 0.0 && xx == yy && std * std == xx) {
        item["std"] = std;
      } else {
        item["cov"] = {{xx, xy}, {xy, yy}};
      }
      list.push_back(std::move(item));
    }
    return list;
  }
  template <class T>
  Json operator()(const T& value) const {
    return Json(value);
  }
};

}  // namespace

Value value_from_json(const Json& json, std::string_view where) {
  if (json.is_boolean()) return json.get<bool>();
  if (json.is_number_integer()) return whole_from(json, where);
  if (json.is_number()) return json.get<double>();
  if (json.is_string()) return json.get<std::string>();
  if (json.is_array()) return list_from(json, where);
  throw UserError(
      fmt::format("{} is {}, but it must be a value or a list.", where, json_type_text(json)));
}

Json value_to_json(const Value& value) { return std::visit(ToJson{}, value); }

}  // namespace scorescope
