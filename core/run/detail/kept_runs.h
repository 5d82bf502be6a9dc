// Runs that a changed option ended, for who takes the change back. Internal to core/run.
#pragma once

#include <memory>
#include <vector>

#include "core/run/detail/trainer.h"

namespace scorescope {

/// Holds a few trainers as they stood. Belongs to the trainer's thread.
class KeptRuns {
 public:
  /// Nothing of an untrained or failed one. Of more than three the least trained is given up.
  void keep(std::unique_ptr<Trainer> trainer);

  /// The run that `spec` goes on with, the most trained of several, or null: one that differs from
  /// it by options at most that act without a restart. It adopts these.
  std::unique_ptr<Trainer> take(const ExperimentSpec& spec);

  void clear() { trainers_.clear(); }

 private:
  std::vector<std::unique_ptr<Trainer>> trainers_;
};

}  // namespace scorescope
