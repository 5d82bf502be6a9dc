// Named, seeded, counter-based random streams. The whole state is a key and a position, so a stream
// can be saved, resumed, copied ("the same noise twice") and drawn from on any thread it is given.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace scorescope {

/// Where a stream stands; plain values to write into a saved state.
struct StreamState {
  std::uint64_t key = 0;
  std::uint64_t position = 0;  ///< blocks of four 32-bit words used so far

  bool operator==(const StreamState&) const = default;
};

/// Philox4x32-10 (Salmon et al., "Parallel random numbers: as easy as 1, 2, 3", SC 2011,
/// section 3.3). The numbers depend only on seed, name and position: not on thread count, tile size
/// or device.
class RandomStream {
 public:
  /// Streams of the same seed with different names are independent.
  RandomStream(std::uint64_t seed, std::string_view name);
  explicit RandomStream(StreamState state) : state_(state) {}

  // Every call starts at a fresh block, so its numbers depend only on key, position and length.

  /// Standard normal numbers (Box-Muller on 32-bit uniforms, so |z| < 6.77; about 8 ns each). The
  /// float numbers are the double ones rounded.
  void fill_normal(std::span<double> out);
  void fill_normal(std::span<float> out);

  /// Uniform on (0, 1), never 0 or 1.
  void fill_uniform(std::span<double> out);
  void fill_uniform(std::span<float> out);

  /// Uniform on {0, ..., count - 1}. count must be in [1, 2^31].
  void fill_index(std::span<std::int64_t> out, std::int64_t count);

  const StreamState& state() const { return state_; }

 private:
  StreamState state_;
};

}  // namespace scorescope
