// The grid of EDM (Karras et al., arXiv 2206.00364, equation 5; maths.md section 8), without its
// final zero.
#include <cmath>

#include "core/schedule/kinds.h"

namespace scorescope {
namespace {

struct EdmOptions : LadderEnds {
  double rho = 7.0;
};

const FieldTable<EdmOptions>& edm_fields() {
  static const FieldTable<EdmOptions> table{
      {&EdmOptions::max, max_field()},
      {&EdmOptions::min, min_field()},
      {&EdmOptions::levels, levels_field()},
      {&EdmOptions::rho,
       {.key = "rho",
        .label = "Curvature",
        .symbol = "ρ",
        .help = "The levels are equally spaced in σ to the power 1/ρ. 1 is linear; EDM uses 7.",
        .larger = "Larger puts more levels at low noise and approaches the geometric ladder.",
        .minimum = 1.0,
        .maximum = 100.0,
        .logarithmic = true}}};
  return table;
}

std::vector<double> edm_levels(const Values& options) {
  const EdmOptions chosen = edm_fields().read(options, "noise");
  const double highest = std::pow(chosen.max, 1.0 / chosen.rho);
  const double lowest = std::pow(chosen.min, 1.0 / chosen.rho);
  return laid_out(chosen,
                  [&](double t) { return std::pow(highest + t * (lowest - highest), chosen.rho); });
}

}  // namespace

Entry<ScheduleFactory> edm_schedule() {
  return {{"edm", "EDM",
           "The grid of Karras et al.: equal steps in σ to the power 1/ρ, between linear (ρ = 1) "
           "and geometric (ρ large).",
           edm_fields().infos()},
          edm_levels};
}

}  // namespace scorescope
