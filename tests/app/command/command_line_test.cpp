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
