// Reading a file that the user named.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace scorescope {

/// The whole file. Throws UserError naming it if no path is given, it does not exist, is a folder,
/// is empty, is larger than `most_bytes`, or cannot be read. `what` is the noun in the messages
/// ("picture").
std::string read_input_file(const std::string& path, std::string_view what,
                            std::uintmax_t most_bytes);

}  // namespace scorescope
