// Where a sampler stands, whatever it moves.
#pragma once

#include <cstdint>
#include <string>

namespace scorescope {

struct SamplerStatus {
  std::string sampler;  ///< catalogue id
  std::string label;    ///< "Annealed Langevin"
  std::string update_rule;
  std::string stability_warning;
  bool learned_score = false;
  std::int64_t step = 0, step_count = 0;
  int level = 0;
  double sigma = 0.0, step_size = 0.0;
  bool finished = false;
  std::string failure;  ///< a sentence if its points left the finite numbers
};

}  // namespace scorescope
