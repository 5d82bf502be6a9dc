// Numbers below 1e-38 ("subnormal") cost a hundred times the time of others on many processors, and
// the moments of a unit that no longer learns shrink into that range. Internal to core/fused.
#pragma once

#if defined(__x86_64__)
#include <xmmintrin.h>
#endif

namespace scorescope {

/// While it lives, the calling thread's floating-point operations take subnormal numbers for zero
/// and give zero for them. Does nothing where they cost nothing extra (ARM).
class TinyNumbersAreZero {
 public:
#if defined(__x86_64__)
  TinyNumbersAreZero() : kept_(_mm_getcsr()) { _mm_setcsr(kept_ | kFlushResults | kFlushOperands); }
  ~TinyNumbersAreZero() { _mm_setcsr(kept_); }
#else
  TinyNumbersAreZero() = default;
  ~TinyNumbersAreZero() = default;
#endif
  TinyNumbersAreZero(const TinyNumbersAreZero&) = delete;
  TinyNumbersAreZero& operator=(const TinyNumbersAreZero&) = delete;

#if defined(__x86_64__)
 private:
  static constexpr unsigned kFlushResults = 0x8000;
  static constexpr unsigned kFlushOperands = 0x0040;
  unsigned kept_;
#endif
};

}  // namespace scorescope
