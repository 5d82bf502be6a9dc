#include "core/run/session.h"

#include <torch/types.h>

#include <thread>
#include <variant>

#include "core/base/error.h"
#include "core/experiment/spec_json.h"
#include "core/run/channel.h"
#include "core/run/choices.h"
#include "core/run/detail/live_simulator.h"
#include "core/run/detail/pace.h"
#include "core/run/detail/state_file.h"
#include "core/run/detail/trainer.h"

namespace scorescope {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr milliseconds kTrainingPublish{29};
constexpr milliseconds kSimulationPublish{33};
constexpr milliseconds kIdle{250};
constexpr milliseconds kCommandSlice{2};  // commands to the trainer wait this long at most
constexpr milliseconds kSlice{25};

// Commands to the trainer.
struct StartRun {
  ExperimentSpec spec;
  std::uint64_t run_id;
  bool training;
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

template <class... Handlers>
struct Overloaded : Handlers... {
  using Handlers::operator()...;
};
template <class... Handlers>
Overloaded(Handlers...) -> Overloaded<Handlers...>;

Notice error_notice(std::string title, const std::exception& error) {
  return {Notice::Kind::kError, std::move(title), error.what(), {}, {}};
}

}  // namespace

/// What the threads share; everything else belongs to one of them.
struct Session::Impl {
  std::function<void()> wake;
  Queue<TrainerCommand> to_trainer;
  Queue<SimulatorCommand> to_simulator;
  Queue<Notice> notices;
  Latest<TrainingFrame> training;
  Latest<SimulationFrame> simulation;

  // The UI thread's.
  ExperimentSpec current;
  std::uint64_t run_id = 0;
  bool training_wanted = false;

  std::thread trainer_thread;
  std::thread simulator_thread;

  void notify() const {
    if (wake) wake();
  }
  void publish(std::shared_ptr<const TrainingFrame> frame) {
    training.put(std::move(frame));
    to_simulator.push(NewTrainingFrame{});
    notify();
  }
};

namespace {

/// The trainer thread's own state and loop.
class TrainerLoop {
 public:
  explicit TrainerLoop(Session::Impl& shared) : shared_(shared) {}

  void run() {
    while (!stopping_) {
      for (auto& command : shared_.to_trainer.take_all()) {
        std::visit([this](auto& c) { handle(c); }, command);
      }
      if (stopping_) return;
      if (is_training()) {
        train_slice();
      } else {
        publish_if_changed();
        shared_.to_trainer.wait_for(kIdle);
      }
    }
  }

 private:
  bool is_training() const {
    return running_ && trainer_ && !trainer_->finished() && !trainer_->failed();
  }

  /// Steps until it is time to look for commands or to publish.
  void train_slice() {
    const auto now = Clock::now();
    if (!pace_.may_step(now)) {
      if (now - published_at_ >= kTrainingPublish) publish_if_changed();
      shared_.to_trainer.wait_for(std::min<Clock::duration>(pace_.wait(now), milliseconds(20)));
      return;
    }
    const auto end = now + kCommandSlice;
    do {
      one_step();
    } while (is_training() && stepped_at_ < end && pace_.may_step(stepped_at_));
    if (stepped_at_ - published_at_ >= kTrainingPublish || !is_training()) publish();
  }

  void one_step() {
    const auto before = Clock::now();
    try {
      trainer_->step();
    } catch (const std::exception& error) {
      fail(error.what());
      return;
    }
    stepped_at_ = Clock::now();
    cost_.add(stepped_at_ - before);
    pace_.stepped(stepped_at_);
    changed_ = true;
    if (trainer_->failed()) {
      shared_.notices.push({Notice::Kind::kError, "Training stopped", trainer_->failure(), {}, {}});
    }
  }

  void fail(const std::string& message) {
    failure_ = message;
    running_ = false;
    changed_ = true;
    shared_.notices.push({Notice::Kind::kError, "Training stopped", message, {}, {}});
  }

  void publish_if_changed() {
    if (changed_) publish();
  }

  void publish() {
    auto frame = trainer_ ? trainer_->frame() : std::make_shared<TrainingFrame>();
    if (!trainer_) {
      frame->spec = std::make_shared<const ExperimentSpec>(failed_spec_);
      frame->failure = failure_;
    }
    if (!failure_.empty()) frame->failure = failure_;
    frame->run_id = run_id_;
    frame->revision = ++revision_;
    frame->state = state();
    frame->steps_per_second = is_training() ? pace_.rate(Clock::now()) : 0.0;
    frame->milliseconds_per_step = cost_.milliseconds();
    published_at_ = Clock::now();
    changed_ = false;
    shared_.publish(std::move(frame));
  }

