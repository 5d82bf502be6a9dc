// Files are written whole or not at all; folders that cannot be used are refused before a run.
#include "core/record/file.h"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <csignal>

#include "core/record/run_folder.h"
#include "tests/core/record/record_files.h"

namespace scorescope {
namespace {

/// Lets this process write no file beyond `bytes`, as a full disk would.
class FileSizeLimit {
 public:
  explicit FileSizeLimit(rlim_t bytes) : old_handler_(std::signal(SIGXFSZ, SIG_IGN)) {
    getrlimit(RLIMIT_FSIZE, &old_limit_);
    const rlimit limit{bytes, old_limit_.rlim_max};
    setrlimit(RLIMIT_FSIZE, &limit);
  }
  ~FileSizeLimit() {
    setrlimit(RLIMIT_FSIZE, &old_limit_);
    std::signal(SIGXFSZ, old_handler_);
  }

 private:
  void (*old_handler_)(int);
  rlimit old_limit_{};
};

TEST(WriteFile, ReadsBackTheSameBytes) {
  const TestFolder folder("bytes");
  const std::string bytes("a\0\n\r\xff", 5);
  write_file(folder / "f", bytes);
  EXPECT_EQ(read_file(folder / "f"), bytes);
  EXPECT_EQ(folder.file_count(), 1u);
}

TEST(WriteFile, FullDiskKeepsWhatWasThereAndSaysSo) {
  const TestFolder folder("full");
  write_file(folder / "f", "old");
  std::string message;
  {
    const FileSizeLimit limit(1000);
    message = message_of([&] { write_file(folder / "f", std::string(100'000, 'x')); });
  }
  EXPECT_EQ(message, "cannot write " + (folder / "f") + ": File too large.");
  EXPECT_EQ(read_file(folder / "f"), "old");
  EXPECT_EQ(folder.file_count(), 1u) << "the unfinished file was left behind";
}

TEST(WriteFile, DeviceWithoutSpaceIsReportedAndNotReplaced) {
  EXPECT_EQ(message_of([] { write_file("/dev/full", "x"); }),
            "cannot write /dev/full: No space left on device.");
  EXPECT_TRUE(std::filesystem::is_character_file("/dev/full"));
}

TEST(CheckWritable, RefusesAsWritingWouldAndChangesNothing) {
  const TestFolder folder("writable");
  write_file(folder / "f", "old");
  check_writable(folder / "f");
  check_writable(folder / "new");
  EXPECT_EQ(read_file(folder / "f"), "old");
  EXPECT_EQ(folder.file_count(), 1u);
  const std::string missing = folder / "missing/f";
  EXPECT_EQ(message_of([&] { check_writable(missing); }),
            message_of([&] { write_file(missing, "x"); }));
  EXPECT_NE(message_of([&] { check_writable(missing); }), "");
}

TEST(WriteFile, MissingFolderIsReported) {
  EXPECT_EQ(message_of([] { write_file("/nowhere/at/all", "x"); }),
            "cannot write /nowhere/at/all: No such file or directory.");
}

TEST(ReadFile, NamesPathAndReason) {
  const TestFolder folder("read");
  EXPECT_EQ(message_of([] { read_file("/nowhere"); }),
            "cannot read /nowhere: No such file or directory.");
  EXPECT_NE(message_of([&] { read_file(folder / ""); }).find("it is a folder"), std::string::npos);
  write_file(folder / "f", "12345");
  EXPECT_NE(message_of([&] { read_file(folder / "f", 4); }).find("larger than 4 bytes"),
            std::string::npos);
}

TEST(RunFolder, IsMadeWithItsParentsAndLeftEmpty) {
  const TestFolder folder("run");
  make_run_folder(folder / "a/b");
  EXPECT_TRUE(std::filesystem::is_empty(folder / "a/b"));
}

TEST(RunFolder, UnwritablePlacesAreRefused) {
  const TestFolder folder("unwritable");
  write_file(folder / "file", "");
  EXPECT_NE(message_of([&] { make_run_folder(folder / "file"); }), "no error");
  EXPECT_NE(message_of([&] { make_run_folder(folder / "file/below"); }), "no error");
  EXPECT_NE(message_of([] { make_run_folder("/proc/scorescope"); }).find("/proc/scorescope"),
            std::string::npos);
}

TEST(RunFolder, NextNumberIsTheFirstFreeOne) {
  const TestFolder folder("next");
  EXPECT_EQ(next_run_folder(folder / "runs", "a"), folder / "runs/a-01");
  make_run_folder(folder / "runs/a-01");
  EXPECT_EQ(next_run_folder(folder / "runs", "a"), folder / "runs/a-02");
}

}  // namespace
}  // namespace scorescope
