// Vectors of floats, their reciprocals and square roots. To be included by the files that are
// compiled once per instruction set.
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

// sqrt(x) for x >= 0; too small below 1e-36.
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

}  // namespace HWY_NAMESPACE
}  // namespace scorescope
HWY_AFTER_NAMESPACE();

#endif  // per target
