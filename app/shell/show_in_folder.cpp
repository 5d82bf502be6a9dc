#include "app/shell/show_in_folder.h"

#include <filesystem>

#include "core/base/posix.h"

namespace scorescope {

bool show_in_folder(const std::string& path) {
#ifdef __APPLE__
  constexpr const char* kProgram = "open";
#else
  constexpr const char* kProgram = "xdg-open";
#endif
  return start_program(kProgram, std::filesystem::path(path).parent_path().string());
}

}  // namespace scorescope
