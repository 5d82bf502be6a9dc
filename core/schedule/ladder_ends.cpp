// What the kinds that run between two ends have in common: three fields and one check.
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

}  // namespace scorescope
