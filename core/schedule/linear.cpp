// Levels in equal steps: most of them at high noise; the counter-example to the geometric ladder.
#include "core/schedule/kinds.h"

namespace scorescope {
namespace {

double linear_level(const LadderEnds& ends, double t) {
  return ends.max + t * (ends.min - ends.max);
}

}  // namespace

Entry<ScheduleFactory> linear_schedule() {
  return schedule_between(
      "linear", "Linear",
      "Levels in equal steps. Most of them lie at high noise; the last step down is a large "
      "relative one.",
      linear_level);
}

}  // namespace scorescope
