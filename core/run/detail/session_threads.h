// What the two worker threads of a Session share: commands in, frames and notices out.
#pragma once

#include <array>
#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>

#include "core/run/channel.h"
#include "core/run/detail/experiment_parts.h"
#include "core/run/frames.h"
#include "core/run/session.h"

namespace scorescope {

// Commands to the trainer.
struct StartRun {
  ExperimentSpec spec;
  std::uint64_t run_id;
  bool training;
  bool anew;  ///< else goes on with the run that a change to this spec ended before
};
struct LoadRun {
  std::string path;
  ExperimentSpec spec;
  std::uint64_t run_id;
};
struct LiveOptions {
  ExperimentSpec spec;
};
struct SetTraining {
  bool running;
};
struct StepTraining {};
struct SaveState {
  std::string path;
  std::string lesson_json;
};
struct FisherKnown {
  std::uint64_t run_id;
  ExactFisher fisher;
};
struct Stop {};
using TrainerCommand = std::variant<StartRun, LoadRun, LiveOptions, SetTraining, StepTraining,
                                    SaveState, FisherKnown, Stop>;

// Commands to the simulator.
struct NewTrainingFrame {};
struct SetSampling {
  bool running;
};
struct StepSampling {};
struct ResetSampling {};
struct ShowPreview {
  bool on;
};
struct Look {
  StageRequest request;
};
struct ProbeAt {
  std::optional<std::array<double, 2>> position;
};
struct DropParticles {
  std::array<double, 2> place;
  int count;
};
struct PinRun {};
struct MakeStepGrid {};
struct CancelStepGrid {};
struct SamplingOptionsChanged {
  ExperimentSpec spec;
};
using SimulatorCommand = std::variant<NewTrainingFrame, SetSampling, StepSampling, ResetSampling,
                                      ShowPreview, Look, ProbeAt, DropParticles, PinRun,
                                      MakeStepGrid, CancelStepGrid, SamplingOptionsChanged, Stop>;

/// Everything else belongs to one of the threads.
struct SessionThreads {
  std::function<void()> wake;
  Queue<TrainerCommand> to_trainer;
  Queue<SimulatorCommand> to_simulator;
  Queue<Notice> notices;
  Latest<TrainingFrame> training;
  Latest<SimulationFrame> simulation;

  void notify() const {
    if (wake) wake();
  }
  void publish(std::shared_ptr<const TrainingFrame> frame) {
    training.put(std::move(frame));
    to_simulator.push(NewTrainingFrame{});
    notify();
  }
};

/// The trainer's and the simulator's thread from begin to end: return after Stop.
void run_trainer(SessionThreads& shared);
void run_simulator(SessionThreads& shared);

inline Notice error_notice(std::string title, const std::exception& error) {
  return {Notice::Kind::kError, std::move(title), error.what(), {}, {}};
}

}  // namespace scorescope
