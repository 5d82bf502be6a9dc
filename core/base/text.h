// Small things about text that the standard library lacks. Letters are ASCII's.
#pragma once

#include <string>
#include <string_view>

namespace scorescope {

/// Without the characters of `drop` at both ends.
inline std::string_view trimmed(std::string_view text, std::string_view drop = " \t") {
  const auto first = text.find_first_not_of(drop);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(drop) - first + 1);
}

/// The first line of `text`, which then begins with the next one. Lines end in \n, \r\n or, on an
/// old Mac, \r.
inline std::string_view take_line(std::string_view& text) {
  const auto end = text.find_first_of("\r\n");
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(line.size());
  text.remove_prefix(text.starts_with("\r\n") ? 2 : text.empty() ? 0 : 1);
  return line;
}

inline std::string lower_case(std::string_view text) {
  std::string lower(text);
  for (char& letter : lower) {
    if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
  }
  return lower;
}

}  // namespace scorescope
