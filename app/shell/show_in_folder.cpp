#include "app/shell/show_in_folder.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>

#include <array>
#include <cstdlib>
#include <filesystem>
#include <thread>

extern char** environ;

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

bool show_in_folder(const std::string& path) {
#ifdef __APPLE__
  const std::string program = "open";
#else
  const std::string program = "xdg-open";
#endif
  if (!is_installed(program)) return false;
  std::string folder = std::filesystem::path(path).parent_path().string(), name = program;
  std::array<char*, 3> arguments{name.data(), folder.data(), nullptr};
  pid_t child = 0;
  if (posix_spawnp(&child, program.c_str(), nullptr, nullptr, arguments.data(), environ) != 0) {
    return false;
  }
  // someone must collect the child's exit status, but not the UI thread
  std::thread([child] { waitpid(child, nullptr, 0); }).detach();
  return true;
}

}  // namespace scorescope
