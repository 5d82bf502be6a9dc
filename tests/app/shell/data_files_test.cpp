// Files that become the data are read by another thread; what cannot be used changes nothing.
#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <functional>
#include <string>
#include <thread>

#include "tests/app/shell/canned_shell.h"

namespace scorescope {
namespace {

namespace fs = std::filesystem;

class DataFiles : public testing::Test {
 protected:
  DataFiles() {
    folder_ = fs::temp_directory_path() / ("scorescope-data-" + std::to_string(::getpid()));
    fs::create_directories(folder_);
  }
  ~DataFiles() override { fs::remove_all(folder_); }

  std::string file(const std::string& name, const std::string& content) const {
    std::ofstream(folder_ / name) << content;
    return (folder_ / name).string();
  }

  /// Draws until `holds`, or gives up after two minutes.
  static bool draw_until(CannedShell& canned, const std::function<bool(const RgbaImage&)>& holds) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(120);
    while (std::chrono::steady_clock::now() < end) {
      if (holds(canned.draw(1600, 900))) return true;
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    return false;
  }

  fs::path folder_;
};

TEST_F(DataFiles, ACsvBecomesTheDataAndUndoBringsTheLessonsBack) {
  CannedShell canned;
  canned.shell().open(file("points.csv", "x,y\n1,2\n3,4\n-1,0.5\n"));
  EXPECT_EQ(canned.state().draft, canned.state().lesson_spec) << "not before it was read";
  EXPECT_TRUE(draw_until(
      canned, [&](const RgbaImage&) { return canned.state().draft.data.kind == "csv"; }));
  undo(canned.state());
  EXPECT_EQ(canned.state().draft, canned.state().lesson_spec);
}

TEST_F(DataFiles, ATypedPathThatCannotBeReadIsNamedAndChangesNothing) {
  CannedShell canned;
  canned.shell().open(file("points.csv", "x,y\n1,2\n3,4\n-1,0.5\n"));
  ASSERT_TRUE(draw_until(
      canned, [&](const RgbaImage&) { return canned.state().draft.data.kind == "csv"; }));
  const ExperimentSpec before = canned.state().draft;
  Choice wrong = before.data;
  wrong.options["path"] = Value(std::string("/no/such/points.csv"));
  canned.state().ask(action::TryData{wrong});
  ASSERT_TRUE(
      draw_until(canned, [&](const RgbaImage&) { return !canned.state().notices.empty(); }));
  const Notice& notice = canned.state().notices[0].notice;
  EXPECT_EQ(notice.kind, Notice::Kind::kError);
  EXPECT_NE(notice.detail.find("/no/such/points.csv"), std::string::npos) << notice.detail;
  EXPECT_EQ(canned.state().draft, before);
}

TEST_F(DataFiles, AnotherLessonOvertakesAFile) {
  CannedShell canned;
  canned.shell().open(file("points.csv", "x,y\n1,2\n3,4\n-1,0.5\n"));
  canned.shell().open("what-dsm-adds");
  canned.shell().open(file("wrong.csv", "no numbers here\n"));  // answered after the first
  ASSERT_TRUE(
      draw_until(canned, [&](const RgbaImage&) { return !canned.state().notices.empty(); }));
  EXPECT_EQ(canned.state().draft, canned.state().lesson_spec);
}

TEST_F(DataFiles, PicturesOfTheDistributionsComeWhenTheyAreReady) {
  CannedShell canned;
  canned.show_annealing();
  const auto kinds_shown = [](const RgbaImage& image) {
    // the brightest pixel of each thumbnail: a well until its picture is there
    int shown = 0;
    for (int i = 0; i < 4; ++i) {
      int brightest = 0;
      for (int x = 24 + 61 * i; x < 74 + 61 * i; ++x) {
        for (int y = 128; y < 174; ++y) {
          brightest = std::max(brightest, colour_at(image, x, y)[0]);
        }
      }
      shown += brightest > 100;
    }
    return shown;
  };
  EXPECT_TRUE(draw_until(canned, [&](const RgbaImage& image) { return kinds_shown(image) == 4; }));
}

}  // namespace
}  // namespace scorescope
