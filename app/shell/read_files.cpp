// Files that were dropped or named: read beside the drawing, told of while that takes long.
#include <chrono>
#include <exception>
#include <filesystem>
#include <utility>

#include "app/shell/shell.h"
#include "core/base/error.h"
#include "core/experiment/lesson.h"
#include "core/record/file.h"
#include "core/record/state_file.h"

namespace scorescope {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMostLessonBytes = std::size_t{64} << 20U;
/// What is read sooner than this needs no notice.
constexpr double kPatienceSeconds = 0.3;

std::string reading_title(const std::string& path) {
  return "Reading " + fs::path(path).filename().string() + " ...";
}

ReadLesson read_lesson_file(const Schema& schema, const std::string& path) {
  ReadLesson read{path, {}, false, {}};
  try {
    const std::string text = read_file(path, kMostLessonBytes);
    read.lesson = lesson_from_json(schema, text, fs::path(path).stem().string());
    read.is_state = is_state_text(text);
  } catch (const std::exception& error) {
    read.problem = error.what();
  }
  return read;
}

}  // namespace

void Shell::begin_reading(const std::string& path) {
  end_reading();
  reading_ = FileReading{path, state_.now, false};
}

void Shell::end_reading() {
  if (!reading_) return;
  std::erase_if(state_.notices, [&](const ShownNotice& shown) {
    return shown.notice.title == reading_title(reading_->path);
  });
  reading_.reset();
}

void Shell::tell_reading() {
  if (!reading_ || reading_->told || state_.now - reading_->since < kPatienceSeconds) return;
  notify(state_, {Notice::Kind::kWarning, reading_title(reading_->path),
                  "What is open stays until the file is found good.", "", ""});
  reading_->told = true;
}

void Shell::ask_for_lesson(const std::string& path) {
  trial_.reset();
  begin_reading(path);
  std::erase_if(readers_, [](const std::future<void>& reader) {
    return reader.wait_for(std::chrono::seconds(0)) == std::future_status::ready;
  });
  readers_.push_back(std::async(std::launch::async, [this, path] {
    read_lessons_.push(read_lesson_file(*state_.schema, path));
    if (wake_) wake_();
  }));
}

void Shell::take_read_lessons() {
  for (ReadLesson& read : read_lessons_.take_all()) {
    if (!reading_ || reading_->path != read.path) continue;  // overtaken by another file or lesson
    end_reading();
    if (!read.lesson) {
      tell_error("Nothing was opened", read.problem);
      continue;
    }
    open_lesson(std::move(*read.lesson), read.is_state ? read.path : "");
  }
}

}  // namespace scorescope
