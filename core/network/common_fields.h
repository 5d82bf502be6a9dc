// Rows of field tables that several networks share, for options structs with members `conditional`
// and `output`.
#pragma once

#include <utility>

#include "core/base/field.h"
#include "core/network/output_form.h"

namespace scorescope {

template <class Options>
using FieldRow = std::pair<typename FieldTable<Options>::Member, FieldInfo>;

template <class Options>
FieldRow<Options> conditional_row() {
  return {&Options::conditional,
          {.key = "conditional",
           .label = "Told the noise level",
           .help = "Whether the layers see σ through an embedding of its logarithm.",
           .larger = "Off, one field serves all levels: the network must read the noise level from "
                     "the picture. The output may still be scaled by σ."}};
}

template <class Options>
FieldRow<Options> output_row() {
  return {&Options::output,
          {.key = "output",
           .label = "Output",
           .help = "What the last layer stands for: the score itself, the score times σ (so the "
                   "output is divided by σ), the noise ε, or EDM's preconditioned denoiser.",
           .larger = "Score × σ and noise keep the output near 1 at every level; the denoiser also "
                     "scales the input; the plain score must grow like 1/σ.",
           .choices = output_form_choices()}};
}

}  // namespace scorescope
