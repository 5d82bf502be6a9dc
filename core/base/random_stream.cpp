#include "core/base/random_stream.h"

#include <algorithm>
#include <array>
#include <bit>
#include <numbers>
#include <string>

#include "core/base/error.h"
#include "core/base/philox.h"
#include "core/base/vector_math.h"

namespace scorescope {
namespace {

using vector_math::to_double;

/// Blocks made together: enough to fill the vector units, few enough to stay in the first cache.
constexpr std::size_t kTile = 64;

/// Words of kTile consecutive blocks; words[j][i] is word j of block i.
using TileWords = std::array<std::array<std::uint64_t, kTile>, 4>;

/// Makes the first `blocks` <= kTile blocks from `state` on.
SCORESCOPE_WIDE_VECTORS
void make_words(const StreamState& state, std::size_t blocks, TileWords& words) {
  constexpr std::uint64_t kMask = 0xffffffff;
  const std::uint64_t key_low = state.key & kMask;
  const std::uint64_t key_high = state.key >> 32;
  for (std::size_t i = 0; i < blocks; ++i) {
    const std::uint64_t position = state.position + i;
    const PhiloxBlock block =
        philox4x32_10({position & kMask, position >> 32, 0, 0}, key_low, key_high);
    words[0][i] = block.word0;
    words[1][i] = block.word1;
    words[2][i] = block.word2;
    words[3][i] = block.word3;
  }
}

/// Uniform on (0, 1) from one word; the half keeps 0 out.
double unit_from_word(std::uint64_t word) { return (to_double(word) + 0.5) * 0x1p-32; }

/// Box and Muller, "A note on the generation of random normal deviates" (1958): two words to two
/// independent normals. The angle's first two bits choose the quadrant, the rest a place inside it.
SCORESCOPE_WIDE_VECTORS
void box_muller(std::size_t blocks, const std::array<std::uint64_t, kTile>& radius_words,
                const std::array<std::uint64_t, kTile>& angle_words,
                std::array<double, kTile>& first, std::array<double, kTile>& second) {
  for (std::size_t i = 0; i < blocks; ++i) {
    const double radius = sqrt_of_positive(-2.0 * log_of_positive(unit_from_word(radius_words[i])));
    const std::uint64_t word = angle_words[i];
    const double place = (to_double(word & 0x3fffffff) + 0.5) * 0x1p-30 - 0.5;
    const SineCosine part = sine_cosine_of_eighth(place * (std::numbers::pi / 2));
    const std::uint64_t swap = 0 - ((word >> 30) & 1);
    const std::uint64_t sign = (word >> 31) << 63;
    const double x = vector_math::select(swap, -part.sine, part.cosine) * radius;
    const double y = vector_math::select(swap, part.cosine, part.sine) * radius;
    first[i] = std::bit_cast<double>(std::bit_cast<std::uint64_t>(x) ^ sign);
    second[i] = std::bit_cast<double>(std::bit_cast<std::uint64_t>(y) ^ sign);
  }
}

/// Fills `out` tile by tile. `make(blocks, words, numbers)` turns words into blocks * PerBlock
/// numbers in the order of the blocks. A call starts at a fresh block and uses whole blocks.
template <std::size_t PerBlock, class Number, class Make>
void fill(StreamState& state, std::span<Number> out, Make make) {
  TileWords words;
  std::array<Number, kTile * PerBlock> numbers;
  for (std::size_t done = 0; done < out.size();) {
    const std::size_t taken = std::min(numbers.size(), out.size() - done);
    const std::size_t blocks = (taken + PerBlock - 1) / PerBlock;
    make_words(state, blocks, words);
    make(blocks, words, numbers.data());
    std::copy_n(numbers.data(), taken, out.data() + done);
    done += taken;
    state.position += blocks;
  }
}

template <class Number>
void fill_normal_as(StreamState& state, std::span<Number> out) {
  fill<4>(state, out, [](std::size_t blocks, const TileWords& words, Number* numbers) {
    std::array<std::array<double, kTile>, 4> normals;
    box_muller(blocks, words[0], words[1], normals[0], normals[1]);
    box_muller(blocks, words[2], words[3], normals[2], normals[3]);
    for (std::size_t i = 0; i < blocks; ++i) {
      for (std::size_t j = 0; j < 4; ++j) numbers[4 * i + j] = static_cast<Number>(normals[j][i]);
    }
  });
}

/// Steele, Lea, Flood, "Fast splittable pseudorandom number generators" (OOPSLA 2014): the
/// finaliser of SplitMix64, a bijection in which every input bit moves about half of the output
/// bits.
std::uint64_t mixed(std::uint64_t x) {
  x += 0x9e3779b97f4a7c15;
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
  x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
  return x ^ (x >> 31);
}

/// Chains the mixing over seed and name, so that no two (seed, name) pairs share a key but by the
/// chance of a 64-bit collision.
std::uint64_t key_of(std::uint64_t seed, std::string_view name) {
  std::uint64_t key = mixed(seed ^ (static_cast<std::uint64_t>(name.size()) << 56));
  for (const char letter : name) key = mixed(key ^ static_cast<unsigned char>(letter));
  return key;
}

}  // namespace

RandomStream::RandomStream(std::uint64_t seed, std::string_view name)
    : state_{key_of(seed, name), 0} {}

void RandomStream::fill_normal(std::span<double> out) { fill_normal_as(state_, out); }

void RandomStream::fill_normal(std::span<float> out) { fill_normal_as(state_, out); }

void RandomStream::fill_uniform(std::span<double> out) {
  fill<4>(state_, out, [](std::size_t blocks, const TileWords& words, double* numbers) {
    for (std::size_t i = 0; i < blocks; ++i) {
      for (std::size_t j = 0; j < 4; ++j) numbers[4 * i + j] = unit_from_word(words[j][i]);
    }
  });
}

void RandomStream::fill_uniform(std::span<float> out) {
  // 23 bits and the half are exactly a float; with more bits the largest would round to 1.
  fill<4>(state_, out, [](std::size_t blocks, const TileWords& words, float* numbers) {
    for (std::size_t i = 0; i < blocks; ++i) {
      for (std::size_t j = 0; j < 4; ++j) {
        numbers[4 * i + j] = static_cast<float>((to_double(words[j][i] >> 9) + 0.5) * 0x1p-23);
      }
    }
  });
}

void RandomStream::fill_index(std::span<std::int64_t> out, std::int64_t count) {
  check(count >= 1 && count <= (std::int64_t{1} << 31), "fill_index: count must be in [1, 2^31]");
  const auto n = static_cast<std::uint64_t>(count);
  // floor(u * count) with u of 64 bits: no index is likelier than another by more than 2^-33.
  fill<2>(state_, out, [n](std::size_t blocks, const TileWords& words, std::int64_t* numbers) {
    for (std::size_t i = 0; i < blocks; ++i) {
      for (std::size_t j = 0; j < 2; ++j) {
        const std::uint64_t carried = (words[2 * j + 1][i] * n) >> 32;
        numbers[2 * i + j] = static_cast<std::int64_t>((words[2 * j][i] * n + carried) >> 32);
      }
    }
  });
}

}  // namespace scorescope
