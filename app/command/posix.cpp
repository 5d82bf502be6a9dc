// The terminal test of POSIX.
#include "app/command/posix.h"

#include <unistd.h>

namespace scorescope {

bool is_terminal(std::FILE* stream) { return isatty(fileno(stream)) == 1; }

}  // namespace scorescope
