// Lessons, states and large files are read beside the drawing, which never waits for them.
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "core/experiment/lesson.h"
#include "tests/app/shell/canned_shell.h"

namespace scorescope {
namespace {

namespace fs = std::filesystem;

/// Work of this thread alone: other programs on a loaded machine do not count.
double thread_milliseconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return 1e3 * static_cast<double>(now.tv_sec) + 1e-6 * static_cast<double>(now.tv_nsec);
}

double work_of(const std::function<void()>& call) {
  const double before = thread_milliseconds();
  call();
  return thread_milliseconds() - before;
}

class ReadFiles : public testing::Test {
 protected:
  ReadFiles() {
    folder_ = fs::temp_directory_path() / ("scorescope-read-" + std::to_string(::getpid()));
    fs::create_directories(folder_);
  }
  ~ReadFiles() override { fs::remove_all(folder_); }

  std::string file(const std::string& name, const std::string& content) const {
    std::ofstream(folder_ / name) << content;
    return (folder_ / name).string();
  }

  /// Draws until `holds`, or gives up after two minutes. Returns the work of the longest frame.
  double draw_until(const std::function<bool()>& holds) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(120);
    double longest = 0.0;
    while (!holds() && std::chrono::steady_clock::now() < end) {
      longest = std::max(longest, work_of([&] { canned_.draw(1600, 900); }));
      std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
    EXPECT_TRUE(holds()) << "nothing came of the file";
    return longest;
  }

  bool is_told(const std::string& title) {
    return std::ranges::any_of(canned_.state().notices, [&](const ShownNotice& shown) {
      return shown.notice.title == title;
    });
  }

  double usual_work() {
    canned_.settle(1600, 900, 5);
    std::vector<double> work;
    for (int i = 0; i < 5; ++i) work.push_back(work_of([&] { canned_.draw(1600, 900); }));
    return *std::ranges::max_element(work);
  }

  fs::path folder_;
  CannedShell canned_;
};

TEST_F(ReadFiles, ALessonFileOpens) {
  canned_.shell().open(file("own.json", lesson_to_json(schema(), other_lesson())));
  EXPECT_EQ(canned_.state().lesson.id, "why-annealing") << "not before it was read";
  draw_until([&] { return canned_.state().lesson.title == other_lesson().title; });
  EXPECT_TRUE(canned_.state().notices.empty());
}

TEST_F(ReadFiles, MalformedJsonIsANotice) {
  canned_.shell().open(file("bad.json", "{\"spec\": {"));
  draw_until([&] { return !canned_.state().notices.empty(); });
  EXPECT_EQ(canned_.state().notices[0].notice.kind, Notice::Kind::kError);
  EXPECT_NE(canned_.state().notices[0].notice.detail.find("line 1"), std::string::npos);
  EXPECT_EQ(canned_.state().lesson.id, "why-annealing");
}

TEST_F(ReadFiles, WhatTakesLongIsToldOfUntilItIsThere) {
  const std::string slow = (folder_ / "slow.json").string();
  ASSERT_EQ(::mkfifo(slow.c_str(), 0600), 0);  // its reader waits for us to write, once
  canned_.shell().adopt_frames(10.0);
  canned_.shell().open(slow);
  canned_.draw(1600, 900);
  EXPECT_FALSE(is_told("Reading slow.json ..."));
  EXPECT_TRUE(canned_.shell().is_animated()) << "or the notice would wait for the mouse to move";
  canned_.shell().adopt_frames(10.5);
  canned_.draw(1600, 900);
  EXPECT_TRUE(is_told("Reading slow.json ..."));
  file("slow.json", lesson_to_json(schema(), other_lesson()));
  draw_until([&] { return canned_.state().lesson.title == other_lesson().title; });
  EXPECT_FALSE(is_told("Reading slow.json ..."));
}

TEST_F(ReadFiles, AnotherLessonOvertakesAFile) {
  canned_.shell().open(file("own.json", "{\"title\": \"Overtaken\"}"));
  canned_.shell().open("what-dsm-adds");
  canned_.shell().open(file("bad.json", "{"));
  draw_until([&] { return !canned_.state().notices.empty(); });
  canned_.settle(1600, 900, 3);
  EXPECT_EQ(canned_.state().lesson.id, "what-dsm-adds");
}

TEST_F(ReadFiles, LargeFilesCostAFrameLessThan50Milliseconds) {
  const double usual = usual_work();
  const std::string blanks(std::size_t{40} << 20U, ' ');
  const std::string lesson = file("large.json", "{\"title\":" + blanks + "\"Large\"}");
  EXPECT_LT(work_of([&] { canned_.shell().open(lesson); }), 50.0);
  EXPECT_LT(draw_until([&] { return canned_.state().lesson.title == "Large"; }), usual + 50.0);

  std::string rows;
  while (rows.size() < std::size_t{200} << 20U) rows += "1.25,-2.5\n3.75,0.125\n";
  const std::string csv = file("large.csv", rows);
  EXPECT_LT(work_of([&] { canned_.shell().open(csv); }), 50.0);
  EXPECT_LT(draw_until([&] { return !canned_.state().notices.empty(); }), usual + 50.0);
  const Notice& notice = canned_.state().notices[0].notice;
  EXPECT_NE(notice.detail.find("larger than 64 MiB"), std::string::npos) << notice.detail;
}

TEST_F(ReadFiles, PicturesOpenWithAGalleryAndTheirOwnPlots) {
  canned_.shell().open(file("pictures.json", R"({"data": {"kind": "mnist"}})"));
  draw_until([&] { return canned_.state().draft.data.kind == "mnist"; });
  EXPECT_TRUE(canned_.state().notices.empty());
  EXPECT_EQ(canned_.state().view.pair, StagePair::kSingle);
  EXPECT_EQ(canned_.state().view.open_plots, default_picture_plots());
  canned_.shell().open("why-annealing");
  EXPECT_EQ(canned_.state().view.pair, StagePair::kLearnedExact);
}

}  // namespace
}  // namespace scorescope
