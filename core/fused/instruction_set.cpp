#include "core/fused/instruction_set.h"

#include "core/base/error.h"
#include "core/fused/targets.h"

#if __has_include(<hwy/highway.h>)
#include <hwy/highway.h>
#include <hwy/targets.h>

#include <utility>

namespace scorescope {
namespace {

// Best first; those not compiled for this kind of processor are never among the supported ones.
constexpr std::pair<std::int64_t, const char*> kNames[] = {{HWY_AVX3, "AVX-512"},
                                                           {HWY_AVX2, "AVX2"},
                                                           {HWY_SSE4, "SSE4"},
                                                           {HWY_NEON, "NEON"},
#ifdef HWY_NEON_WITHOUT_AES
                                                           {HWY_NEON_WITHOUT_AES, "NEON"},
#endif
                                                           {HWY_EMU128, "plain C++"},
                                                           {HWY_SCALAR, "plain C++"}};

std::int64_t usable() { return hwy::SupportedTargets() & HWY_TARGETS; }

}  // namespace

std::vector<std::string> instruction_sets() {
  std::vector<std::string> names;
  const std::int64_t all = usable();
  for (const auto& [target, name] : kNames) {
    if ((all & target) == 0 || (!names.empty() && names.back() == name)) continue;
    names.emplace_back(name);
  }
  return names;
}

std::string instruction_set() {
  for (const auto& [target, name] : kNames) {
    if ((usable() & target) != 0) return name;
  }
  return "none";
}

void use_instruction_set(std::string_view wanted) {
  hwy::SetSupportedTargetsForTest(0);
  std::int64_t chosen = 0;
  for (const auto& [target, name] : kNames) {
    if (wanted == name) chosen |= target & usable();
  }
  check(wanted.empty() || chosen != 0, "there is no such instruction set here");
  hwy::SetSupportedTargetsForTest(chosen);
  hwy::GetChosenTarget().Update(hwy::SupportedTargets());
}

}  // namespace scorescope

#else  // without Highway

namespace scorescope {

std::vector<std::string> instruction_sets() { return {}; }

std::string instruction_set() { return "none"; }

void use_instruction_set(std::string_view name) {
  check(name.empty(), "there is no such instruction set here");
}

}  // namespace scorescope

#endif
