// What the shell does with files, lessons and requests, drawn on canned frames.
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "app/shell/figure_picture.h"
#include "tests/app/panels/small_state.h"
#include "tests/app/shell/canned_shell.h"

namespace scorescope {
namespace {

namespace fs = std::filesystem;

/// A folder of its own that is the current one while the test runs.
class Shells : public testing::Test {
 protected:
  Shells() : before_(fs::current_path()) {
    folder_ = fs::temp_directory_path() / ("scorescope-shell-" + std::to_string(::getpid()));
    fs::create_directories(folder_);
    fs::current_path(folder_);
  }
  ~Shells() override {
    fs::current_path(before_);
    fs::remove_all(folder_);
  }

  fs::path before_, folder_;
};

TEST_F(Shells, AnUnknownFileIsANoticeThatSaysWhatIsExpected) {
  CannedShell canned;
  const ExperimentSpec before = canned.state().draft;
  std::ofstream("notes.pdf") << "no data";
  canned.shell().open("notes.pdf");
  ASSERT_EQ(canned.state().notices.size(), 1U);
  EXPECT_NE(canned.state().notices[0].notice.detail.find("CSV"), std::string::npos);
  EXPECT_EQ(canned.state().draft, before);
}

TEST_F(Shells, ValuesOfAPlotAreWrittenBesideTheRun) {
  CannedShell canned;
  canned.show_annealing();
  canned.state().ask(action::ExportValues{"loss"});
  canned.draw(1600, 900);
  ASSERT_TRUE(fs::exists("runs/why-annealing-01/loss.csv"));
  std::ifstream file("runs/why-annealing-01/loss.csv");
  std::string header;
  std::getline(file, header);
  EXPECT_NE(header.find(','), std::string::npos) << header;
  EXPECT_EQ(canned.state().saved_to, "runs/why-annealing-01/loss.csv");
}

TEST_F(Shells, PicturesOfViewsAndPlotsAreWrittenAtTwiceTheSize) {
  CannedShell canned;
  canned.show_annealing();
  canned.state().ask(action::ExportPicture{"view_b"});
  canned.state().ask(action::ExportPicture{"mode_weight"});
  canned.draw(1600, 900);
  EXPECT_GT(fs::file_size("runs/why-annealing-01/view_b.png"), 50000U);
  EXPECT_GT(fs::file_size("runs/why-annealing-01/mode_weight.png"), 10000U);
  const RgbaImage view = figure_picture({canned.state(), canned.shell().plots(), "view_b", 2.0F});
  EXPECT_EQ(view.size.width, 2 * 486);
  keep_shot(view, "figure-view");
  keep_shot(figure_picture({canned.state(), canned.shell().plots(), "mode_weight", 2.0F}),
            "figure-plot");
}

TEST_F(Shells, AWindowPictureIsAskedForOnce) {
  CannedShell canned;
  canned.state().ask(action::ExportPicture{"window"});
  canned.draw(1600, 900);
  EXPECT_EQ(canned.shell().take_window_picture(), "runs/why-annealing-01/window.png");
  EXPECT_FALSE(canned.shell().take_window_picture().has_value());
}

TEST_F(Shells, AnUnknownFigureListsWhatThereIs) {
  CannedShell canned;
  try {
    figure_picture({canned.state(), canned.shell().plots(), "lots", 1.0F});
    FAIL() << "no error";
  } catch (const UserError& error) {
    EXPECT_NE(std::string(error.what()).find("view_a"), std::string::npos) << error.what();
  }
}

TEST_F(Shells, CardsOpenThroughTheirAction) {
  CannedShell canned;
  canned.state().ask(action::OpenCard{1});
  canned.draw(1600, 900);
  EXPECT_EQ(canned.state().card, 1);
  EXPECT_EQ(canned.state().view.pair, StagePair::kSamplers);
}

TEST_F(Shells, AScaleTheWindowHasNoRoomForIsSaidOnce) {
  CannedShell canned;
  canned.state().view.scale = 2.0F;
  canned.settle(1600, 900, 6);
  ASSERT_EQ(canned.state().notices.size(), 1U);
  const ShownNotice& shown = canned.state().notices.front();
  EXPECT_EQ(shown.merged, 1);
  EXPECT_EQ(shown.notice.title, "Interface at scale 1.54 instead of 2");
  EXPECT_NE(shown.notice.detail.find("2\u2009080 × 1\u2009170"), std::string::npos)
      << shown.notice.detail;
  EXPECT_NEAR(canned.state().scale_limit, 1600.0 / 1040.0, 1e-3);
}

TEST_F(Shells, KeysRestWhileAFieldIsTypedIn) {
  CannedShell canned;
  canned.show_annealing();
  canned.state().open_card = true;
  canned.settle(1600, 900, 4);
  const bool presenter = canned.state().view.presenter;
  canned.io().KeysDown['F'] = true;
  canned.draw(1600, 900);
  canned.io().KeysDown['F'] = false;
  canned.draw(1600, 900);
  EXPECT_EQ(canned.state().view.presenter, presenter);
  canned.state().open_card = false;
  canned.settle(1600, 900, 3);
  canned.io().KeysDown['F'] = true;
  canned.draw(1600, 900);
  EXPECT_NE(canned.state().view.presenter, presenter);
}

}  // namespace
}  // namespace scorescope
