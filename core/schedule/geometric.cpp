// Neighbouring levels in a constant ratio: the ladder of NCSN (arXiv 1907.05600, section 4.2).
#include <cmath>

#include "core/schedule/kinds.h"

namespace scorescope {
namespace {

double geometric_level(const LadderEnds& ends, double t) {
  return ends.max * std::pow(ends.min / ends.max, t);
}

}  // namespace

Entry<ScheduleFactory> geometric_schedule() {
  return schedule_between(
      "geometric", "Geometric",
      "Each level is the one before it times a constant ratio, as in NCSN: the same relative "
      "change of noise at every step.",
      geometric_level);
}

}  // namespace scorescope
