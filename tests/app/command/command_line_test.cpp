// From words on the command line to the right command and exit status.
#include "app/command/command_line.h"

#include <gtest/gtest.h>

#include "app/command/exit_status.h"
#include "core/base/error.h"

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
            "scorescope: run needs experiment: a lesson, a preset, or a spec or state (.json).");
  EXPECT_EQ(sentence_on({"probe", "poster", "--points", "p.csv"}),
            "scorescope: probe needs --sigma: noise level.");
  EXPECT_EQ(sentence_on({"run", "poster", "--seed"}),
            "scorescope: --seed needs a value: main seed of all random numbers.");
  EXPECT_EQ(sentence_on({"--size", "800"}),
            "scorescope: --size needs 2 values: width and height of the window.");
  EXPECT_EQ(sentence_on({"run", "poster", "--seed", "x"}),
            "scorescope: --seed is \"x\", but it must be a whole number, 0 to 9000000000000000.");
  EXPECT_EQ(sentence_on({"run", "poster", "--device", "tpu"}),
            "scorescope: --device is \"tpu\", but it must be one of auto, cpu, cuda, did you mean "
            "\"cpu\"?.");
  EXPECT_EQ(sentence_on({"--scale", "9"}),
            "scorescope: --scale is 9, but it must be a number, 0.5 to 4.");
  EXPECT_EQ(sentence_on({"--size", "0", "0"}),
            "scorescope: --size is 0, but it must be a whole number, 320 to 16384.");
  EXPECT_TRUE(sentence_on({"run", "poster", "--sed", "3"})
                  .starts_with("scorescope: run has no option \"--sed\", did you mean \"--set\"?; "
                               "allowed are --help, --set, --seed, "))
      << sentence_on({"run", "poster", "--sed", "3"});
  EXPECT_TRUE(sentence_on({"list", "samplers", "kinds"})
                  .starts_with("scorescope: \"kinds\" is one word too many; list takes one: "
                               "distributions, networks, "))
      << sentence_on({"list", "samplers", "kinds"});
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
  EXPECT_NE(outcome.err.find("If a command was meant, did you mean \"probe\"?"), std::string::npos)
      << outcome.err;
}

TEST(CommandLine, UnknownLessonTellsLessonsFromPresets) {
  const Outcome outcome = run({"floor", "nothing-like-it"});
  EXPECT_EQ(outcome.status, kExitUserError);
  EXPECT_NE(outcome.err.find("; the presets are poster."), std::string::npos) << outcome.err;
  const auto lessons = outcome.err.substr(outcome.err.find("the lessons are"));
  EXPECT_EQ(lessons.substr(0, lessons.find(';')).find("poster"), std::string::npos) << outcome.err;
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

}  // namespace
}  // namespace scorescope
