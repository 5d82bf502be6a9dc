// What only POSIX systems have, all of it; another system needs another posix.cpp.
#pragma once

#include <cstdio>
#include <string>

namespace scorescope {

/// True if someone reads the stream on a terminal.
bool is_terminal(std::FILE* stream);

/// Starts a program of the PATH with one argument and does not wait for it. False if there is none.
bool start_program(const std::string& program, const std::string& argument);

/// True if the dynamic linker finds the library.
bool has_library(const char* library);

/// The address of a function of this process, of `library` if it is loaded already or, where that
/// is null, of any; null if there is none.
void* loaded_function(const char* library, const char* name);

}  // namespace scorescope
