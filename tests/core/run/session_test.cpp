#include "core/run/session.h"

#include <gtest/gtest.h>

#include <chrono>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <functional>
#include <thread>

#include "core/run/detail/trainer.h"
#include "tests/core/run/small_spec.h"
#include "tests/core/run/wait_until.h"

namespace scorescope {
namespace {

using Clock = std::chrono::steady_clock;

bool has_state(const Session& session, TrainingState state) {
  const auto frame = session.newest().training;
  return frame && frame->state == state;
}

/// Both samplers are at their end and the workers know it.
bool has_sampled(const Session& session) {
  const auto frame = session.newest().simulation;
  return frame->clouds[0]->finished && frame->clouds[1]->finished && !frame->sampling;
}

TEST(Session, LossIsTheSameWithAndWithoutAViewer) {
  ExperimentSpec spec = small_spec();
  spec.training.stop_after = 300;
  Session session;
  session.start(spec);
  session.show_preview(true);
  session.train(true);
  session.sample(true);
  int looks = 0;
  ASSERT_TRUE(wait_until([&] {
    StageRequest look;
    look.bounds.left = -8.0 - 0.001 * ++looks;
    look.error = true;
    session.look(look);
    session.probe(std::array<double, 2>{0.1 * looks, 1.0});
    return has_state(session, TrainingState::kFinished);
  }));
  Trainer alone(spec);
  while (!alone.finished()) alone.step();
  const auto frame = session.newest().training;
  EXPECT_EQ(frame->step, 300);
  EXPECT_EQ(frame->loss_history.mean, alone.frame()->loss_history.mean);
  EXPECT_EQ(frame->loss_history.low, alone.frame()->loss_history.low);
  EXPECT_EQ(frame->loss_history.high, alone.frame()->loss_history.high);
}

TEST(Session, BothViewsAndTheLadderArePaintedBeforeAnythingIsPressed) {
  Session session;
  session.start(small_spec());
  ASSERT_TRUE(wait_until([&] {
    const auto frame = session.newest().simulation;
    return frame && frame->fields[0] && frame->fields[1] && frame->table &&
           session.newest().training->floor.has_value();
  }));
  const Frames frames = session.newest();
  EXPECT_EQ(frames.training->step, 0);
  EXPECT_EQ(frames.simulation->ladder_pictures.size(), 10U);
  EXPECT_NEAR(*frames.training->floor, 0.2013, 0.0002);
  EXPECT_EQ(frames.simulation->fields[0]->exact.vectors.size(), 22U * 22U * 2U);
  EXPECT_TRUE(frames.training->loss.has_value());
}

TEST(Session, PauseActsBeforeTheNextLook) {
  ExperimentSpec spec = small_spec();
  spec.training.stop_after = 1'000'000;
  Session session;
  session.start(spec);
  session.train(true);
  ASSERT_TRUE(wait_until([&] {
    const auto frame = session.newest().training;
    return frame && frame->step > 20;
  }));
  session.train(false);
  ASSERT_TRUE(wait_until([&] { return has_state(session, TrainingState::kPaused); }));
  const std::int64_t step = session.newest().training->step;
  std::this_thread::sleep_for(std::chrono::milliseconds(150));
  EXPECT_EQ(session.newest().training->step, step);
  session.step_training();
  EXPECT_TRUE(wait_until([&] { return session.newest().training->step == step + 1; }));
}

TEST(Session, PaceIsKept) {
  ExperimentSpec spec = small_spec();
  spec.training.stop_after = 1'000'000;
  spec.training.pace = 50.0;
  Session session;
  session.start(spec);
  session.train(true);
  ASSERT_TRUE(wait_until([&] {
    const auto frame = session.newest().training;
    return frame && frame->step > 0;
  }));
  const std::int64_t before = session.newest().training->step;
  const auto began = Clock::now();
  std::this_thread::sleep_for(std::chrono::milliseconds(1500));
  const std::chrono::duration<double> span = Clock::now() - began;
  const auto steps = static_cast<double>(session.newest().training->step - before);
  // One publication (40 ms) and one catch-up (100 ms) either way; slower only if the machine is.
  EXPECT_LT(steps, 50.0 * span.count() + 8.0);
  EXPECT_GT(steps, 5.0);
}

TEST(Session, BothSamplersStartAtTheSamePoints) {
  ExperimentSpec spec = small_spec();
  Session session;
  session.start(spec);
  ASSERT_TRUE(wait_until([&] {
    const auto frame = session.newest().simulation;
    return frame && frame->clouds.size() == 2;
  }));
  auto frame = session.newest().simulation;
  EXPECT_EQ(frame->clouds[0]->positions, frame->clouds[1]->positions);
  session.sample(true);
  ASSERT_TRUE(wait_until([&] { return has_sampled(session); }));
  frame = session.newest().simulation;
  EXPECT_EQ(frame->clouds[0]->step, 30);
  EXPECT_EQ(frame->clouds[1]->heavy_share.step.back(), 30);
  session.reset_sampling();
  EXPECT_TRUE(wait_until([&] { return session.newest().simulation->clouds[0]->step == 0; }));
}

TEST(Session, SamplingThatHasEndedStartsAgainFromTheSameStart) {
  Session session;
  session.start(small_spec());
  ASSERT_TRUE(wait_until([&] { return session.newest().simulation != nullptr; }));
  session.sample(true);
  ASSERT_TRUE(wait_until([&] { return has_sampled(session); }));
  const auto first = session.newest().simulation;
  session.sample(true);
  ASSERT_TRUE(wait_until([&] {
    return has_sampled(session) && session.newest().simulation->revision > first->revision + 1;
  }));
  EXPECT_EQ(session.newest().simulation->clouds[0]->positions, first->clouds[0]->positions);
}

TEST(Session, TheOtherScoreStartsTheParticlesAgain) {
  ExperimentSpec spec = small_spec();
  Session session;
  session.start(spec);
  ASSERT_TRUE(wait_until([&] { return session.newest().simulation != nullptr; }));
  session.sample(true);
  ASSERT_TRUE(wait_until([&] { return has_sampled(session); }));
  spec.sampling.score = "learned";
  EXPECT_EQ(session.apply(spec), Effect::kResample);
  EXPECT_TRUE(wait_until([&] { return session.newest().simulation->clouds[0]->step == 0; }));
}

TEST(Session, TrainingThatIsAtItsEndSaysSo) {
  ExperimentSpec spec = small_spec();
  spec.training.stop_after = 20;
  Session session;
  session.start(spec);
  session.train(true);
  ASSERT_TRUE(wait_until([&] { return has_state(session, TrainingState::kFinished); }));
  session.take_notices();
  session.train(true);
  std::vector<Notice> notices;
  ASSERT_TRUE(wait_until([&] {
    notices = session.take_notices();
    return !notices.empty();
  }));
  EXPECT_NE(notices[0].detail.find("20"), std::string::npos) << notices[0].detail;
}

TEST(Session, AResamplingOptionStartsTheParticlesAgain) {
  ExperimentSpec spec = small_spec();
  Session session;
  session.start(spec);
  ASSERT_TRUE(wait_until([&] { return session.newest().simulation != nullptr; }));
  session.sample(true);
  ASSERT_TRUE(wait_until([&] { return has_sampled(session); }));
  spec.samplers[0].options["convention"] = std::string("Q");
  EXPECT_EQ(session.apply(spec), Effect::kResample);
  EXPECT_TRUE(wait_until([&] { return session.newest().simulation->clouds[0]->step == 0; }));
}

TEST(Session, ANewRunHidesTheFramesOfTheOld) {
  Session session;
  session.start(small_spec());
  ASSERT_TRUE(wait_until([&] { return session.newest().simulation != nullptr; }));
  ExperimentSpec other = small_spec();
  other.noise.options["levels"] = std::int64_t{4};
  EXPECT_EQ(session.apply(other), Effect::kRestarts);
  ASSERT_TRUE(wait_until([&] {
    const Frames frames = session.newest();
    EXPECT_EQ(frames.training ? frames.training->levels.size() : 4U, 4U);
    EXPECT_EQ(frames.simulation ? frames.simulation->levels.size() : 4U, 4U);
    return frames.training && frames.simulation;
  }));
}

/// Taking an option back goes on with the run it had ended, as if nothing had been in between.
TEST(Session, AChangeThatIsTakenBackGivesTheRunBack) {
  ExperimentSpec spec = small_spec();
  ExperimentSpec other = spec;
  other.noise.options["levels"] = std::int64_t{4};
  Session session;
  const auto train = [&](int steps) {
    for (int i = 0; i < steps; ++i) session.step_training();
  };
  const auto stands_at = [&](std::size_t levels, std::int64_t step) {
    return wait_until([&] {
      const auto frame = session.newest().training;
      return frame && frame->levels.size() == levels && frame->step == step;
    });
  };
  const std::size_t levels = Trainer(spec).parts().levels.size();
  session.start(spec);
  train(5);
  ASSERT_TRUE(stands_at(levels, 5));
  EXPECT_EQ(session.apply(other), Effect::kRestarts);
  ASSERT_TRUE(stands_at(4, 0));
  train(2);
  ASSERT_TRUE(stands_at(4, 2));
  spec.training.learning_rate *= 0.5;  // acts at once: still the same run
  EXPECT_EQ(session.apply(spec), Effect::kRestarts);
  ASSERT_TRUE(stands_at(levels, 5));
  const std::vector<Notice> notices = session.take_notices();
  ASSERT_EQ(notices.size(), 1U);
  EXPECT_NE(notices.front().detail.find("step 5"), std::string::npos) << notices.front().detail;
  train(5);
  ASSERT_TRUE(stands_at(levels, 10));
  ExperimentSpec before = spec;
  before.training.learning_rate *= 2.0;
  Trainer alone(before);
  for (int i = 0; i < 5; ++i) alone.step();
  alone.set_live_options(spec);
  for (int i = 0; i < 5; ++i) alone.step();
  EXPECT_EQ(session.newest().training->loss_history.mean, alone.frame()->loss_history.mean);
  session.apply(other);
  EXPECT_TRUE(stands_at(4, 2)) << "and redo goes there again";

  session.start(spec);
  ASSERT_TRUE(stands_at(levels, 0)) << "reset trains anew";
  session.apply(other);
  EXPECT_TRUE(stands_at(4, 0)) << "and keeps nothing";
}

/// What cannot run ends nothing: the run before it is still there.
TEST(Session, ASpecThatCannotRunGivesTheRunBackWhenItIsTakenBack) {
  const ExperimentSpec spec = small_spec();
  ExperimentSpec broken = spec;
  broken.data = {"csv", {{"path", std::string("/nowhere/points.csv")}}};
  Session session;
  session.start(spec);
  for (int i = 0; i < 3; ++i) session.step_training();
  ASSERT_TRUE(wait_until([&] {
    const auto frame = session.newest().training;
    return frame && frame->step == 3;
  }));
  session.apply(broken);
  ASSERT_TRUE(wait_until([&] { return has_state(session, TrainingState::kFailed); }));
  session.apply(spec);
  EXPECT_TRUE(wait_until([&] {
    const auto frame = session.newest().training;
    return frame && frame->step == 3 && frame->state == TrainingState::kPaused;
  }));
}

TEST(Session, ASpecThatCannotRunIsANoticeAndAFailedRunFromWhichANewOneStarts) {
  ExperimentSpec broken = small_spec();
  broken.data = {"csv", {{"path", std::string("/nowhere/points.csv")}}};
  Session session;
  session.start(broken);
  std::vector<Notice> notices;
  ASSERT_TRUE(wait_until([&] {
    for (auto& notice : session.take_notices()) notices.push_back(notice);
    return !notices.empty();
  }));
  EXPECT_NE(notices.front().detail.find("/nowhere/points.csv"), std::string::npos)
      << notices.front().detail;
  EXPECT_TRUE(has_state(session, TrainingState::kFailed));
  session.start(small_spec());
  EXPECT_TRUE(wait_until([&] { return has_state(session, TrainingState::kPaused); }));
}

TEST(Session, AnExplodingLearningRateStopsWithANotice) {
  ExperimentSpec spec = small_spec();
  spec.training.learning_rate = 1e12;
  spec.training.stop_after = 100000;
  Session session;
  session.start(spec);
  session.train(true);
  ASSERT_TRUE(wait_until([&] { return has_state(session, TrainingState::kFailed); }));
  const auto notices = session.take_notices();
  ASSERT_FALSE(notices.empty());
  EXPECT_NE(notices.front().detail.find("step"), std::string::npos) << notices.front().detail;
}

TEST(Session, SavedStateOpensWhereItStopped) {
  const auto folder =
      std::filesystem::temp_directory_path() /
      ("scorescope-session-" + std::to_string(::testing::UnitTest::GetInstance()->random_seed()));
  std::filesystem::create_directories(folder);
  const std::string path = (folder / "state.json").string();
  const ExperimentSpec spec = small_spec();
  {
    Session session;
    session.start(spec);
    session.train(true);
    ASSERT_TRUE(wait_until([&] { return has_state(session, TrainingState::kFinished); }));
    session.save_state(path, "");
    ASSERT_TRUE(wait_until([&] {
      for (const Notice& notice : session.take_notices()) {
        if (notice.kind == Notice::Kind::kDone) return true;
      }
      return false;
    }));
  }
  Session session;
  session.load_state(path);
  ASSERT_TRUE(wait_until([&] {
    const auto frame = session.newest().training;
    return frame && frame->step == spec.training.stop_after;
  })) << (session.take_notices().empty() ? "no notice" : "see the notice");
  EXPECT_EQ(*session.newest().training->spec, spec);
  std::filesystem::remove_all(folder);
}

TEST(Session, AStateThatIsNotOneIsANotice) {
  const auto path = std::filesystem::temp_directory_path() / "scorescope-not-a-state.json";
  std::ofstream(path) << "{\"data\": ";
  Session session;
  session.load_state(path.string());
  const auto notices = session.take_notices();
  ASSERT_EQ(notices.size(), 1U);
  EXPECT_EQ(notices.front().kind, Notice::Kind::kError);
  std::filesystem::remove(path);
}

}  // namespace
}  // namespace scorescope
