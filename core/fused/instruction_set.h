// Which vector instructions this room's kernels use. All of it is for the whole process.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace scorescope {

/// What this machine and this build have, best first: names like "AVX-512", "AVX2", "SSE4", "NEON".
/// Empty in a build without Highway, which has no kernels.
std::vector<std::string> instruction_sets();

/// The one in use; "none" in a build without Highway.
std::string instruction_set();

/// For tests and measurements: uses `name`, one of instruction_sets(), from now on; "" is the best
/// again. InternalError for another name. Not while a kernel runs on another thread.
void use_instruction_set(std::string_view name);

}  // namespace scorescope
