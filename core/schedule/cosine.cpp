// The cosine schedule in terms of a noise level. Nichol and Dhariwal (arXiv 2102.09672, equation
// 17, offset 0) set alpha_bar = cos^2(phi) with phi linear in time; noise over signal is then
// sqrt((1 - alpha_bar) / alpha_bar) = tan(phi).
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
  const double highest = std::atan(ends.max);
  const double lowest = std::atan(ends.min);
  return laid_out(ends, [&](double t) { return std::tan(highest + t * (lowest - highest)); });
}

}  // namespace

Entry<ScheduleFactory> cosine_schedule() {
  return {{"cosine", "Cosine",
           "The cosine schedule of improved DDPM as noise over signal: the tangent of equally "
           "spaced angles. Falls fast at first, then in ever smaller steps around σ = 1.",
           fields().infos()},
          levels};
}

}  // namespace scorescope
