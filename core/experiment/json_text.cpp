// JSON text to values and back, with messages that name file, line and column.
#include "core/experiment/json_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <set>

#include "core/base/quoted.h"

namespace scorescope {
namespace {

constexpr std::size_t kLongestReason = 160;

struct TextPlace {
  std::size_t line = 1;
  std::size_t column = 1;
};

/// The place of the byte with index `offset`.
TextPlace place_of(std::string_view text, std::size_t offset) {
  const std::string_view before = text.substr(0, std::min(offset, text.size()));
  const auto lines = static_cast<std::size_t>(std::ranges::count(before, '\n'));
  const auto last_break = before.rfind('\n');
  const std::size_t line_start = last_break == std::string_view::npos ? 0 : last_break + 1;
  return {lines + 1, before.size() - line_start + 1};
}

/// The library's reason without its error number and its own place.
std::string reason_of(const nlohmann::json::parse_error& error) {
  const std::string what = error.what();
  for (const std::string_view mark : {" - ", ": "}) {
    const auto at = what.find(mark);
    if (at != std::string::npos) return printable(what.substr(at + mark.size()), kLongestReason);
  }
  return printable(what, kLongestReason);
}

/// The number in the library's "[json.exception.out_of_range.406] number overflow parsing '1e999'".
std::string overflowing_number(const nlohmann::json::out_of_range& error) {
  const std::string what = error.what();
  const auto open = what.find('\'');
  const auto close = what.rfind('\'');
  return open < close ? what.substr(open + 1, close - open - 1) : std::string{};
}

/// Refuses a key that one object has twice; the parser alone would silently keep the last.
class DuplicateKeys {
 public:
  explicit DuplicateKeys(std::string_view name) : name_(name) {}

  bool operator()(int, Json::parse_event_t event, const Json& parsed) {
    using Event = Json::parse_event_t;
    if (event == Event::object_start) open_.emplace_back();
    if (event == Event::object_end) open_.pop_back();
    if (event == Event::key && !open_.back().insert(parsed.get<std::string>()).second) {
      throw UserError(fmt::format("{}: the key {} appears twice in one object.", name_,
                                  in_quotes(parsed.get<std::string>())));
    }
    return true;
  }

 private:
  std::string_view name_;
  std::vector<std::set<std::string>> open_;
};

bool is_plain(const Json& json) { return !json.is_object() && !json.is_array(); }

/// Values short enough for one line: plain ones, and lists of plain ones or of such lists.
bool fits_one_line(const Json& json) {
  if (json.is_object()) return false;
  if (!json.is_array()) return true;
  return std::ranges::all_of(json, [](const Json& item) {
    return (is_plain(item) && !item.is_string()) ||
           (item.is_array() && std::ranges::all_of(item, is_plain));
  });
}

std::string one_line(const Json& json) {
  if (!json.is_array()) return json.dump();
  std::vector<std::string> parts;
  for (const auto& item : json) parts.push_back(one_line(item));
  return fmt::format("[{}]", fmt::join(parts, ", "));
}

void append_json(const Json& json, std::size_t depth, std::string& out) {
  if (json.empty() || fits_one_line(json)) {
    out += json.empty() ? json.dump() : one_line(json);
    return;
  }
  const std::string indent(2 * depth + 2, ' ');
  out += json.is_object() ? '{' : '[';
  bool first = true;
  for (const auto& [key, item] : json.items()) {
    out += (first ? "\n" : ",\n") + indent;
    if (json.is_object()) out += Json(key).dump() + ": ";
    append_json(item, depth + 1, out);
    first = false;
  }
  out += '\n' + std::string(2 * depth, ' ') + (json.is_object() ? '}' : ']');
}

}  // namespace

Json parse_json(std::string_view text, std::string_view name) {
  if (text.find_first_not_of(" \t\r\n") == std::string_view::npos) {
    throw UserError(fmt::format("{} is empty; expected JSON.", name));
  }
  try {
    return Json::parse(text, DuplicateKeys(name));
  } catch (const nlohmann::json::parse_error& error) {
    const auto [line, column] = place_of(text, error.byte == 0 ? 0 : error.byte - 1);
    throw UserError(fmt::format("{}: line {}, column {}: this is not valid JSON: {}.", name, line,
                                column, reason_of(error)));
  } catch (const nlohmann::json::out_of_range& error) {
    const std::string number = overflowing_number(error);
    const auto [line, column] = place_of(text, text.find(number));
    throw UserError(
        fmt::format("{}: line {}, column {}: the number {} is too large; the largest is {}.", name,
                    line, column, printable(number), std::numeric_limits<double>::max()));
  }
}

std::string json_text(const Json& json) {
  std::string out;
  append_json(json, 0, out);
  return out + '\n';
}

void check_keys(const Json& json, std::initializer_list<std::string_view> allowed,
                std::string_view where) {
  if (!json.is_object()) {
    throw UserError(fmt::format("{} is {}, but it must be an object with the keys {}.", where,
                                json_type_text(json), fmt::join(allowed, ", ")));
  }
  for (const auto& [key, item] : json.items()) {
    if (std::ranges::find(allowed, key) != allowed.end()) continue;
    const std::vector<std::string> known(allowed.begin(), allowed.end());
    throw UserError(fmt::format("{}: unknown key {}{}; allowed are {}.", where, in_quotes(key),
                                nearest_spelling(key, known), fmt::join(known, ", ")));
  }
}

std::string json_type_text(const Json& json) {
  if (json.is_null()) return "null";
  if (json.is_object()) return "an object";
  if (json.is_array()) return "a list";
  if (json.is_string()) return "the text " + in_quotes(json.get<std::string>());
  return json.dump();
}

}  // namespace scorescope
