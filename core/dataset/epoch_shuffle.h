// The order in which training sees the pictures: every one once an epoch, shuffled anew each time.
#pragma once

#include <torch/types.h>

#include <cstdint>
#include <vector>

#include "core/base/random_stream.h"

namespace scorescope {

/// Shuffled epochs without replacement as a function of the stream's state and a counter of
/// pictures seen, so that the counter is all that a saved run needs to go on bit for bit. The order
/// of epoch e is drawn from the stream's block e * 2^32 on; no stream is advanced. For one thread
/// at a time.
class EpochShuffle {
 public:
  /// `count` pictures, in [1, 2^31]; `stream` is for this use alone.
  EpochShuffle(const RandomStream& stream, std::int64_t count);

  std::int64_t count() const { return static_cast<std::int64_t>(order_.size()); }

  /// The next `n` indices (int64, on the CPU) after `counter` >= 0 pictures, over the ends of
  /// epochs where they fall. At the first call in an epoch, its order is made: about 10 ns a
  /// picture.
  torch::Tensor indices(std::int64_t counter, std::int64_t n);

 private:
  void shuffle(std::int64_t epoch);

  StreamState start_;
  std::vector<std::int64_t> order_;
  std::int64_t epoch_ = -1;  ///< whose order is in order_
};

}  // namespace scorescope
