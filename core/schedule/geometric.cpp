// Neighbouring levels in a constant ratio: the ladder of NCSN (arXiv 1907.05600, section 4.2).
#include <cmath>

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
  return laid_out(ends, [&](double t) { return ends.max * std::pow(ends.min / ends.max, t); });
}

}  // namespace

Entry<ScheduleFactory> geometric_schedule() {
  return {{"geometric", "Geometric",
           "Each level is the one before it times a constant ratio, as in NCSN: the same relative "
           "change of noise at every step.",
           fields().infos()},
          levels};
}

}  // namespace scorescope
