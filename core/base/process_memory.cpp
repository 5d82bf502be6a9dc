#include "core/base/process_memory.h"

#include <cstdlib>  // defines __GLIBC__ where it applies

#ifdef __GLIBC__
#include <malloc.h>
#endif

namespace scorescope {

void keep_freed_memory() {
#ifdef __GLIBC__
  constexpr int kLargestBlock = 32 << 20;  // the most glibc accepts; larger blocks are still returned
  constexpr int kKeptAtTop = 256 << 20;
  mallopt(M_MMAP_THRESHOLD, kLargestBlock);
  mallopt(M_TRIM_THRESHOLD, kKeptAtTop);
#endif
}

}  // namespace scorescope
