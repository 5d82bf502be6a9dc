#include "core/run/session.h"

#include <thread>

#include "core/base/error.h"
#include "core/run/choices.h"
#include "core/run/detail/session_threads.h"
#include "core/run/detail/state_file.h"

namespace scorescope {

struct Session::Impl {
  SessionThreads shared;
  ExperimentSpec current;
  std::uint64_t run_id = 0;
  bool training_wanted = false;
  std::thread trainer_thread;
  std::thread simulator_thread;
};

Session::Session(std::function<void()> wake) : impl_(std::make_unique<Impl>()) {
  impl_->shared.wake = std::move(wake);
  impl_->trainer_thread = std::thread([this] { run_trainer(impl_->shared); });
  impl_->simulator_thread = std::thread([this] { run_simulator(impl_->shared); });
}

Session::~Session() {
  impl_->shared.to_trainer.push(Stop{});
  impl_->shared.to_simulator.push(Stop{});
  impl_->trainer_thread.join();
  impl_->simulator_thread.join();
}

void Session::start(const ExperimentSpec& spec) {
  impl_->current = spec;
  impl_->training_wanted = false;
  impl_->shared.to_trainer.push(StartRun{spec, ++impl_->run_id, false, true});
}

Effect Session::apply(const ExperimentSpec& spec) {
  const Effect effect = effect_of_change(schema(), impl_->current, spec);
  impl_->current = spec;
  if (effect == Effect::kRestarts) {
    impl_->shared.to_trainer.push(StartRun{spec, ++impl_->run_id, impl_->training_wanted, false});
  } else {
    impl_->shared.to_trainer.push(LiveOptions{spec});
    impl_->shared.to_simulator.push(SamplingOptionsChanged{spec});
  }
  return effect;
}

void Session::train(bool running) {
  impl_->training_wanted = running;
  impl_->shared.to_trainer.push(SetTraining{running});
}

void Session::step_training() { impl_->shared.to_trainer.push(StepTraining{}); }
void Session::sample(bool running) { impl_->shared.to_simulator.push(SetSampling{running}); }
void Session::step_sampling() { impl_->shared.to_simulator.push(StepSampling{}); }
void Session::reset_sampling() { impl_->shared.to_simulator.push(ResetSampling{}); }
void Session::show_preview(bool on) { impl_->shared.to_simulator.push(ShowPreview{on}); }
void Session::look(const StageRequest& request) { impl_->shared.to_simulator.push(Look{request}); }
void Session::make_step_grid() { impl_->shared.to_simulator.push(MakeStepGrid{}); }
void Session::cancel_step_grid() { impl_->shared.to_simulator.push(CancelStepGrid{}); }
void Session::pin_run() { impl_->shared.to_simulator.push(PinRun{}); }

void Session::probe(std::optional<std::array<double, 2>> position) {
  impl_->shared.to_simulator.push(ProbeAt{position});
}

void Session::drop_particles(std::array<double, 2> position, int count) {
  impl_->shared.to_simulator.push(DropParticles{position, count});
}

void Session::save_state(const std::string& path, const std::string& lesson_json) {
  impl_->shared.to_trainer.push(SaveState{path, lesson_json});
}

void Session::load_state(const std::string& path) {
  try {
    const ExperimentSpec spec = read_state_spec(path);
    impl_->current = spec;
    impl_->training_wanted = false;
    impl_->shared.to_trainer.push(LoadRun{path, spec, ++impl_->run_id});
  } catch (const UserError& error) {
    impl_->shared.notices.push(error_notice("The state could not be opened", error));
  }
}

Frames Session::newest() const {
  Frames frames{impl_->shared.training.get(), impl_->shared.simulation.get()};
  if (frames.training && frames.training->run_id != impl_->run_id) frames.training = nullptr;
  if (frames.simulation && frames.simulation->run_id != impl_->run_id) frames.simulation = nullptr;
  return frames;
}

std::vector<Notice> Session::take_notices() { return impl_->shared.notices.take_all(); }

}  // namespace scorescope
