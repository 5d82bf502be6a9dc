// The numbers beside the training transport: which there are and how they read. No drawing.
#pragma once

#include <string>
#include <vector>

#include "app/panels/program_state.h"

namespace scorescope {

/// A name over a number, with a muted rest after it; unknown readouts are left out, never 0.
struct Readout {
  std::string name;             ///< "Loss"
  std::string number;           ///< "0.2103", in Mono
  std::string rest;             ///< "± 0.0020"
  bool rest_is_number = false;  ///< rest in Mono too
  bool exact = false;           ///< the number in the colour of what is exact
};

/// Step, rate, loss, floor, distance above the floor; of a run whose training is off (data-moving
/// lessons), the terms of view A instead.
std::vector<Readout> training_readouts(const ProgramState& state);

/// True if training cannot do anything for what is on screen: every sampler moves data under the
/// exact score.
bool training_is_off(const ProgramState& state);

}  // namespace scorescope
