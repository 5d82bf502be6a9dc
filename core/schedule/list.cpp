// Levels typed in one by one.
#include "core/schedule/kinds.h"

namespace scorescope {
namespace {

struct ListOptions {
  std::vector<double> levels{20.0, 10.0, 5.0, 2.5, 1.0};
};

const FieldTable<ListOptions>& list_fields() {
  static const FieldTable<ListOptions> table{
      {&ListOptions::levels,
       {.key = "levels",
        .label = "Levels",
        .symbol = "σᵢ",
        .unit = "length",
        .help = "The noise levels, highest first, strictly decreasing. One level is allowed.",
        .larger = "Larger levels blur the density more; more levels make sampling longer.",
        .minimum = 1e-4,
        .maximum = 1e4,
        .primary = true}}};
  return table;
}

std::vector<double> list_levels(const Values& options) {
  const ListOptions chosen = list_fields().read(options, "noise");
  check_levels(chosen.levels);
  return chosen.levels;
}

}  // namespace

Entry<ScheduleFactory> list_schedule() {
  return {{"list", "List", "Noise levels given one by one.", list_fields().infos()}, list_levels};
}

}  // namespace scorescope
