// This file is compiled once per instruction set by foreach_target.h.
#include "core/fused/activation_kernels.h"

#if __has_include(<hwy/highway.h>)

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "core/fused/activation_kernels.cpp"
#include "core/fused/targets.h"
// targets.h goes first
#include <hwy/foreach_target.h>
// after foreach_target.h
#include <hwy/highway.h>

#include <algorithm>
#include <iterator>

#include "core/fused/vector_functions-inl.h"

HWY_BEFORE_NAMESPACE();
namespace scorescope {
namespace HWY_NAMESPACE {

// Adding 1.5 * 2^23 rounds to an integer, which is then in the low bits.
HWY_INLINE Vector to_integer() { return constant(12582912.0f); }

constexpr float kLog2E = 1.44269504f;
/// Where exponents stop, so that results stay normal; beyond, nothing is left of them.
constexpr float kLargest = 87.0f;

// 2^(factor x) for |factor x| <= 126, which the caller ensures. (The polynomial of least relative
// error on [-1/2, 1/2], 1.5e-7 as rounded, found by Lawson's iteration.)
HWY_INLINE Vector exp2_of_scaled(Vector x, float factor) {
  const Tag tag;
  const hn::RebindToSigned<Tag> integers;
  const Vector shifted = hn::MulAdd(x, constant(factor), to_integer());
  const Vector f = hn::MulSub(x, constant(factor), hn::Sub(shifted, to_integer()));
  Vector p = hn::MulAdd(f, constant(0.00132764038f), constant(0.00967560988f));
  p = hn::MulAdd(f, p, constant(0.0555071384f));
  p = hn::MulAdd(f, p, constant(0.240221187f));
  p = hn::MulAdd(f, p, constant(0.693146944f));
  p = hn::MulAdd(f, p, constant(1.00000012f));
  const auto exponent = hn::ShiftLeft<23>(hn::BitCast(integers, shifted));
  return hn::BitCast(tag, hn::Add(hn::BitCast(integers, p), exponent));
}

// exp(x) - 1 for x <= 0, also to a relative 1e-7 near 0: power (1 + rest) - 1 with power an integer
// power of two. (Cody & Waite's reduction; rest = r + r^2 q(r) on |r| <= ln 2 / 2 with the q of
// least relative error, 1.3e-8.)
HWY_INLINE Vector expm1_of_negative(Vector x) {
  const Tag tag;
  const hn::RebindToSigned<Tag> integers;
  const Vector bounded = hn::Max(x, constant(-kLargest));
  const Vector shifted = hn::MulAdd(bounded, constant(kLog2E), to_integer());
  const Vector n = hn::Sub(shifted, to_integer());
  const Vector high = hn::NegMulAdd(n, constant(0.693145752f), bounded);
  const Vector r = hn::NegMulAdd(n, constant(1.42860677e-6f), high);
  Vector q = hn::MulAdd(r, constant(0.00138825166f), constant(0.00836654752f));
  q = hn::MulAdd(r, q, constant(0.0416672006f));
  q = hn::MulAdd(r, q, constant(0.166665435f));
  q = hn::MulAdd(r, q, constant(0.49999997f));
  const Vector rest = hn::MulAdd(hn::Mul(r, r), q, r);
  const Vector one = constant(1.0f);
  const auto exponent = hn::ShiftLeft<23>(hn::BitCast(integers, shifted));
  const Vector power = hn::BitCast(tag, hn::Add(hn::BitCast(integers, one), exponent));
  return hn::MulAdd(power, rest, hn::Sub(power, one));
}

// An activation's value and slope at one place.
struct Activated {
  Vector value, slope;
};

// Each is an exponential, `power`, and what is made of it and z. Each gives NaN for NaN (Max and
// Min do not), or the loss would not show it.

// log(1 + exp(z)) = max(z, 0) + log(1 + e), e = exp(-|z|); log(1 + e) = e q(e) on [0, 1] with the q
// of least relative error, 1.9e-7.
struct Softplus {
  static HWY_INLINE Vector power(Vector z) {
    return exp2_of_scaled(hn::Min(hn::Abs(z), constant(kLargest)), -kLog2E);
  }
  static HWY_INLINE Activated at(Vector z, Vector e) {
    Vector q = hn::MulAdd(e, constant(-0.00853919797f), constant(0.044089593f));
    q = hn::MulAdd(e, q, constant(-0.107681654f));
    q = hn::MulAdd(e, q, constant(0.177452371f));
    q = hn::MulAdd(e, q, constant(-0.244954616f));
    q = hn::MulAdd(e, q, constant(0.332754791f));
    q = hn::MulAdd(e, q, constant(-0.499974042f));
    q = hn::MulAdd(e, q, constant(0.999999821f));
    const Vector above = hn::Mul(constant(0.5f), hn::Add(z, hn::Abs(z)));
    const Vector share = reciprocal(hn::Add(constant(1.0f), e));  // sigmoid(|z|)
    return {hn::MulAdd(e, q, above),
            hn::IfThenElse(hn::Lt(z, hn::Zero(Tag())), hn::Mul(e, share), share)};
  }
};

struct Silu {
  static HWY_INLINE Vector power(Vector z) {
    return exp2_of_scaled(hn::Min(hn::Max(z, constant(-kLargest)), constant(kLargest)), -kLog2E);
  }
  static HWY_INLINE Activated at(Vector z, Vector e) {
    const Vector share = reciprocal(hn::Add(constant(1.0f), e));  // sigmoid
    const Vector value = hn::Mul(z, share);
    return {value, hn::Add(share, hn::NegMulAdd(value, share, value))};
  }
};

struct Elu {
  static HWY_INLINE Activated at(Vector z) {
    const Vector shrunk = expm1_of_negative(hn::Min(z, hn::Zero(Tag())));
    return {hn::IfThenElse(hn::Lt(z, hn::Zero(Tag())), shrunk, z), hn::Add(shrunk, constant(1.0f))};
  }
};

// With g = exp(-2 |z|) - 1: tanh |z| = -g / (g + 2).
struct Tanh {
  static HWY_INLINE Vector power(Vector z) {
    return expm1_of_negative(hn::Mul(constant(-2.0f), hn::Abs(z)));
  }
  static HWY_INLINE Activated at(Vector z, Vector g) {
    const Vector size = hn::Mul(hn::Neg(g), reciprocal(hn::Add(g, constant(2.0f))));
    const Vector value = hn::IfThenElse(hn::Eq(z, z), hn::CopySign(size, z), z);
    return {value, hn::NegMulAdd(size, size, constant(1.0f))};
  }
};

struct Relu {
  static HWY_INLINE Activated at(Vector z) {
    const Vector zero = hn::Zero(Tag());
    return {hn::IfThenElse(hn::Lt(z, zero), zero, z),
            hn::IfThenElse(hn::Gt(z, zero), constant(1.0f), zero)};
  }
};

// z P with P the normal distribution function, slope P + z p with p the density. P(-|z|) = exp(-z^2
// / 2) t q(t), t = 1 / (1 + 0.4 |z|), as in Abramowitz & Stegun 7.1.26, refitted: error below 3e-8.
struct Gelu {
  static HWY_INLINE Vector power(Vector z) {
    return exp2_of_scaled(hn::Min(hn::Mul(z, z), constant(2.0f * kLargest)), -0.5f * kLog2E);
  }
  static HWY_INLINE Activated at(Vector z, Vector e) {
    const Vector one = constant(1.0f);
    const Vector t = reciprocal(hn::MulAdd(constant(0.4f), hn::Abs(z), one));
    Vector q = hn::MulAdd(t, constant(0.0555342473f), constant(-0.251336485f));
    q = hn::MulAdd(t, q, constant(0.334482253f));
    q = hn::MulAdd(t, q, constant(0.017202748f));
    q = hn::MulAdd(t, q, constant(0.187184066f));
    q = hn::MulAdd(t, q, constant(0.156933203f));
    const Vector tail = hn::Mul(e, hn::Mul(t, q));
    const Vector below = hn::IfThenElse(hn::Lt(z, hn::Zero(Tag())), tail, hn::Sub(one, tail));
    const Vector density = hn::Mul(constant(0.398942280f), e);
    return {hn::Mul(z, below), hn::MulAdd(z, density, below)};
  }
};

template <class Activation>
constexpr bool kHasPower = requires(Vector z) { Activation::power(z); };

// An activation is one long chain of operations, and a processor looks only so far ahead for others
// to do meanwhile. So the exponentials of many numbers come first and then the rest: SiLU, softplus
// and tanh take three quarters of the time of one number after the other.
constexpr std::int64_t kPowers = 1024;

template <class Activation>
HWY_INLINE void write_powers(const ActivationBlock& block, float* HWY_RESTRICT powers) {
  const Tag tag;
  const std::int64_t columns = block.columns;
  for (std::int64_t i = 0; i < block.rows; ++i, powers += columns) {
    const float* const value = block.value + i * block.stride;
#pragma GCC unroll 4
    for (std::int64_t j = 0; j < columns; j += kLanes) {
      hn::Store(Activation::power(hn::Load(tag, value + j)), tag, powers + j);
    }
  }
}

template <class Activation>
HWY_INLINE Activated activated(Vector z, const float* power) {
  if constexpr (kHasPower<Activation>) {
    return Activation::at(z, hn::Load(Tag(), power));
  } else {
    return Activation::at(z);
  }
}

template <class Activation, bool kWithSlope>
HWY_INLINE void write_activated(const ActivationBlock& block, const float* HWY_RESTRICT powers) {
  const Tag tag;
  const std::int64_t columns = block.columns;
  for (std::int64_t i = 0; i < block.rows; ++i, powers += columns) {
    float* const HWY_RESTRICT value = block.value + i * block.stride;
    float* const HWY_RESTRICT slope = kWithSlope ? block.slope + i * block.stride : nullptr;
#pragma GCC unroll 4
    for (std::int64_t j = 0; j < columns; j += kLanes) {
      const Activated at = activated<Activation>(hn::Load(tag, value + j), powers + j);
      hn::Store(at.value, tag, value + j);
      if constexpr (kWithSlope) hn::Store(at.slope, tag, slope + j);
    }
  }
}

template <class Activation, bool kWithSlope>
void activate(const ActivationBlock& block) {
  alignas(64) float powers[kPowers];
  const std::int64_t most_rows = kPowers / block.columns;
  for (std::int64_t row = 0; row < block.rows; row += most_rows) {
    const ActivationBlock part{block.value + row * block.stride,
                               kWithSlope ? block.slope + row * block.stride : nullptr,
                               block.stride, std::min(most_rows, block.rows - row), block.columns};
    if constexpr (kHasPower<Activation>) write_powers<Activation>(part, powers);
    write_activated<Activation, kWithSlope>(part, powers);
  }
}

struct NamedActivation {
  std::string_view id;
  ActivationKernel with_slope;
  ActivationKernel value_only;
};

template <class Activation>
constexpr NamedActivation named(std::string_view id) {
  return {id, &activate<Activation, true>, &activate<Activation, false>};
}

constexpr NamedActivation kActivations[] = {named<Softplus>("softplus"), named<Silu>("silu"),
                                            named<Elu>("elu"),           named<Tanh>("tanh"),
                                            named<Relu>("relu"),         named<Gelu>("gelu")};

int activation_index(std::string_view id) {
  const auto* const end = std::end(kActivations);
  const auto* const found = std::find_if(
      std::begin(kActivations), end, [&](const auto& activation) { return activation.id == id; });
  return found == end ? -1 : static_cast<int>(found - std::begin(kActivations));
}

ActivationKernel kernel_at(int index, bool with_slope) {
  return with_slope ? kActivations[index].with_slope : kActivations[index].value_only;
}

}  // namespace HWY_NAMESPACE
}  // namespace scorescope
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace scorescope {

HWY_EXPORT(activation_index);
HWY_EXPORT(kernel_at);

int find_activation_kernel(std::string_view id) {
  return HWY_DYNAMIC_DISPATCH(activation_index)(id);
}

ActivationKernel activation_kernel(int index, bool with_slope) {
  return HWY_DYNAMIC_DISPATCH(kernel_at)(index, with_slope);
}

}  // namespace scorescope
#endif

#else  // without Highway

namespace scorescope {

int find_activation_kernel(std::string_view) { return -1; }

ActivationKernel activation_kernel(int, bool) { return nullptr; }

}  // namespace scorescope

#endif