  TrainingState state() const {
    if (!failure_.empty() || !trainer_ || trainer_->failed()) return TrainingState::kFailed;
    if (trainer_->finished()) return TrainingState::kFinished;
    return running_ ? TrainingState::kRunning : TrainingState::kPaused;
  }

  void make_trainer(const ExperimentSpec& spec, std::uint64_t run_id) {
    run_id_ = run_id;
    failed_spec_ = spec;
    failure_.clear();
    const auto pictures = trainer_ ? trainer_->parts().pictures : nullptr;
    trainer_.reset();
    fisher_.reset();
    use_threads(spec.compute);
    trainer_ = std::make_unique<Trainer>(spec, pictures);
    pace_ = Pace(spec.training.pace);
    cost_ = StepCost();
  }

  void handle(StartRun& c) {
    running_ = c.training;
    try {
      make_trainer(c.spec, c.run_id);
    } catch (const std::exception& error) {
      failure_ = error.what();
      shared_.notices.push(error_notice("This run cannot start", error));
    }
    publish();
  }

  void handle(LoadRun& c) {
    running_ = false;
    try {
      make_trainer(c.spec, c.run_id);
      load_training(*trainer_, c.path);
      shared_.notices.push({Notice::Kind::kDone, "State opened", c.path, {}, {}});
    } catch (const std::exception& error) {
      shared_.notices.push(error_notice("The state could not be opened", error));
      try {
        make_trainer(c.spec, c.run_id);
      } catch (const std::exception& second) {
        failure_ = second.what();
      }
    }
    publish();
  }

  void handle(LiveOptions& c) {
    if (!trainer_) return;
    try {
      trainer_->set_live_options(c.spec);
      pace_.set(c.spec.training.pace);
      set_floor();
      changed_ = true;
    } catch (const std::exception& error) {
      shared_.notices.push(error_notice("The change was not taken", error));
    }
  }

  void handle(SetTraining& c) {
    running_ = c.running && trainer_ && !trainer_->failed();
    if (running_ && trainer_->finished()) {
      shared_.notices.push(
          {Notice::Kind::kWarning,
           "Training is at its end",
           "All " + std::to_string(trainer_->steps_done()) + " steps of \"Stop after\" are done.",
           "Raise it to go on, or press reset to train anew.",
           {}});
    }
    pace_.restart(Clock::now());
    changed_ = true;
    publish();
  }

  void handle(StepTraining&) {
    if (!trainer_ || trainer_->finished() || trainer_->failed()) return;
    one_step();
    publish();
  }

  void handle(SaveState& c) {
    if (!trainer_) return;
    try {
      save_training(*trainer_, c.path, c.lesson_json);
      shared_.notices.push({Notice::Kind::kDone, "State saved to", c.path, {}, c.path});
    } catch (const std::exception& error) {
      shared_.notices.push(error_notice("The state was not saved", error));
    }
    shared_.notify();
  }

  void handle(FisherKnown& c) {
    if (c.run_id != run_id_) return;
    fisher_ = std::move(c.fisher);
    set_floor();
    publish();
  }

  void handle(Stop&) { stopping_ = true; }

  void set_floor() {
    if (trainer_ && fisher_) {
      trainer_->set_floor(training_floor(trainer_->parts(), *fisher_));
    }
  }

  Session::Impl& shared_;
  std::unique_ptr<Trainer> trainer_;
  std::optional<ExactFisher> fisher_;
  ExperimentSpec failed_spec_;
  std::string failure_;
  std::uint64_t run_id_ = 0;
  std::uint64_t revision_ = 0;
  bool running_ = false;
  bool stopping_ = false;
  bool changed_ = false;
  Pace pace_{0.0};
  StepCost cost_;
  Clock::time_point published_at_{}, stepped_at_{};
};

/// The simulator thread's own state and loop.
class SimulatorLoop {
 public:
  explicit SimulatorLoop(Session::Impl& shared) : shared_(shared) {}

  void run() {
    while (!stopping_) {
      for (auto& command : shared_.to_simulator.take_all()) {
        std::visit([this](auto& c) { handle(c); }, command);
      }
      if (stopping_) return;
      try {
        work();
      } catch (const std::exception& error) {
        shared_.notices.push(error_notice("The display stopped", error));
        simulator_.reset();
        shared_.notify();
      }
    }
  }

 private:
  /// One slice: adopt, move, measure, publish; then sleeps if there is nothing to do.
  void work() {
    adopt_newest();
    if (!simulator_) {
      shared_.to_simulator.wait_for(kIdle);
      return;
    }
    const auto began = Clock::now();
    bool busy = sample_slice(began);
    if (!sampling_ && simulator_->has_preview() && began - preview_at_ >= milliseconds(33)) {
      if (simulator_->advance_preview()) changed_ = true;
      preview_at_ = began;
    }
    const bool fisher_was_known = simulator_->fisher_is_known();
    if (simulator_->measure_slice(began)) changed_ = true;
    if (!fisher_was_known && simulator_->fisher_is_known()) {
      shared_.to_trainer.push(FisherKnown{simulator_->run_id(), simulator_->fisher()});
    }
    busy = busy || simulator_->is_measuring();
    if (changed_ && Clock::now() - published_at_ >= kSimulationPublish) publish();
    if (!busy) rest();
  }

