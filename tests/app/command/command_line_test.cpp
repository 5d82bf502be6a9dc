// From words on the command line to the right command and exit status.
#include "app/command/command_line.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>

#include "app/command/exit_status.h"
#include "build_config.h"
#include "core/base/error.h"
#include "core/experiment/lesson_library.h"
#include "core/run/choices.h"
#include "core/run/session.h"

namespace scorescope {
namespace {

struct Outcome {
  int status = -1;
  std::string out, err;
};

Outcome run(std::vector<const char*> words, const CommandTools& tools = {}) {
  words.insert(words.begin(), "scorescope");
  testing::internal::CaptureStdout();
  testing::internal::CaptureStderr();
  Outcome outcome;
  outcome.status = run_command_line(static_cast<int>(words.size()), words.data(), tools);
  outcome.out = testing::internal::GetCapturedStdout();
  outcome.err = testing::internal::GetCapturedStderr();
  return outcome;
}

CommandTools window_into(WindowRequest& opened) {
  CommandTools tools;
  tools.window = [&opened](const WindowRequest& request) {
    opened = request;
    return 0;
  };
  return tools;
}

TEST(CommandLine, NothingOpensTheWindowAtTheDefault) {
  WindowRequest opened{.open = "untouched"};
  EXPECT_EQ(run({}, window_into(opened)).status, kExitDone);
  EXPECT_EQ(opened.open, "");
}

TEST(CommandLine, ALessonOpensInTheWindowWithItsOptions) {
  WindowRequest opened;
  const Outcome outcome =
      run({"four-ways", "--theme", "light", "--size", "1280", "720"}, window_into(opened));
  EXPECT_EQ(outcome.status, kExitDone) << outcome.err;
  EXPECT_EQ(opened.open, "four-ways");
  EXPECT_EQ(opened.theme, "light");
  EXPECT_EQ(opened.width, 1280);
  EXPECT_EQ(opened.height, 720);
}

TEST(CommandLine, ALessonMayFollowTheSize) {
  WindowRequest opened;
  const Outcome outcome = run({"--size", "1600", "900", "why-annealing"}, window_into(opened));
  EXPECT_EQ(outcome.status, kExitDone) << outcome.err;
  EXPECT_EQ(opened.open, "why-annealing");
  EXPECT_EQ(opened.width, 1600);
  EXPECT_EQ(opened.height, 900);
}

TEST(CommandLine, UnknownLessonIsRefusedBeforeAWindowOpens) {
  WindowRequest opened{.open = "untouched"};
  const Outcome outcome = run({"four-wyas"}, window_into(opened));
  EXPECT_EQ(outcome.status, kExitUserError);
  EXPECT_EQ(opened.open, "untouched");
  EXPECT_NE(outcome.err.find("did you mean \"four-ways\"?"), std::string::npos) << outcome.err;
}

TEST(CommandLine, WrongUseAndHelpHaveTheirStatus) {
  EXPECT_EQ(run({"--help"}).status, kExitDone);
  EXPECT_EQ(run({"run"}).status, kExitUsage);
  EXPECT_EQ(run({"run", "poster", "--threads", "x"}).status, kExitUsage);
  EXPECT_EQ(run({"--theme", "pink"}).status, kExitUsage);
}

/// The first line on standard error.
std::string sentence_on(std::vector<const char*> words) {
  const Outcome outcome = run(std::move(words));
  EXPECT_EQ(outcome.status, kExitUsage) << outcome.err;
  EXPECT_EQ(outcome.out, "");
  return outcome.err.substr(0, outcome.err.find('\n'));
}

TEST(CommandLine, WrongUseIsOneSentenceThatNamesTheWordAndWhatIsAllowed) {
  EXPECT_EQ(sentence_on({"run"}),
            "scorescope: run needs experiment: a lesson, a preset, points (.csv), a picture (.png, "
            ".jpg), or a spec or state (.json).");
  EXPECT_EQ(sentence_on({"probe", "poster", "--points", "p.csv"}),
            "scorescope: probe needs --sigma: noise level.");
  EXPECT_EQ(sentence_on({"run", "poster", "--seed"}),
            "scorescope: --seed needs a value: main seed of all random numbers.");
  EXPECT_EQ(sentence_on({"--size", "800"}),
            "scorescope: --size needs 2 values: width and height of the window.");
  EXPECT_EQ(sentence_on({"run", "poster", "--seed", "x"}),
            "scorescope: --seed is \"x\", but it must be a whole number, 0 to 9000000000000000.");
  EXPECT_EQ(sentence_on({"run", "poster", "--device", "tpu"}),
            "scorescope: --device is \"tpu\", but it must be one of auto, cpu, cuda (did you mean "
            "\"cpu\"?).");
  EXPECT_EQ(sentence_on({"--scale", "9"}),
            "scorescope: --scale is 9, but it must be a number, 0.5 to 4.");
  EXPECT_EQ(sentence_on({"--size", "0", "0"}),
            "scorescope: --size is 0, but it must be a whole number, 320 to 16384.");
  EXPECT_TRUE(sentence_on({"run", "poster", "--sed", "3"})
                  .starts_with("scorescope: run has no option \"--sed\" (did you mean \"--set\"?); "
                               "allowed are --help, --set, --seed, "))
      << sentence_on({"run", "poster", "--sed", "3"});
  EXPECT_TRUE(sentence_on({"list", "samplers", "kinds"})
                  .starts_with("scorescope: \"kinds\" is one word too many; list takes one: "
                               "distributions, datasets, networks, "))
      << sentence_on({"list", "samplers", "kinds"});
  EXPECT_EQ(sentence_on({"features"}), "scorescope: features needs action: what to do: train.");
  EXPECT_EQ(sentence_on({"run", "poster", "--out", ""}),
            "scorescope: --out is empty; give a folder, or with --plot a file.");
}

TEST(CommandLine, NothingThatWasSaidIsSilentlyIgnored) {
  EXPECT_NE(sentence_on({"run", "poster", "run"}).find("\"run\" is one word too many"),
            std::string::npos);
  EXPECT_EQ(sentence_on({"--theme", "dark", "list"}),
            "scorescope: --theme is for the window and cannot stand before list.");
  EXPECT_EQ(sentence_on({"poster", "list"}),
            "scorescope: \"poster\" is for the window and cannot stand before list.");
  EXPECT_NE(sentence_on({"--frames", "5"}).find("--screenshot"), std::string::npos);
}

TEST(CommandLine, MisspelledCommandIsNotOnlyTakenForALesson) {
  const Outcome outcome = run({"prob"});
  EXPECT_EQ(outcome.status, kExitUserError);
  EXPECT_NE(outcome.err.find("Perhaps a command was meant (did you mean \"probe\"?)"),
            std::string::npos)
      << outcome.err;
}

TEST(CommandLine, UnknownLessonTellsLessonsFromPresets) {
  const Outcome outcome = run({"floor", "nothing-like-it"});
  EXPECT_EQ(outcome.status, kExitUserError);
  EXPECT_NE(outcome.err.find("; the presets are digits-good, ncsnv2-digits, "
                             "poster, poster-digits."),
            std::string::npos)
      << outcome.err;
  const auto lessons = outcome.err.substr(outcome.err.find("the lessons are"));
  EXPECT_EQ(lessons.substr(0, lessons.find(';')).find("poster-digits"), std::string::npos)
      << outcome.err;
}

TEST(CommandLine, APathThatIsNotThereIsNotTakenForALesson) {
  for (const char* path : {"nowhere/poster", "nowhere.csv", "nowhere.json"}) {
    const std::string sentence = fmt::format("scorescope: there is no file \"{}\".\n", path);
    EXPECT_EQ(run({"floor", path}).err, sentence);
    EXPECT_EQ(run({path}).err, sentence);
  }
}

TEST(CommandLine, ASetOfPicturesIsOpenedByItsPath) {
  EXPECT_EQ(picture_set_kind("a/train-images-idx3-ubyte"), "idx");
  EXPECT_EQ(picture_set_kind("a/train-images-idx3-ubyte.gz"), "idx");
  EXPECT_EQ(picture_set_kind("a/face.png"), "");
  const auto folder = std::filesystem::temp_directory_path() / "scorescope-set-test";
  std::filesystem::create_directories(folder / "clothes");
  std::ofstream(folder / "my-images-idx3-ubyte");
  const auto opened = [&](const std::string& path) {
    return open_lesson(schema(), assets_directory(), path);
  };
  const Lesson idx = opened((folder / "my-images-idx3-ubyte").string());
  EXPECT_EQ(idx.spec.data.kind, "idx");
  EXPECT_EQ(idx.title, "my-images-idx3-ubyte");
  EXPECT_TRUE(has_pictures(schema(), idx.spec));
  EXPECT_TRUE(idx.cards.empty()) << "those speak of digits";
  std::filesystem::create_directories(folder / "my-ubyte-01");
  std::ofstream(folder / "my-ubyte-01/spec.json") << "{}";
  EXPECT_EQ(opened((folder / "my-ubyte-01/spec.json").string()).spec.data.kind, "two_gaussians");
  EXPECT_THROW(opened((folder / "my-ubyte-01").string()), UserError) << "a run's folder";
  const Lesson clothes = opened((folder / "clothes/").string());
  EXPECT_EQ(clothes.spec.data.kind, "pictures");
  EXPECT_EQ(clothes.title, "clothes");
  std::filesystem::remove_all(folder);
}

TEST(CommandLine, TablesGoToStandardOutputAndMessagesToStandardError) {
  const Outcome good = run({"list", "samplers"});
  EXPECT_EQ(good.status, kExitDone);
  EXPECT_NE(good.out.find("langevin"), std::string::npos);
  EXPECT_EQ(good.err, "");
  const Outcome bad = run({"list", "colours"});
  EXPECT_EQ(bad.status, kExitUserError);
  EXPECT_EQ(bad.out, "");
  EXPECT_NE(bad.err, "");
}

TEST(CommandLine, FigureWithoutPicturesIsRefusedBeforeTheRun) {
  const Outcome outcome = run({"run", "poster", "--plot", "loss"});
  EXPECT_EQ(outcome.status, kExitUserError);
  EXPECT_NE(outcome.err.find("draws no pictures"), std::string::npos) << outcome.err;
}

/// Draws nothing, but keeps what it was to draw.
CommandTools pictures_into(PictureSource& drawn) {
  CommandTools tools;
  tools.pictures = {
      {"stage", "loss"},
      {"loss"},
      [&drawn](const PictureSource& source, const std::vector<PictureFile>&) { drawn = source; }};
  return tools;
}

Outcome run_figure(const char* figure, const std::string& out, PictureSource& drawn,
                   const char* sampler = "langevin") {
  const std::string kind = std::string("samplers.0.kind=") + sampler;
  return run({"run", "poster", "--set", "training.stop_after=1", "--set", "sampling.particles=8",
              "--set", kind.c_str(), "--plot", figure, "--out", out.c_str()},
             pictures_into(drawn));
}

TEST(CommandLine, AFigureSamplesOnlyIfItShowsThat) {
  const auto folder = std::filesystem::temp_directory_path() / "scorescope-figure-test";
  std::filesystem::create_directories(folder);
  const std::string out = (folder / "figure.png").string();
  PictureSource drawn;
  const auto is_sampled = [&](const Outcome& outcome) {
    EXPECT_EQ(outcome.status, kExitDone) << outcome.err;
    return outcome.err.find("sampling on the") != std::string::npos;
  };
  EXPECT_FALSE(is_sampled(run_figure("loss", out, drawn)));
  EXPECT_NE(drawn.simulation, nullptr);
  EXPECT_TRUE(is_sampled(run_figure("stage", out, drawn)));
  EXPECT_TRUE(is_sampled(run_figure("loss", out, drawn, "dsm_descent"))) << "levels show its data";
  std::filesystem::remove_all(folder);
}

TEST(CommandLine, AFigureIsWrittenToAPngOnly) {
  PictureSource drawn;
  for (const std::string out : {"loss", "loss.xyz"}) {
    const Outcome outcome = run_figure("loss", out, drawn);
    EXPECT_EQ(outcome.status, kExitUserError);
    EXPECT_EQ(outcome.err, "scorescope: " + out +
                               " cannot be written: a figure is a PNG picture, so --out must end "
                               "in .png.\n");
    EXPECT_FALSE(std::filesystem::exists(out));
  }
}

/// The bytes of a file in the folder, "" without it.
std::string text_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

TEST(CommandLine, ARefusedRunLeavesWhatWasThere) {
  const auto folder = std::filesystem::temp_directory_path() / "scorescope-refused-test";
  std::filesystem::create_directories(folder / "run");
  const std::string data = "data.path=" + (folder / "empty.csv").string();
  const std::string out = (folder / "run").string(), figure = (folder / "loss.png").string();
  std::ofstream(folder / "empty.csv");
  std::ofstream(figure) << "a picture";
  std::ofstream(folder / "run/spec.json") << "an earlier spec";
  PictureSource drawn;
  const auto refused = [&](std::vector<const char*> more) {
    std::vector<const char*> words{"run",           "poster", "--set",
                                   "data.kind=csv", "--set",  data.c_str()};
    words.insert(words.end(), more.begin(), more.end());
    const Outcome outcome = run(words, pictures_into(drawn));
    EXPECT_EQ(outcome.status, kExitUserError);
    EXPECT_NE(outcome.err.find("is empty"), std::string::npos) << outcome.err;
  };
  refused({"--plot", "loss", "--out", figure.c_str()});
  EXPECT_EQ(text_of(figure), "a picture");
  refused({"--out", out.c_str()});
  EXPECT_EQ(text_of(folder / "run/spec.json"), "an earlier spec");
  const std::string fresh = (folder / "fresh").string();
  refused({"--out", fresh.c_str()});
  EXPECT_FALSE(std::filesystem::exists(fresh));
  std::filesystem::remove_all(folder);
}

/// A state saved by the window's session at step 0 or, with `steps`, when it had made that many.
std::string saved_state(const std::filesystem::path& folder, std::int64_t steps) {
  std::filesystem::create_directories(folder);
  const std::string path = (folder / "mine.json").string();
  ExperimentSpec spec;
  spec.training.stop_after = 3;
  spec.sampling.particles = 8;
  for (Choice& sampler : spec.samplers) sampler.options["steps_per_level"] = std::int64_t{1};
  Session session;
  session.start(spec);
  for (std::int64_t i = 0; i < steps; ++i) session.step_training();
  session.save_state(path, "");
  for (int i = 0; i < 6000; ++i) {  // at most a minute
    for (const Notice& notice : session.take_notices()) {
      if (notice.kind == Notice::Kind::kDone) return path;
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  ADD_FAILURE() << "the state was not saved";
  return path;
}

std::size_t lines_of(const std::filesystem::path& path) {
  std::ifstream file(path);
  std::size_t count = 0;
  for (std::string line; std::getline(file, line);) ++count;
  return count;
}

TEST(CommandLine, ASavedStateGoesOnWhereItStandsAndSaysSo) {
  const auto folder = std::filesystem::temp_directory_path() / "scorescope-run-state-test";
  const std::string state = saved_state(folder, 2);
  const std::string out = (folder / "out").string();
  const auto run_state = [&](std::vector<const char*> more) {
    std::vector<const char*> words{"run", state.c_str(), "--out", out.c_str(), "--no-pictures"};
    words.insert(words.end(), more.begin(), more.end());
    return run(words);
  };
  const Outcome on = run_state({});
  EXPECT_EQ(on.status, kExitDone) << on.err;
  EXPECT_NE(on.err.find("goes on at step 2 of 3"), std::string::npos) << on.err;
  EXPECT_EQ(lines_of(folder / "out" / "loss.csv"), 2U) << "a header and step 3";
  const Outcome anew = run_state({"--from-start"});
  EXPECT_EQ(anew.err.find("goes on"), std::string::npos) << anew.err;
  EXPECT_EQ(lines_of(folder / "out" / "loss.csv"), 4U);
  const Outcome done = run_state({"--set", "training.stop_after=2"});
  EXPECT_EQ(done.status, kExitDone) << done.err;
  EXPECT_NE(done.err.find("training is complete"), std::string::npos) << done.err;
  EXPECT_EQ(lines_of(folder / "out" / "loss.csv"), 1U);
  const Outcome other = run_state({"--set", "compute.threads=2", "--set", "samplers.0.kind=heun",
                                   "--set", "samplers.0.steps=2", "--seed", "5"});
  EXPECT_EQ(other.status, kExitUserError);
  EXPECT_NE(other.err.find("which --seed 5 would start again"), std::string::npos) << other.err;
  EXPECT_NE(other.err.find("--from-start"), std::string::npos) << other.err;
  const Outcome levels =
      run_state({"--set", "training.learning_rate=0.1", "--set", "noise.levels=3"});
  EXPECT_NE(levels.err.find("which --set noise.levels=3 would"), std::string::npos) << levels.err;
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace scorescope
