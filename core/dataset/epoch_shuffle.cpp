#include "core/dataset/epoch_shuffle.h"

#include <algorithm>
#include <numeric>
#include <utility>

#include "core/base/error.h"

namespace scorescope {

EpochShuffle::EpochShuffle(const RandomStream& stream, std::int64_t count)
    : start_(stream.state()) {
  check(count >= 1 && count <= (std::int64_t{1} << 31), "EpochShuffle: count must be in [1, 2^31]");
  order_.resize(static_cast<std::size_t>(count));
}

/// Durstenfeld's shuffle (CACM 7(7), 1964, algorithm 235). With 32-bit uniforms no place is
/// likelier than another by more than count * 2^-32 of its share.
void EpochShuffle::shuffle(std::int64_t epoch) {
  const std::uint64_t first_block = static_cast<std::uint64_t>(epoch) << 32;
  RandomStream stream(StreamState{start_.key, start_.position + first_block});
  std::vector<double> uniform(order_.size());
  stream.fill_uniform(uniform);
  std::iota(order_.begin(), order_.end(), std::int64_t{0});
  for (std::size_t left = order_.size(); left > 1; --left) {
    const auto chosen = static_cast<std::size_t>(uniform[left - 1] * static_cast<double>(left));
    std::swap(order_[left - 1], order_[chosen]);
  }
  epoch_ = epoch;
}

torch::Tensor EpochShuffle::indices(std::int64_t counter, std::int64_t n) {
  check(counter >= 0 && n >= 0, "EpochShuffle: counter and n must not be negative");
  torch::Tensor chosen = torch::empty({n}, torch::kInt64);
  auto* out = chosen.data_ptr<std::int64_t>();
  while (n > 0) {
    if (const std::int64_t epoch = counter / count(); epoch != epoch_) shuffle(epoch);
    const std::int64_t start = counter % count();
    const std::int64_t piece = std::min(n, count() - start);
    out = std::copy_n(order_.begin() + start, piece, out);
    counter += piece;
    n -= piece;
  }
  return chosen;
}

}  // namespace scorescope
