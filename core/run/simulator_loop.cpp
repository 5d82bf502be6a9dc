// The simulator's thread: adopts what was trained, moves samples, measures, and draws the fields.
#include <torch/types.h>

#include <algorithm>
#include <chrono>
#include <variant>

#include "core/base/error.h"
#include "core/run/detail/live_simulator.h"
#include "core/run/detail/pace.h"
#include "core/run/detail/session_threads.h"

namespace scorescope {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr milliseconds kSimulationPublish{33};
constexpr milliseconds kSimulatorIdle{250};
constexpr milliseconds kSlice{25};

/// The simulator thread's own state and loop.
class SimulatorLoop {
 public:
  explicit SimulatorLoop(SessionThreads& shared) : shared_(shared) {}

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
      shared_.to_simulator.wait_for(kSimulatorIdle);
      return;
    }
    // what was asked to be seen comes before the next slices, which may be long
    if (looked_ && Clock::now() - published_at_ >= kSimulationPublish) publish();
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
    Clock::duration patience = kSimulatorIdle;
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
    changed_ = looked_ = false;
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
    changed_ = looked_ = true;
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

  SessionThreads& shared_;
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
  bool looked_ = false;  // changed_ by a request to see something else
  Pace pace_{0.0};
  Clock::time_point published_at_{}, preview_at_{};
};

}  // namespace

void run_simulator(SessionThreads& shared) { SimulatorLoop(shared).run(); }

}  // namespace scorescope
