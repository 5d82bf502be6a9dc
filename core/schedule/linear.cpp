// Levels in equal steps: most of them at high noise; the counter-example to the geometric ladder.
#include "core/schedule/kinds.h"

namespace scorescope {
namespace {

const FieldTable<LadderEnds>& fields() {
  static const FieldTable<LadderEnds> table{{&LadderEnds::max, max_field()},
                                            {&LadderEnds::min, min_field()},
                                            {&LadderEnds::levels, levels_field()}};
  return table;
}

std::vector<double> levels(const Values& options) {
  const LadderEnds ends = fields().read(options, "noise");
  return laid_out(ends, [&](double t) { return ends.max + t * (ends.min - ends.max); });
}

}  // namespace

Entry<ScheduleFactory> linear_schedule() {
  return {{"linear", "Linear",
           "Levels in equal steps. Most of them lie at high noise; the last step down is a large "
           "relative one.",
           fields().infos()},
          levels};
}

}  // namespace scorescope
