// The kinds of ladder behind the catalogue: one function a file, each an entry of
// schedule_catalogue().
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/schedule/catalogue.h"

namespace scorescope {

/// Ends and length of a ladder, shared by every kind that is laid out between two ends.
struct LadderEnds {
  double max = 20.0;
  double min = 1.0;
  std::int64_t levels = 10;
};

Entry<ScheduleFactory> geometric_schedule();
Entry<ScheduleFactory> linear_schedule();
Entry<ScheduleFactory> cosine_schedule();
Entry<ScheduleFactory> edm_schedule();
Entry<ScheduleFactory> list_schedule();

/// The rows of "max", "min" and "levels", to be bound to the members of an option struct.
FieldInfo max_field();
FieldInfo min_field();
FieldInfo levels_field();

/// Throws UserError unless max > min (both positive).
void check_ends(double max, double min);

/// levels >= 2 values of `at` on an even grid 0 = highest ... 1 = lowest, with exact ends.
template <class At>
std::vector<double> laid_out(const LadderEnds& ends, At at) {
  check_ends(ends.max, ends.min);
  std::vector<double> levels;
  for (std::int64_t i = 0; i < ends.levels; ++i) {
    levels.push_back(at(static_cast<double>(i) / static_cast<double>(ends.levels - 1)));
  }
  levels.front() = ends.max;
  levels.back() = ends.min;
  return levels;
}

/// The entry of a kind that has no options beside its ends: `at` gives the level a fraction t of
/// the way from the highest (0) to the lowest (1).
Entry<ScheduleFactory> schedule_between(std::string id, std::string label, std::string help,
                                        double (*at)(const LadderEnds& ends, double t));

}  // namespace scorescope
