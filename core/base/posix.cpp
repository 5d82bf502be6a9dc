#include "core/base/posix.h"

#include <dlfcn.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <filesystem>
#include <thread>

extern char** environ;  // POSIX leaves its declaration to the program

namespace scorescope {
namespace {

/// True if a program of that name is on the PATH.
bool is_installed(const std::string& program) {
  const char* path = std::getenv("PATH");
  std::string folders = path != nullptr ? path : "";
  folders += ':';
  for (std::size_t start = 0, end = 0; (end = folders.find(':', start)) != std::string::npos;
       start = end + 1) {
    std::error_code ignored;
    const auto file = std::filesystem::path(folders.substr(start, end - start)) / program;
    if (std::filesystem::exists(file, ignored)) return true;
  }
  return false;
}

}  // namespace

bool is_terminal(std::FILE* stream) { return isatty(fileno(stream)) == 1; }

bool start_program(const std::string& program, const std::string& argument) {
  if (!is_installed(program)) return false;
  std::string name = program, word = argument;
  std::array<char*, 3> arguments{name.data(), word.data(), nullptr};
  pid_t child = 0;
  if (posix_spawnp(&child, program.c_str(), nullptr, nullptr, arguments.data(), environ) != 0) {
    return false;
  }
  // someone must collect the child's exit status, but not the caller
  std::thread([child] { waitpid(child, nullptr, 0); }).detach();
  return true;
}

bool has_library(const char* library) {
  void* handle = dlopen(library, RTLD_LAZY | RTLD_LOCAL);
  if (handle == nullptr) return false;
  dlclose(handle);
  return true;
}

void* loaded_function(const char* library, const char* name) {
  if (library == nullptr) return dlsym(RTLD_DEFAULT, name);
  // never closed: the function must stay
  void* handle = dlopen(library, RTLD_LAZY | RTLD_NOLOAD);
  return handle != nullptr ? dlsym(handle, name) : nullptr;
}

}  // namespace scorescope
