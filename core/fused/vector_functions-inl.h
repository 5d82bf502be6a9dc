// exp and reciprocals on vectors of floats, and the activations with their slopes made of them. To
// be included by the files that are compiled once per instruction set.
#if defined(SCORESCOPE_FUSED_VECTOR_FUNCTIONS) == defined(HWY_TARGET_TOGGLE)
#ifdef SCORESCOPE_FUSED_VECTOR_FUNCTIONS
#undef SCORESCOPE_FUSED_VECTOR_FUNCTIONS
#else
#define SCORESCOPE_FUSED_VECTOR_FUNCTIONS
#endif

#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace scorescope {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

using Tag = hn::ScalableTag<float>;
using Vector = hn::Vec<Tag>;

constexpr std::int64_t kLanes = static_cast<std::int64_t>(hn::MaxLanes(Tag()));

HWY_INLINE Vector constant(float value) { return hn::Set(Tag(), value); }

// 1 / x for normal x, to about a unit in the last place: an estimate and a Newton step take a fifth
// of a division's time. The estimates of NEON are too coarse for one step.
HWY_INLINE Vector reciprocal(Vector x) {
#if HWY_ARCH_X86
  const Vector estimate = hn::ApproximateReciprocal(x);
  return hn::MulAdd(estimate, hn::NegMulAdd(x, estimate, constant(1.0f)), estimate);
#else
  return hn::Div(constant(1.0f), x);
#endif
}

// sqrt(x) for x >= 0; 0 below 1e-36.
HWY_INLINE Vector square_root(Vector x) {
#if HWY_ARCH_X86
  const Vector estimate = hn::ApproximateReciprocalSqrt(hn::Max(x, constant(1e-36f)));
  const Vector root = hn::Mul(x, estimate);
  const Vector half = hn::Mul(constant(0.5f), estimate);
  return hn::MulAdd(half, hn::NegMulAdd(root, root, x), root);
#else
  return hn::Sqrt(x);
#endif
}

// exp(x) = power (1 + rest) with power an integer power of two.
struct ExpParts {
  Vector power, rest;
};

// x <= 80; below -80 it is exp(-80), which is nothing for all purposes. (Cody & Waite's reduction;
// rest = r + r^2 q(r) on |r| <= ln 2 / 2 with the q of least relative error, 1.3e-8, found by
// Lawson's iteration.)
HWY_INLINE ExpParts exp_parts(Vector x) {
  const Tag tag;
  const hn::RebindToSigned<Tag> integers;
  const Vector to_integer = constant(12582912.0f);  // 1.5 * 2^23: rounds, integer in the low bits
  const Vector bounded = hn::Max(x, constant(-80.0f));
  const Vector shifted = hn::MulAdd(bounded, constant(1.44269504f), to_integer);
  const Vector n = hn::Sub(shifted, to_integer);
  const Vector high = hn::NegMulAdd(n, constant(0.693145752f), bounded);
  const Vector r = hn::NegMulAdd(n, constant(1.42860677e-6f), high);
  Vector q = hn::MulAdd(r, constant(0.00138825166f), constant(0.00836654752f));
  q = hn::MulAdd(r, q, constant(0.0416672006f));
  q = hn::MulAdd(r, q, constant(0.166665435f));
  q = hn::MulAdd(r, q, constant(0.49999997f));
  const auto one_bits = hn::BitCast(integers, constant(1.0f));
  const auto power = hn::Add(one_bits, hn::ShiftLeft<23>(hn::BitCast(integers, shifted)));
  return {hn::BitCast(tag, power), hn::MulAdd(hn::Mul(r, r), q, r)};
}

HWY_INLINE Vector exp_of_bounded(Vector x) {
  const ExpParts parts = exp_parts(x);
  return hn::MulAdd(parts.power, parts.rest, parts.power);
}

// exp(x) - 1, also to a relative 1e-7 near 0.
HWY_INLINE Vector expm1_of_bounded(Vector x) {
  const ExpParts parts = exp_parts(x);
  return hn::MulAdd(parts.power, parts.rest, hn::Sub(parts.power, constant(1.0f)));
}

// An activation's value and slope at one place.
struct Activated {
  Vector value, slope;
};

// Each gives NaN for NaN (Max and Min do not), or the loss would not show it.

// log(1 + exp(z)) = max(z, 0) + log(1 + e), e = exp(-|z|); log(1 + e) = e + e^2 q(e) on [0, 1] with
// the q of least relative error, 3.3e-8.
struct Softplus {
  static HWY_INLINE Activated at(Vector z) {
    const Vector one = constant(1.0f);
    const Vector magnitude = hn::Abs(z);
    const Vector e = exp_of_bounded(hn::Neg(magnitude));
    Vector q = hn::MulAdd(e, constant(0.00536482409f), constant(-0.0300657917f));
    q = hn::MulAdd(e, q, constant(0.079204537f));
    q = hn::MulAdd(e, q, constant(-0.137538031f));
    q = hn::MulAdd(e, q, constant(0.191536546f));
    q = hn::MulAdd(e, q, constant(-0.248571634f));
    q = hn::MulAdd(e, q, constant(0.333213240f));
    q = hn::MulAdd(e, q, constant(-0.499996483f));
    const Vector rest = hn::MulAdd(hn::Mul(e, e), q, e);
    const Vector value = hn::MulAdd(constant(0.5f), hn::Add(z, magnitude), rest);
    const Vector share = reciprocal(hn::Add(one, e));  // sigmoid(|z|)
    return {value, hn::IfThenElse(hn::Lt(z, hn::Zero(Tag())), hn::Mul(e, share), share)};
  }
};

struct Silu {
  static HWY_INLINE Activated at(Vector z) {
    const Vector one = constant(1.0f);
    const Vector e = exp_of_bounded(hn::Neg(hn::Max(z, constant(-80.0f))));
    const Vector share = reciprocal(hn::Add(one, e));  // sigmoid
    const Vector value = hn::Mul(z, share);
    return {value, hn::Add(share, hn::NegMulAdd(value, share, value))};
  }
};

struct Elu {
  static HWY_INLINE Activated at(Vector z) {
    const auto below = hn::Lt(z, hn::Zero(Tag()));
    const Vector shrunk = expm1_of_bounded(hn::Min(z, hn::Zero(Tag())));
    return {hn::IfThenElse(below, shrunk, z), hn::Add(shrunk, constant(1.0f))};
  }
};

// With g = exp(-2 |z|) - 1: tanh |z| = -g / (g + 2).
struct Tanh {
  static HWY_INLINE Activated at(Vector z) {
    const Vector g = expm1_of_bounded(hn::Mul(constant(-2.0f), hn::Abs(z)));
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
  static HWY_INLINE Activated at(Vector z) {
    const Vector one = constant(1.0f);
    const Vector e = exp_of_bounded(hn::Mul(constant(-0.5f), hn::Mul(z, z)));
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

}  // namespace HWY_NAMESPACE
}  // namespace scorescope
HWY_AFTER_NAMESPACE();

#endif  // per target
