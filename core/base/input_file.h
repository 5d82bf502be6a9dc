// Reading a file that the user named.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace scorescope {

/// Throws UserError naming it if no path is given, it does not exist or is a folder. `what` is the
/// noun in the messages ("picture").
void check_input_file(const std::string& path, std::string_view what);

/// The same for a folder of `what` ("pictures").
void check_input_folder(const std::string& path, std::string_view what);

/// The whole file. Throws UserError naming it where check_input_file does, and if it is empty, is
/// larger than `most_bytes`, or cannot be read.
std::string read_input_file(const std::string& path, std::string_view what,
                            std::uintmax_t most_bytes);

}  // namespace scorescope
