// The folder a run writes to.
#pragma once

#include <string>

namespace scorescope {

/// Makes `path` with its parents and tries to write there, so that a long run does not fail at its
/// end. Throws UserError naming the path and the reason.
void make_run_folder(const std::string& path);

/// "<parent>/<name>-01", or the next number that does not exist yet; not made.
std::string next_run_folder(const std::string& parent, const std::string& name);

}  // namespace scorescope
