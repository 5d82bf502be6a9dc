// What a network's raw output means: the ways to read a score from it.
#pragma once

#include <torch/types.h>

#include <string>
#include <string_view>
#include <vector>

#include "core/base/field.h"

namespace scorescope {

/// Where the raw output was computed. All [n, ...], same dtype and device.
struct OutputPlace {
  const torch::Tensor& points;  // [n, d] as given to score()
  const torch::Tensor& sigma;   // [n, 1]
  double data_std;              // of the clean data, > 0
};

struct OutputForm {
  std::string id;
  std::string label;
  std::string title;  ///< the end of a network's description: ", out ÷ σ", may be empty
  /// raw [n, d] -> score [n, d].
  torch::Tensor (*score)(const torch::Tensor& raw, const OutputPlace& place);
  /// True for the form of EDM (Karras et al., arXiv 2206.00364, section 5; maths.md section 8),
  /// whose network is given c_in x and ln(sigma) / 4 instead of x and ln(sigma).
  bool scales_input = false;
};

/// What the layers are given.
struct NetworkInput {
  torch::Tensor points;     // [n, d]: x, or c_in x
  torch::Tensor log_level;  // [n, 1]: ln(sigma), or ln(sigma) / 4
};
NetworkInput network_input(const OutputForm& form, const OutputPlace& place);

const std::vector<OutputForm>& output_forms();

/// InternalError if there is no such form.
const OutputForm& find_output_form(std::string_view id);

std::vector<FieldChoice> output_form_choices();

}  // namespace scorescope
