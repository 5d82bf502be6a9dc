// The losses of a trainer's next steps, for comparing runs bit for bit.
#pragma once

#include <vector>

#include "core/run/detail/trainer.h"

namespace scorescope {

inline std::vector<double> losses_of(Trainer& trainer, int steps) {
  std::vector<double> losses;
  for (int i = 0; i < steps; ++i) {
    trainer.step();
    losses.push_back(trainer.last_loss());
  }
  return losses;
}

}  // namespace scorescope