  void rest() {
    const auto now = Clock::now();
    Clock::duration patience = kIdle;
    if (sampling_) patience = std::min<Clock::duration>(patience, pace_.wait(now));
    if (simulator_->has_preview()) patience = std::min<Clock::duration>(patience, milliseconds(33));
    if (changed_) {
      patience = std::min<Clock::duration>(patience, published_at_ + kSimulationPublish - now);
    }
    const auto due = simulator_->next_slice();
    if (due < now + patience) patience = due - now;
    shared_.to_simulator.wait_for(std::max<Clock::duration>(patience, milliseconds(1)));
  }

  /// Steps the clouds for at most kSlice, no faster than the pace; returns whether more is due at
  /// once.
  bool sample_slice(Clock::time_point began) {
    if (!sampling_) return false;
    while (pace_.may_step(Clock::now())) {
      if (!simulator_->advance_sampling()) {
        sampling_ = false;
        changed_ = true;
        return false;
      }
      pace_.stepped(Clock::now());
      changed_ = true;
      if (Clock::now() - began >= kSlice) return true;
    }
    return false;
  }

  void adopt_newest() {
    const auto frame = shared_.training.get();
    if (!frame || (frame->run_id == run_id_ && frame->revision == revision_)) return;
    revision_ = frame->revision;
    if (frame->run_id != run_id_) {
      run_id_ = frame->run_id;
      simulator_.reset();
      if (frame->failure.empty() || frame->network) start_run(*frame);
    }
    if (simulator_ && frame->network) {
      simulator_->adopt(frame->network);
      newest_ = frame;
      changed_ = true;
    }
  }

  void start_run(const TrainingFrame& frame) {
    use_threads(frame.spec->compute);
    sampling_ = false;
    simulator_ = make_simulator(*frame.spec, frame.run_id, frame.pictures);
    simulator_->look(stage_);
    if (preview_wanted_) simulator_->set_preview(true);
    if (pinned_) simulator_->pin(pinned_->network, pinned_->run_id, pinned_label(*pinned_));
    pace_ = Pace(frame.spec->sampling.speed);
    changed_ = true;
  }

  static std::string pinned_label(const TrainingFrame& frame) {
    return "run " + std::to_string(frame.run_id) + ", step " + std::to_string(frame.step);
  }

  void publish() {
    auto frame = simulator_->frame();
    frame->revision = ++published_;
    frame->sampling = sampling_;
    frame->sampling_steps_per_second = sampling_ ? pace_.rate(Clock::now()) : 0.0;
    published_at_ = Clock::now();
    changed_ = false;
    shared_.simulation.put(std::move(frame));
    shared_.notify();
  }

  void handle(NewTrainingFrame&) {}
  void handle(SetSampling& c) {
    // A run that has come to its end starts again, from the same start with the same noise.
    if (c.running && simulator_ && simulator_->sampling_finished()) simulator_->reset_sampling();
    sampling_ = c.running && simulator_;
    if (c.running) stop_preview();
    pace_.restart(Clock::now());
    changed_ = true;
  }
  void handle(StepSampling&) {
    if (!simulator_) return;
    stop_preview();
    sampling_ = false;
    simulator_->advance_sampling();
    changed_ = true;
  }
  void handle(ResetSampling&) {
    if (!simulator_) return;
    sampling_ = false;
    simulator_->reset_sampling();
    changed_ = true;
  }
  void handle(ShowPreview& c) {
    preview_wanted_ = c.on;
    if (simulator_ && c.on != simulator_->has_preview()) simulator_->set_preview(c.on);
    changed_ = true;
  }
  void handle(Look& c) {
    stage_ = c.request;
    if (simulator_) simulator_->look(stage_);
    changed_ = true;
  }
  void handle(ProbeAt& c) {
    if (simulator_) simulator_->probe(c.position);
    changed_ = true;
  }
  void handle(DropParticles& c) {
    if (simulator_) simulator_->drop_particles(c.place, c.count);
    stop_preview();
    changed_ = true;
  }
  void handle(PinRun&) {
    if (!newest_ || !simulator_) return;
    pinned_ = newest_;
    simulator_->pin(pinned_->network, pinned_->run_id, pinned_label(*pinned_));
    changed_ = true;
  }
  void handle(MakeStepGrid&) {
    if (!simulator_) return;
    try {
      simulator_->make_step_grid();
    } catch (const UserError& error) {
      shared_.notices.push(error_notice("The grid was not made", error));
    }
    changed_ = true;
  }
  void handle(CancelStepGrid&) {
    if (simulator_) simulator_->cancel_step_grid();
    changed_ = true;
  }
  void handle(SamplingOptionsChanged& c) {
    if (!simulator_) return;
    pace_.set(c.spec.sampling.speed);
    try {
      simulator_->set_sampling(c.spec);
    } catch (const UserError& error) {
      shared_.notices.push(error_notice("The sampler was not changed", error));
    }
    changed_ = true;
  }
  void handle(Stop&) { stopping_ = true; }

