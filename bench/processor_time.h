// Seconds that this process has worked: on a machine with other work the clock counts theirs too.
#pragma once

#include <ctime>

inline double processor_seconds() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}
