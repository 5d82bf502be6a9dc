// Progress of a headless run: a line that is rewritten on a terminal, plain lines elsewhere.
#pragma once

#include <chrono>
#include <cstdio>
#include <string>

#include "core/run/headless.h"

namespace scorescope {

/// "training 1 200 of 15 000, loss 0.2431, 1 150/s, 12 s left"; the rate comes from `seconds` spent
/// in this stage, which began with `begin` done. Loss only where there is one.
std::string progress_text(const HeadlessProgress& progress, double seconds, std::int64_t begin = 0);

/// "8 s", "3 min 20 s", "2 h 5 min".
std::string duration_text(double seconds);

class ProgressLine {
 public:
  using Clock = std::chrono::steady_clock;

  /// With `rewrite` the line is rewritten in place, else a line is printed every ten seconds and at
  /// the end of a stage.
  ProgressLine(std::FILE* stream, bool rewrite) : stream_(stream), rewrite_(rewrite) {}
  ~ProgressLine() { finish(); }
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

  void show(const HeadlessProgress& progress);

  /// Ends the line in progress; call before printing anything else.
  void finish();

 private:
  void rewrite(const std::string& text);

  std::FILE* stream_;
  bool rewrite_;
  std::string stage_;
  bool ended_ = false;            // its end has been shown
  std::int64_t stage_begin_ = 0;  // what was done of it before it began here
  std::size_t shown_ = 0;         // characters of the line on screen
  Clock::time_point stage_start_{};
  Clock::time_point next_line_{};
};

}  // namespace scorescope
