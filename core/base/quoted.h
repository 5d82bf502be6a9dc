// Words that a user or a file gave, made fit for a message.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace scorescope {

/// `text` with control characters and bytes that are no UTF-8 written as \xNN, and cut after `most`
/// bytes with "..." in place of the rest: no file can flood or garble the terminal.
std::string printable(std::string_view text, std::size_t most = 60);

/// The same in quotation marks.
std::string in_quotes(std::string_view text);

}  // namespace scorescope
