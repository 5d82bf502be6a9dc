// Philox4x32-10, the counter-based generator under every random stream: a keyed bijection of
// 128-bit counters (Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC 2011,
// section 3.3).
#pragma once

#include <cstdint>

namespace scorescope {

/// Four 32-bit words, each held in 64 bits so that the 32 x 32 -> 64 bit products of the rounds map
/// to one vector instruction.
struct PhiloxBlock {
  std::uint64_t word0, word1, word2, word3;
};

/// Ten rounds on `counter` (each word below 2^32) under the 64-bit key (low word, high word).
inline PhiloxBlock philox4x32_10(PhiloxBlock counter, std::uint64_t key_low,
                                 std::uint64_t key_high) {
  constexpr std::uint64_t kMask = 0xffffffff;
  auto [c0, c1, c2, c3] = counter;
  for (int round = 0; round < 10; ++round) {
    const std::uint64_t product0 = (c0 & kMask) * 0xD2511F53;
    const std::uint64_t product1 = (c2 & kMask) * 0xCD9E8D57;
    c0 = (product1 >> 32) ^ c1 ^ key_low;
    c2 = (product0 >> 32) ^ c3 ^ key_high;
    c1 = product1 & kMask;
    c3 = product0 & kMask;
    key_low = (key_low + 0x9E3779B9) & kMask;
    key_high = (key_high + 0xBB67AE85) & kMask;
  }
  return {c0, c1, c2, c3};
}

}  // namespace scorescope
