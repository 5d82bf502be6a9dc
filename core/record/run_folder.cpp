// The folder a run writes to.
#include "core/record/run_folder.h"

#include <fmt/format.h>

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <system_error>

#include "core/base/error.h"

namespace scorescope {

namespace fs = std::filesystem;

void make_run_folder(const std::string& path) {
  std::error_code error;
  fs::create_directories(path, error);
  if (error || !fs::is_directory(path)) {
    throw UserError(fmt::format("cannot make the folder {}: {}.", path,
                                error ? error.message() : "something else has that name"));
  }
  const fs::path probe = fs::path(path) / ".scorescope-can-write";
  if (!std::ofstream(probe)) {
    throw UserError(fmt::format("nothing can be written into the folder {}: {}.", path,
                                std::generic_category().message(errno)));
  }
  fs::remove(probe, error);
}

std::string next_run_folder(const std::string& parent, const std::string& name) {
  for (int number = 1;; ++number) {
    const fs::path path = fs::path(parent) / fmt::format("{}-{:02}", name, number);
    std::error_code ignored;
    if (!fs::exists(path, ignored)) return path.string();
  }
}

}  // namespace scorescope
