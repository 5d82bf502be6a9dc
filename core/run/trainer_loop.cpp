// The trainer's thread: commands, steps, and a frame for the others every few milliseconds.
#include <torch/types.h>

#include <chrono>
#include <variant>

#include "core/base/error.h"
#include "core/experiment/spec_json.h"
#include "core/run/choices.h"
#include "core/run/detail/kept_runs.h"
#include "core/run/detail/pace.h"
#include "core/run/detail/session_threads.h"
#include "core/run/detail/state_file.h"
#include "core/run/detail/trainer.h"

namespace scorescope {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr milliseconds kTrainingPublish{29};
constexpr milliseconds kTrainerIdle{250};
constexpr milliseconds kCommandSlice{2};  // commands to the trainer wait this long at most

/// The trainer thread's own state and loop.
class TrainerLoop {
 public:
  explicit TrainerLoop(SessionThreads& shared) : shared_(shared) {}

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
        shared_.to_trainer.wait_for(kTrainerIdle);
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

  /// The pictures of the run that ends.
  std::shared_ptr<const PictureData> begin_run(const ExperimentSpec& spec, std::uint64_t run_id) {
    run_id_ = run_id;
    failed_spec_ = spec;
    failure_.clear();
    fisher_.reset();
    use_threads(spec.compute);
    pace_ = Pace(spec.training.pace);
    cost_ = StepCost();
    return trainer_ ? trainer_->parts().pictures : nullptr;
  }

  void make_trainer(const ExperimentSpec& spec, std::uint64_t run_id) {
    kept_.clear();
    const auto pictures = begin_run(spec, run_id);
    trainer_.reset();
    trainer_ = std::make_unique<Trainer>(spec, pictures);
  }

  /// Another run, or the one that a change of the spec ended before.
  void change_trainer(const ExperimentSpec& spec, std::uint64_t run_id) {
    const auto pictures = begin_run(spec, run_id);
    kept_.keep(std::move(trainer_));
    trainer_ = kept_.take(spec);
    if (trainer_) {
      shared_.notices.push({Notice::Kind::kDone,
                            "The earlier run goes on",
                            "It stands at step " + std::to_string(trainer_->steps_done()) + ".",
                            "Press reset to train anew.",
                            {}});
    } else {
      trainer_ = std::make_unique<Trainer>(spec, pictures);
    }
  }

  void handle(StartRun& c) {
    running_ = c.training;
    try {
      if (c.anew) {
        make_trainer(c.spec, c.run_id);
      } else {
        change_trainer(c.spec, c.run_id);
      }
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
      shared_.notices.push({Notice::Kind::kDone, "State opened", c.path, {}, c.path});
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

  SessionThreads& shared_;
  std::unique_ptr<Trainer> trainer_;
  KeptRuns kept_;
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

}  // namespace

void run_trainer(SessionThreads& shared) { TrainerLoop(shared).run(); }

}  // namespace scorescope
