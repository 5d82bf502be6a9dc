#include "core/run/detail/kept_runs.h"

#include <algorithm>
#include <utility>

#include "core/run/choices.h"

namespace scorescope {
namespace {

/// Each holds a network, its moments and averages.
constexpr std::size_t kMostKept = 3;

bool less_trained(const std::unique_ptr<Trainer>& a, const std::unique_ptr<Trainer>& b) {
  return a->steps_done() < b->steps_done();
}

}  // namespace

void KeptRuns::keep(std::unique_ptr<Trainer> trainer) {
  if (!trainer || trainer->steps_done() == 0 || trainer->failed()) return;
  trainers_.push_back(std::move(trainer));
  if (trainers_.size() > kMostKept)
    trainers_.erase(std::ranges::min_element(trainers_, less_trained));
}

std::unique_ptr<Trainer> KeptRuns::take(const ExperimentSpec& spec) {
  auto found = trainers_.end();
  for (auto it = trainers_.begin(); it != trainers_.end(); ++it) {
    const Effect effect = effect_of_change(schema(), (*it)->parts().spec, spec);
    if (effect == Effect::kRestarts) continue;
    if (found == trainers_.end() || less_trained(*found, *it)) found = it;
  }
  if (found == trainers_.end()) return nullptr;
  (*found)->set_live_options(spec);  // may refuse: then the run is still kept
  std::unique_ptr<Trainer> trainer = std::move(*found);
  trainers_.erase(found);
  return trainer;
}

}  // namespace scorescope
