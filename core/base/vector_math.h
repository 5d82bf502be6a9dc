// Branch-free exp, log, square root and sine/cosine in double precision. Compilers turn a loop over
// them into vector code, which they cannot do with the C library's; good to about 2 units in the
// last place.
#pragma once

#include <bit>
#include <cstdint>

/// Put before a function whose loops are worth wider vectors: g++ compiles it, with all it inlines,
/// for plain x86-64 and for AVX2, and the program picks one when it starts. Neither uses fused
/// multiplication, so the numbers are the same. (Sanitizers cannot run the choosing code that
/// early.)
#if defined(__GNUC__) && !defined(__clang__) && defined(__x86_64__) && defined(__linux__) && \
    !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define SCORESCOPE_WIDE_VECTORS __attribute__((target_clones("avx2", "default"), flatten))
#else
#define SCORESCOPE_WIDE_VECTORS
#endif

namespace scorescope {
namespace vector_math {

/// ln 2 in two parts; the first has 37 bits, so that its product with an integer below 2^16 is exact.
inline constexpr double kLn2High = 0x1.62e42fefap-1;
inline constexpr double kLn2Low = 0x1.cf79abc9e3b39803p-40;
inline constexpr double kInverseLn2 = 0x1.71547652b82fep+0;
/// Adding 1.5 * 2^52 leaves the nearest integer in the low bits of the mantissa.
inline constexpr double kToInteger = 0x1.8p+52;
/// 2^52 as bits: or-ing an integer below 2^52 into it gives the double 2^52 + integer.
inline constexpr std::uint64_t kTwo52Bits = 0x4330000000000000;

/// An integer below 2^52 as a double, without the scalar conversion instruction.
inline double to_double(std::uint64_t integer) {
  return std::bit_cast<double>(integer | kTwo52Bits) - 0x1p+52;
}

/// `condition ? a : b` for a mask of all ones or all zeros.
inline double select(std::uint64_t mask, double a, double b) {
  return std::bit_cast<double>((std::bit_cast<std::uint64_t>(a) & mask) |
                               (std::bit_cast<std::uint64_t>(b) & ~mask));
}

}  // namespace vector_math

/// exp(x) for |x| <= 700, which the caller ensures (a bound in here would make g++ split the loops
/// it is used in). (Taylor's series to degree 13 on |r| <= ln 2 / 2: remainder 4e-18.)
inline double exp_of_bounded(double x) {
  using namespace vector_math;
  const double shifted = x * kInverseLn2 + kToInteger;
  const double k = shifted - kToInteger;
  const double r = (x - k * kLn2High) - k * kLn2Low;
  double series = 1.0 / 6227020800.0;
  series = series * r + 1.0 / 479001600.0;
  series = series * r + 1.0 / 39916800.0;
  series = series * r + 1.0 / 3628800.0;
  series = series * r + 1.0 / 362880.0;
  series = series * r + 1.0 / 40320.0;
  series = series * r + 1.0 / 5040.0;
  series = series * r + 1.0 / 720.0;
  series = series * r + 1.0 / 120.0;
  series = series * r + 1.0 / 24.0;
  series = series * r + 1.0 / 6.0;
  series = series * r + 0.5;
  series = series * r + 1.0;
  series = series * r + 1.0;
  const std::uint64_t exponent = (std::bit_cast<std::uint64_t>(shifted) + 1023U) << 52;
  return series * std::bit_cast<double>(exponent);
}

/// log(x) for normal x > 0. (log m = 2 atanh(s), s = (m - 1) / (m + 1), |s| <= 0.172, to s^21.)
inline double log_of_positive(double x) {
  using namespace vector_math;
  constexpr std::uint64_t kSqrtHalf = 0x3fe6a09e667f3bcd;  // bits of sqrt(1/2)
  const std::uint64_t bits = std::bit_cast<std::uint64_t>(x);
  // The exponent e with x = 2^e m and m in [sqrt(1/2), sqrt(2)), biased by 1023 to stay positive.
  const std::uint64_t biased = (bits - kSqrtHalf + (std::uint64_t{1023} << 52)) >> 52;
  const double e = to_double(biased) - 1023.0;
  const double m = std::bit_cast<double>(bits - ((biased - 1023U) << 52));
  const double s = (m - 1.0) / (m + 1.0);
  const double t = s * s;
  double series = 1.0 / 21.0;
  series = series * t + 1.0 / 19.0;
  series = series * t + 1.0 / 17.0;
  series = series * t + 1.0 / 15.0;
  series = series * t + 1.0 / 13.0;
  series = series * t + 1.0 / 11.0;
  series = series * t + 1.0 / 9.0;
  series = series * t + 1.0 / 7.0;
  series = series * t + 1.0 / 5.0;
  series = series * t + 1.0 / 3.0;
  const double log_m = 2.0 * s + 2.0 * s * (t * series);
  return e * kLn2High + (log_m + e * kLn2Low);
}

/// 1 / sqrt(x) for normal x > 0: half the exponent by an integer shift, then four Newton steps,
/// each squaring the relative error (0.04 at first). Compilers keep loops over std::sqrt scalar, as
/// it may set errno.
inline double inverse_sqrt_of_positive(double x) {
  double y = std::bit_cast<double>(0x5fe6eb50c7b537a9 - (std::bit_cast<std::uint64_t>(x) >> 1));
  const double half = 0.5 * x;
  y = y * (1.5 - half * y * y);
  y = y * (1.5 - half * y * y);
  y = y * (1.5 - half * y * y);
  y = y * (1.5 - half * y * y);
  return y;
}

/// sqrt(x) for normal x > 0.
inline double sqrt_of_positive(double x) {
  const double inverse = inverse_sqrt_of_positive(x);
  const double root = x * inverse;
  return root + 0.5 * inverse * (x - root * root);
}

struct SineCosine {
  double sine;
  double cosine;
};

/// sin and cos for |x| <= pi/4. (Taylor's series to x^15 and x^16: remainders 5e-17 and 2e-18.)
inline SineCosine sine_cosine_of_eighth(double x) {
  const double t = x * x;
  double sine = -1.0 / 1307674368000.0;
  sine = sine * t + 1.0 / 6227020800.0;
  sine = sine * t - 1.0 / 39916800.0;
  sine = sine * t + 1.0 / 362880.0;
  sine = sine * t - 1.0 / 5040.0;
  sine = sine * t + 1.0 / 120.0;
  sine = sine * t - 1.0 / 6.0;
  double cosine = 1.0 / 20922789888000.0;
  cosine = cosine * t - 1.0 / 87178291200.0;
  cosine = cosine * t + 1.0 / 479001600.0;
  cosine = cosine * t - 1.0 / 3628800.0;
  cosine = cosine * t + 1.0 / 40320.0;
  cosine = cosine * t - 1.0 / 720.0;
  cosine = cosine * t + 1.0 / 24.0;
  cosine = cosine * t - 0.5;
  return {x + x * (t * sine), 1.0 + t * cosine};
}

}  // namespace scorescope
