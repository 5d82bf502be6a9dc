// The most float32 multiply-adds one core does: a loop of nothing else, in registers.
// usage: bench_fma_peak SECONDS [INSTRUCTIONS] -> "gflops <number>", two operations a multiply-add
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "bench/fma_peak.cpp"
#define HWY_DISABLED_TARGETS (HWY_SVE | HWY_SVE2 | HWY_SVE_256 | HWY_SVE2_128 | HWY_RVV)
#include <hwy/foreach_target.h>
// after foreach_target.h
#include <hwy/highway.h>

#include <cstdint>

HWY_BEFORE_NAMESPACE();
namespace scorescope {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

constexpr int kSums = 12;  // more than latency times units, fewer than registers

/// Operations done; `sink` keeps the compiler from leaving the work out.
double multiply_and_add(std::int64_t rounds, float* sink) {
  const hn::ScalableTag<float> tag;
  hn::Vec<decltype(tag)> sum[kSums];
  const auto factor = hn::Set(tag, 0.999F);
  const auto addend = hn::Set(tag, 0.001F);
  _Pragma("GCC unroll 16") for (int i = 0; i < kSums; ++i) {
    sum[i] = hn::Set(tag, static_cast<float>(i));
  }
  for (std::int64_t n = 0; n < rounds; ++n) {
    _Pragma("GCC unroll 16") for (int i = 0; i < kSums; ++i) {
      sum[i] = hn::MulAdd(sum[i], factor, addend);
    }
  }
  for (int i = 0; i < kSums; ++i) *sink += hn::GetLane(sum[i]);
  return 2.0 * kSums * static_cast<double>(hn::Lanes(tag)) * static_cast<double>(rounds);
}

}  // namespace HWY_NAMESPACE
}  // namespace scorescope
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
#include <cstdio>
#include <cstdlib>

#include "bench/processor_time.h"
#include "core/fused/instruction_set.h"

namespace scorescope {
namespace {

HWY_EXPORT(multiply_and_add);

double operations_of_a_round(float* sink) {
  return HWY_DYNAMIC_DISPATCH(multiply_and_add)(100'000, sink);
}

}  // namespace
}  // namespace scorescope

int main(int count, char** arguments) {
  if (count < 2) {
    std::fprintf(stderr, "usage: bench_fma_peak SECONDS [INSTRUCTIONS]\n");
    return 2;
  }
  if (count > 2) scorescope::use_instruction_set(arguments[2]);
  const double seconds = std::atof(arguments[1]);
  float sink = 0.0F;
  const auto work = [&sink] { return scorescope::operations_of_a_round(&sink); };
  for (int i = 0; i < 20; ++i) work();
  const double began = processor_seconds();
  double operations = 0.0;
  while (processor_seconds() - began < seconds) operations += work();
  std::printf("gflops %.1f\n", 1e-9 * operations / (processor_seconds() - began));
  return sink == 1.0F ? 1 : 0;
}
#endif
