// The cosine schedule in terms of a noise level. Nichol and Dhariwal (arXiv 2102.09672, equation
// 17, offset 0) set alpha_bar = cos^2(phi) with phi linear in time; noise over signal is then
// sqrt((1 - alpha_bar) / alpha_bar) = tan(phi).
#include <cmath>

#include "core/schedule/kinds.h"

namespace scorescope {
namespace {

double cosine_level(const LadderEnds& ends, double t) {
  const double highest = std::atan(ends.max);
  const double lowest = std::atan(ends.min);
  return std::tan(highest + t * (lowest - highest));
}

}  // namespace

Entry<ScheduleFactory> cosine_schedule() {
  return schedule_between(
      "cosine", "Cosine",
      "The cosine schedule of improved DDPM as noise over signal: the tangent of equally "
      "spaced angles. Falls fast at first, then in ever smaller steps around σ = 1.",
      cosine_level);
}

}  // namespace scorescope
