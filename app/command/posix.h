// What only POSIX systems have; another system needs another posix.cpp.
#pragma once

#include <cstdio>

namespace scorescope {

/// True if someone reads the stream on a terminal.
bool is_terminal(std::FILE* stream);

}  // namespace scorescope
