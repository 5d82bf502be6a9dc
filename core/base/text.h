// Small things about text that the standard library lacks.
#pragma once

#include <algorithm>
#include <cstddef>
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

/// Of ASCII's letters; others stay.
inline std::string lower_case(std::string_view text) {
  std::string lower(text);
  for (char& letter : lower) {
    if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
  }
  return lower;
}

/// Whether a byte of UTF-8 is one of a character's further ones.
inline bool continues_character(char byte) {
  return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
}

/// Bytes of the UTF-8 character that `text` begins with; 0 if it begins with none.
inline std::size_t character_length(std::string_view text) {
  if (text.empty()) return 0;
  const auto first = static_cast<unsigned char>(text.front());
  if (first < 0x80U) return 1;
  const std::size_t length = first >= 0xF0U ? 4 : first >= 0xE0U ? 3 : 2;
  if (first < 0xC2U || first > 0xF4U || text.size() < length) return 0;
  const std::string_view further = text.substr(1, length - 1);
  return std::all_of(further.begin(), further.end(), continues_character) ? length : 0;
}

}  // namespace scorescope
