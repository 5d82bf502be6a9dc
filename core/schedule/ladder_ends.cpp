// What the kinds that run between two ends have in common: three fields, one check, and the entry
// of those that have no more.
#include "core/schedule/kinds.h"

namespace scorescope {

FieldInfo max_field() {
  return {
      .key = "max",
      .label = "σ highest",
      .symbol = "σ₁",
      .unit = "length",
      .help = "The highest noise level: where training looks widest and annealed sampling starts.",
      .larger = "Larger spans wider gaps between modes, so that samples can still cross them.",
      .minimum = 1e-3,
      .maximum = 1e4,
      .logarithmic = true,
      .primary = true};
}

FieldInfo min_field() {
  return {.key = "min",
          .label = "σ lowest",
          .symbol = "σ_L",
          .unit = "length",
          .help = "The lowest noise level: the blur that remains in the last samples.",
          .larger =
              "Larger makes the score smoother and easier to learn, and the samples more blurred.",
          .minimum = 1e-4,
          .maximum = 1e3,
          .logarithmic = true,
          .primary = true};
}

FieldInfo levels_field() {
  return {.key = "levels",
          .label = "Levels",
          .symbol = "L",
          .help = "How many noise levels the ladder has, both ends included.",
          .larger = "More levels make the steps between neighbours smaller, and sampling longer.",
          .minimum = 2,
          .maximum = 1000,
          .primary = true};
}

void check_ends(double max, double min) {
  if (max > min) return;
  throw UserError("noise: max is " + to_text(max) + " and min is " + to_text(min) +
                  "; max must be above min, because noise levels are strictly decreasing.");
}

namespace {

const FieldTable<LadderEnds>& end_fields() {
  static const FieldTable<LadderEnds> table{{&LadderEnds::max, max_field()},
                                            {&LadderEnds::min, min_field()},
                                            {&LadderEnds::levels, levels_field()}};
  return table;
}

}  // namespace

Entry<ScheduleFactory> schedule_between(std::string id, std::string label, std::string help,
                                        double (*at)(const LadderEnds& ends, double t)) {
  return {{std::move(id), std::move(label), std::move(help), end_fields().infos()},
          [at](const Values& options) {
            const LadderEnds ends = end_fields().read(options, "noise");
            return laid_out(ends, [&](double t) { return at(ends, t); });
          }};
}

}  // namespace scorescope
