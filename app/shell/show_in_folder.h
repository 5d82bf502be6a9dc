// Opening the system's file manager. The only file of the shell that is POSIX.
#pragma once

#include <string>

namespace scorescope {

/// Asks the desktop to show the folder of `path`; does not wait. False if there is nothing to ask.
bool show_in_folder(const std::string& path);

}  // namespace scorescope