  void stop_preview() {
    preview_wanted_ = false;
    if (simulator_) simulator_->set_preview(false);
  }

  Session::Impl& shared_;
  std::unique_ptr<LiveSimulator> simulator_;
  std::shared_ptr<const TrainingFrame> newest_, pinned_;
  StageRequest stage_;
  std::uint64_t run_id_ = 0;
  std::uint64_t revision_ = 0;
  std::uint64_t published_ = 0;
  bool sampling_ = false;
  bool preview_wanted_ = false;
  bool stopping_ = false;
  bool changed_ = false;
  Pace pace_{0.0};
  Clock::time_point published_at_{}, preview_at_{};
};

}  // namespace

Session::Session(std::function<void()> wake) : impl_(std::make_unique<Impl>()) {
  impl_->wake = std::move(wake);
  impl_->trainer_thread = std::thread([this] { TrainerLoop(*impl_).run(); });
  impl_->simulator_thread = std::thread([this] { SimulatorLoop(*impl_).run(); });
}

Session::~Session() {
  impl_->to_trainer.push(Stop{});
  impl_->to_simulator.push(Stop{});
  impl_->trainer_thread.join();
  impl_->simulator_thread.join();
}

void Session::start(const ExperimentSpec& spec) {
  impl_->current = spec;
  impl_->training_wanted = false;
  impl_->to_trainer.push(StartRun{spec, ++impl_->run_id, false});
}

Effect Session::apply(const ExperimentSpec& spec) {
  const Effect effect = effect_of_change(schema(), impl_->current, spec);
  impl_->current = spec;
  if (effect == Effect::kRestarts) {
    impl_->to_trainer.push(StartRun{spec, ++impl_->run_id, impl_->training_wanted});
  } else {
    impl_->to_trainer.push(LiveOptions{spec});
    impl_->to_simulator.push(SamplingOptionsChanged{spec});
  }
  return effect;
}

void Session::train(bool running) {
  impl_->training_wanted = running;
  impl_->to_trainer.push(SetTraining{running});
}

void Session::step_training() { impl_->to_trainer.push(StepTraining{}); }
void Session::sample(bool running) { impl_->to_simulator.push(SetSampling{running}); }
void Session::step_sampling() { impl_->to_simulator.push(StepSampling{}); }
void Session::reset_sampling() { impl_->to_simulator.push(ResetSampling{}); }
void Session::show_preview(bool on) { impl_->to_simulator.push(ShowPreview{on}); }
void Session::look(const StageRequest& request) { impl_->to_simulator.push(Look{request}); }
void Session::make_step_grid() { impl_->to_simulator.push(MakeStepGrid{}); }
void Session::cancel_step_grid() { impl_->to_simulator.push(CancelStepGrid{}); }
void Session::pin_run() { impl_->to_simulator.push(PinRun{}); }

void Session::probe(std::optional<std::array<double, 2>> position) {
  impl_->to_simulator.push(ProbeAt{position});
}

void Session::drop_particles(std::array<double, 2> position, int count) {
  impl_->to_simulator.push(DropParticles{position, count});
}

void Session::save_state(const std::string& path, const std::string& lesson_json) {
  impl_->to_trainer.push(SaveState{path, lesson_json});
}

void Session::load_state(const std::string& path) {
  try {
    const ExperimentSpec spec = read_state_spec(path);
    impl_->current = spec;
    impl_->training_wanted = false;
    impl_->to_trainer.push(LoadRun{path, spec, ++impl_->run_id});
  } catch (const UserError& error) {
    impl_->notices.push(error_notice("The state could not be opened", error));
  }
}

Frames Session::newest() const {
  Frames frames{impl_->training.get(), impl_->simulation.get()};
  if (frames.training && frames.training->run_id != impl_->run_id) frames.training = nullptr;
  if (frames.simulation && frames.simulation->run_id != impl_->run_id) frames.simulation = nullptr;
  return frames;
}

std::vector<Notice> Session::take_notices() { return impl_->notices.take_all(); }

}  // namespace scorescope
