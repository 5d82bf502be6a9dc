// Progress as text.
#include "app/command/progress.h"

#include <fmt/format.h>

#include <cmath>

namespace scorescope {
namespace {

constexpr auto kPlainInterval = std::chrono::seconds(10);

}  // namespace

std::string duration_text(double seconds) {
  const auto whole = static_cast<long long>(std::ceil(seconds));
  if (whole < 60) return fmt::format("{} s", whole);
  if (whole < 3600) return fmt::format("{} min {} s", whole / 60, whole % 60);
  return fmt::format("{} h {} min", whole / 3600, whole % 3600 / 60);
}

std::string progress_text(const HeadlessProgress& progress, double seconds, std::int64_t begin) {
  std::string text = fmt::format("{}: {} of {}", progress.stage, progress.done, progress.total);
  if (progress.loss != 0.0) text += fmt::format(", loss {:.4g}", progress.loss);
  if (seconds <= 0.0 || progress.done <= begin) return text;
  const double rate = static_cast<double>(progress.done - begin) / seconds;
  text += fmt::format(", {:.0f}/s", rate);
  if (progress.done < progress.total) {
    const auto left = static_cast<double>(progress.total - progress.done);
    text += fmt::format(", {} left", duration_text(left / rate));
  }
  return text;
}

void ProgressLine::show(const HeadlessProgress& progress) {
  const auto now = Clock::now();
  if (progress.stage != stage_) {
    finish();
    stage_ = progress.stage;
    stage_begin_ = progress.done > 1 ? progress.done : 0;  // it goes on after another stage
    stage_start_ = now;
    next_line_ = now + kPlainInterval;
    ended_ = false;
  }
  const bool last = progress.done >= progress.total;
  if (ended_ && last) return;  // a stage may say more than once that it is done
  ended_ = last;
  const std::string text = progress_text(
      progress, std::chrono::duration<double>(now - stage_start_).count(), stage_begin_);
  if (rewrite_) {
    rewrite(text);
    if (last) finish();
  } else if (last || now >= next_line_) {
    fmt::print(stream_, "{}\n", text);
    next_line_ = now + kPlainInterval;
  }
  std::fflush(stream_);
}

void ProgressLine::rewrite(const std::string& text) {
  const std::size_t padding = shown_ > text.size() ? shown_ - text.size() : 0;
  fmt::print(stream_, "\r{}{}", text, std::string(padding, ' '));
  shown_ = text.size();
}

void ProgressLine::finish() {
  if (shown_ > 0) fmt::print(stream_, "\n");
  shown_ = 0;
}

}  // namespace scorescope
