// The formulas of core/base/random_stream.cpp, philox.h and vector_math.h, operation by operation
// and without fused multiplication (this file is compiled with -ffp-contract=off), so that every
// bit is the same. Compiled once per instruction set by foreach_target.h.
#include "core/fused/wide_draws.h"

#if __has_include(<hwy/highway.h>)

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/fused/wide_draws.cpp"
#include "core/fused/targets.h"
// targets.h goes first
#include <hwy/foreach_target.h>
// after foreach_target.h
#include <hwy/highway.h>

#include <algorithm>
#include <array>
#include <numbers>

#include "core/base/error.h"
#include "core/base/vector_math.h"

HWY_BEFORE_NAMESPACE();
namespace scorescope {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

#if HWY_TARGET == HWY_SCALAR

void normals(RandomStream& stream, std::span<double> out) { stream.fill_normal(out); }
void rounded_normals(RandomStream& stream, std::span<float> out) { stream.fill_normal(out); }
void uniforms(RandomStream& stream, std::span<double> out) { stream.fill_uniform(out); }
void indices(RandomStream& stream, std::span<std::int64_t> out, std::int64_t count) {
  stream.fill_index(out, count);
}

#else

using Doubles = hn::ScalableTag<double>;
using Words = hn::RebindToUnsigned<Doubles>;
using Double = hn::Vec<Doubles>;
using Word = hn::Vec<Words>;

constexpr std::size_t kBlocks = hn::MaxLanes(Doubles());  // Philox blocks made together

HWY_INLINE Double number(double value) { return hn::Set(Doubles(), value); }
HWY_INLINE Word bits(std::uint64_t value) { return hn::Set(Words(), value); }
HWY_INLINE Word as_bits(Double x) { return hn::BitCast(Words(), x); }
HWY_INLINE Double as_double(Word x) { return hn::BitCast(Doubles(), x); }

// An integer below 2^52 as a double.
HWY_INLINE Double to_double(Word integer) {
  return hn::Sub(as_double(hn::Or(integer, bits(vector_math::kTwo52Bits))), number(0x1p+52));
}

// Words 0 to 3 of kBlocks consecutive blocks, each in the low half of a lane.
struct Blocks {
  Word word0, word1, word2, word3;
};

// Products of the low halves of lanes.
HWY_INLINE Word times(Word a, Word b) {
  const hn::Repartition<std::uint32_t, Words> halves;
  return hn::MulEven(hn::BitCast(halves, a), hn::BitCast(halves, b));
}

HWY_INLINE Blocks make_blocks(const StreamState& state) {
  const Word mask = bits(0xffffffff);
  std::uint64_t key_low = state.key & 0xffffffff;
  std::uint64_t key_high = state.key >> 32;
  const Word position = hn::Add(bits(state.position), hn::Iota(Words(), 0));
  Word c0 = hn::And(position, mask), c1 = hn::ShiftRight<32>(position);
  Word c2 = hn::Zero(Words()), c3 = c2;
  for (int round = 0; round < 10; ++round) {
    const Word product0 = times(c0, bits(0xD2511F53));
    const Word product1 = times(c2, bits(0xCD9E8D57));
    c0 = hn::Xor(hn::Xor(hn::ShiftRight<32>(product1), c1), bits(key_low));
    c2 = hn::Xor(hn::Xor(hn::ShiftRight<32>(product0), c3), bits(key_high));
    c1 = hn::And(product1, mask);
    c3 = hn::And(product0, mask);
    key_low = (key_low + 0x9E3779B9) & 0xffffffff;
    key_high = (key_high + 0xBB67AE85) & 0xffffffff;
  }
  return {c0, c1, c2, c3};
}

HWY_INLINE Double unit_from_word(Word word) {
  return hn::Mul(hn::Add(to_double(word), number(0.5)), number(0x1p-32));
}

// series x + next
HWY_INLINE Double continued(Double series, Double x, double next) {
  return hn::Add(hn::Mul(series, x), number(next));
}

HWY_INLINE Double log_of_positive(Double x) {
  constexpr std::uint64_t kSqrtHalf = 0x3fe6a09e667f3bcd;
  const Word all = as_bits(x);
  const Word biased =
      hn::ShiftRight<52>(hn::Add(hn::Sub(all, bits(kSqrtHalf)), bits(std::uint64_t{1023} << 52)));
  const Double e = hn::Sub(to_double(biased), number(1023.0));
  const Double m = as_double(hn::Sub(all, hn::ShiftLeft<52>(hn::Sub(biased, bits(1023)))));
  const Double s = hn::Div(hn::Sub(m, number(1.0)), hn::Add(m, number(1.0)));
  const Double t = hn::Mul(s, s);
  Double series = number(1.0 / 21.0);
  series = continued(series, t, 1.0 / 19.0);
  series = continued(series, t, 1.0 / 17.0);
  series = continued(series, t, 1.0 / 15.0);
  series = continued(series, t, 1.0 / 13.0);
  series = continued(series, t, 1.0 / 11.0);
  series = continued(series, t, 1.0 / 9.0);
  series = continued(series, t, 1.0 / 7.0);
  series = continued(series, t, 1.0 / 5.0);
  series = continued(series, t, 1.0 / 3.0);
  const Double two_s = hn::Mul(number(2.0), s);
  const Double log_m = hn::Add(two_s, hn::Mul(two_s, hn::Mul(t, series)));
  return hn::Add(hn::Mul(e, number(vector_math::kLn2High)),
                 hn::Add(log_m, hn::Mul(e, number(vector_math::kLn2Low))));
}

HWY_INLINE Double inverse_sqrt_of_positive(Double x) {
  Double y = as_double(hn::Sub(bits(0x5fe6eb50c7b537a9), hn::ShiftRight<1>(as_bits(x))));
  const Double half = hn::Mul(number(0.5), x);
  for (int step = 0; step < 4; ++step) {
    y = hn::Mul(y, hn::Sub(number(1.5), hn::Mul(hn::Mul(half, y), y)));
  }
  return y;
}

HWY_INLINE Double sqrt_of_positive(Double x) {
  const Double inverse = inverse_sqrt_of_positive(x);
  const Double root = hn::Mul(x, inverse);
  return hn::Add(root, hn::Mul(hn::Mul(number(0.5), inverse), hn::Sub(x, hn::Mul(root, root))));
}

struct Pair {
  Double first, second;
};

// (sin x, cos x) for |x| <= pi / 4
HWY_INLINE Pair sine_cosine_of_eighth(Double x) {
  const Double t = hn::Mul(x, x);
  Double sine = number(-1.0 / 1307674368000.0);
  sine = continued(sine, t, 1.0 / 6227020800.0);
  sine = continued(sine, t, -1.0 / 39916800.0);
  sine = continued(sine, t, 1.0 / 362880.0);
  sine = continued(sine, t, -1.0 / 5040.0);
  sine = continued(sine, t, 1.0 / 120.0);
  sine = continued(sine, t, -1.0 / 6.0);
  Double cosine = number(1.0 / 20922789888000.0);
  cosine = continued(cosine, t, -1.0 / 87178291200.0);
  cosine = continued(cosine, t, 1.0 / 479001600.0);
  cosine = continued(cosine, t, -1.0 / 3628800.0);
  cosine = continued(cosine, t, 1.0 / 40320.0);
  cosine = continued(cosine, t, -1.0 / 720.0);
  cosine = continued(cosine, t, 1.0 / 24.0);
  cosine = continued(cosine, t, -0.5);
  return {hn::Add(x, hn::Mul(x, hn::Mul(t, sine))), hn::Add(number(1.0), hn::Mul(t, cosine))};
}

HWY_INLINE Double squared_radius_of(Word word) {
  return hn::Mul(number(-2.0), log_of_positive(unit_from_word(word)));
}

HWY_INLINE Pair at_angle(Double radius, Word word) {
  const Word within = hn::And(word, bits(0x3fffffff));
  const Double unit = hn::Mul(hn::Add(to_double(within), number(0.5)), number(0x1p-30));
  const Double place = hn::Sub(unit, number(0.5));
  const auto [sine, cosine] = sine_cosine_of_eighth(hn::Mul(place, number(std::numbers::pi / 2)));
  const Word odd_quadrant = hn::And(hn::ShiftRight<30>(word), bits(1));
  const auto swap = hn::MaskFromVec(as_double(hn::Sub(hn::Zero(Words()), odd_quadrant)));
  const Word sign = hn::ShiftLeft<63>(hn::ShiftRight<31>(word));
  const Double x = hn::Mul(hn::IfThenElse(swap, hn::Neg(sine), cosine), radius);
  const Double y = hn::Mul(hn::IfThenElse(swap, cosine, sine), radius);
  return {as_double(hn::Xor(as_bits(x), sign)), as_double(hn::Xor(as_bits(y), sign))};
}

// Fills `out` from whole blocks: `make(blocks, to)` writes the kPerBlock * kBlocks numbers of some.
template <std::size_t kPerBlock, class Number, class Make>
HWY_INLINE void fill(RandomStream& stream, std::span<Number> out, const Make& make) {
  constexpr std::size_t kMade = kPerBlock * kBlocks;
  StreamState state = stream.state();
  std::size_t done = 0;
  for (; done + kMade <= out.size(); done += kMade) {
    make(make_blocks(state), out.data() + done);
    state.position += kBlocks;
  }
  if (done < out.size()) {
    std::array<Number, kMade> rest;
    make(make_blocks(state), rest.data());
    std::copy_n(rest.data(), out.size() - done, out.data() + done);
    state.position += (out.size() - done + kPerBlock - 1) / kPerBlock;
  }
  stream = RandomStream(state);
}

// Numbers pass through the steps of Box and Muller a tile at a time: each step is a long chain of
// operations, and short loops let the processor work on many of them at once.
constexpr std::size_t kTileNumbers = 512;

struct NormalTile {
  // column j of all blocks at j * kTileNumbers / 4: words, then radii in 0 and 2
  alignas(64) std::array<std::uint64_t, kTileNumbers> words;
};

HWY_INLINE std::uint64_t* column(NormalTile& tile, std::size_t j, std::size_t group) {
  return tile.words.data() + j * kTileNumbers / 4 + group * kBlocks;
}

HWY_NOINLINE void make_words(const StreamState& start, std::size_t groups, NormalTile& tile) {
  StreamState state = start;
  for (std::size_t group = 0; group < groups; ++group, state.position += kBlocks) {
    const Blocks blocks = make_blocks(state);
    hn::Store(blocks.word0, Words(), column(tile, 0, group));
    hn::Store(blocks.word1, Words(), column(tile, 1, group));
    hn::Store(blocks.word2, Words(), column(tile, 2, group));
    hn::Store(blocks.word3, Words(), column(tile, 3, group));
  }
}

HWY_NOINLINE void make_radii(std::size_t groups, NormalTile& tile) {
  for (const std::size_t j : {0, 2}) {
    for (std::size_t group = 0; group < groups; ++group) {
      std::uint64_t* const place = column(tile, j, group);
      hn::Store(as_bits(squared_radius_of(hn::Load(Words(), place))), Words(), place);
    }
    for (std::size_t group = 0; group < groups; ++group) {
      std::uint64_t* const place = column(tile, j, group);
      hn::Store(as_bits(sqrt_of_positive(as_double(hn::Load(Words(), place)))), Words(), place);
    }
  }
}

HWY_INLINE void store_blocks(const Pair& ab, const Pair& cd, double* to) {
  hn::StoreInterleaved4(ab.first, ab.second, cd.first, cd.second, Doubles(), to);
}

HWY_INLINE void store_blocks(const Pair& ab, const Pair& cd, float* to) {
  const hn::Rebind<float, Doubles> floats;
  hn::StoreInterleaved4(hn::DemoteTo(floats, ab.first), hn::DemoteTo(floats, ab.second),
                        hn::DemoteTo(floats, cd.first), hn::DemoteTo(floats, cd.second), floats,
                        to);
}

template <class Number>
HWY_NOINLINE void make_normals(std::size_t groups, NormalTile& tile, Number* to) {
  for (std::size_t group = 0; group < groups; ++group) {
    const auto pair = [&](std::size_t j) HWY_ATTR {
      return at_angle(as_double(hn::Load(Words(), column(tile, j, group))),
                      hn::Load(Words(), column(tile, j + 1, group)));
    };
    store_blocks(pair(0), pair(2), to + group * 4 * kBlocks);
  }
}

template <class Number>
HWY_INLINE void fill_normals(RandomStream& stream, std::span<Number> out) {
  NormalTile tile;
  StreamState state = stream.state();
  for (std::size_t done = 0; done < out.size();) {
    const std::size_t taken = std::min(kTileNumbers, out.size() - done);
    const std::size_t groups = (taken + 4 * kBlocks - 1) / (4 * kBlocks);
    make_words(state, groups, tile);
    make_radii(groups, tile);
    if (taken == groups * 4 * kBlocks) {
      make_normals(groups, tile, out.data() + done);
    } else {
      std::array<Number, kTileNumbers> rest;
      make_normals(groups, tile, rest.data());
      std::copy_n(rest.data(), taken, out.data() + done);
    }
    done += taken;
    state.position += (taken + 3) / 4;
  }
  stream = RandomStream(state);
}

void normals(RandomStream& stream, std::span<double> out) { fill_normals(stream, out); }

void rounded_normals(RandomStream& stream, std::span<float> out) { fill_normals(stream, out); }

HWY_NOINLINE void uniforms(RandomStream& stream, std::span<double> out) {
  fill<4>(stream, out, [](const Blocks& blocks, double* to) HWY_ATTR {
    hn::StoreInterleaved4(unit_from_word(blocks.word0), unit_from_word(blocks.word1),
                          unit_from_word(blocks.word2), unit_from_word(blocks.word3), Doubles(),
                          to);
  });
}

HWY_NOINLINE void indices(RandomStream& stream, std::span<std::int64_t> out, std::int64_t count) {
  fill<2>(stream, out, [count](const Blocks& blocks, std::int64_t* to) HWY_ATTR {
    const hn::RebindToSigned<Words> integers;
    const Word n = bits(static_cast<std::uint64_t>(count));
    const auto place = [n](Word high, Word low) HWY_ATTR {
      const Word carried = hn::ShiftRight<32>(times(low, n));
      return hn::ShiftRight<32>(hn::Add(times(high, n), carried));
    };
    hn::StoreInterleaved2(hn::BitCast(integers, place(blocks.word0, blocks.word1)),
                          hn::BitCast(integers, place(blocks.word2, blocks.word3)), integers, to);
  });
}

#endif  // more than one lane

}  // namespace HWY_NAMESPACE
}  // namespace scorescope
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace scorescope {

HWY_EXPORT(normals);
HWY_EXPORT(rounded_normals);
HWY_EXPORT(uniforms);
HWY_EXPORT(indices);

void fill_normal(RandomStream& stream, std::span<double> out) {
  HWY_DYNAMIC_DISPATCH(normals)(stream, out);
}

void fill_normal(RandomStream& stream, std::span<float> out) {
  HWY_DYNAMIC_DISPATCH(rounded_normals)(stream, out);
}

void fill_uniform(RandomStream& stream, std::span<double> out) {
  HWY_DYNAMIC_DISPATCH(uniforms)(stream, out);
}

void fill_index(RandomStream& stream, std::span<std::int64_t> out, std::int64_t count) {
  check(count >= 1 && count <= (std::int64_t{1} << 31), "fill_index: count must be in [1, 2^31]");
  HWY_DYNAMIC_DISPATCH(indices)(stream, out, count);
}

}  // namespace scorescope
#endif

#else  // without Highway

namespace scorescope {

void fill_normal(RandomStream& stream, std::span<double> out) { stream.fill_normal(out); }

void fill_normal(RandomStream& stream, std::span<float> out) { stream.fill_normal(out); }

void fill_uniform(RandomStream& stream, std::span<double> out) { stream.fill_uniform(out); }

void fill_index(RandomStream& stream, std::span<std::int64_t> out, std::int64_t count) {
  stream.fill_index(out, count);
}

}  // namespace scorescope

#endif
