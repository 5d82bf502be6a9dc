// What the program says to the shell that started it.
#pragma once

namespace scorescope {

enum ExitStatus : int {
  kExitDone = 0,
  kExitUserError = 1,      ///< a file, a value or the experiment cannot be used, or the run failed
  kExitUsage = 2,          ///< the command line itself is wrong
  kExitInterrupted = 130,  ///< Ctrl+C; what there was has been written
};

}  // namespace scorescope
