// JSON text to values and back, with messages that name file, line and column.
#pragma once

#include <initializer_list>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "core/base/field.h"

namespace scorescope {

/// Keys keep the order in which they were written.
using Json = nlohmann::ordered_json;

/// Parses `text`. Throws UserError "<name> is empty; ..." on nothing at all, "<name>: line 3,
/// column 5: ..." on malformed text and
/// "<name>: the key "x" appears twice ..." on a key given twice in one object.
Json parse_json(std::string_view text, std::string_view name);

/// Two spaces a level; lists of numbers and short objects of numbers stay on one line; ends in a
/// line break. Numbers are written so that they read back as the same double.
std::string json_text(const Json& json);

/// Throws UserError unless `json` is an object and has only keys of `allowed`.
void check_keys(const Json& json, std::initializer_list<std::string_view> allowed,
                std::string_view where);

/// The value of an option as JSON writes it: a bool, a whole number, a number, text, a list of
/// numbers, or a list of mixture components. Throws UserError naming `where` otherwise.
Value value_from_json(const Json& json, std::string_view where);

Json value_to_json(const Value& value);

/// A short name of what `json` is, for messages: "an object", "a number", ...
std::string json_type_text(const Json& json);

}  // namespace scorescope
