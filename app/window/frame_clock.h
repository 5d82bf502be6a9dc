// When the next frame is due: the whole of on-demand drawing as arithmetic on seconds. No window,
// no clock.
#pragma once

#include <algorithm>
#include <deque>

namespace scorescope {

/// Seconds from one frame to the next.
struct FrameIntervals {
  double shortest = 1.0 / 60.0;
  /// Frames that take long leave as much time again to the other work, up to this interval: a
  /// software renderer draws on the cores that train. At most `shortest`: no such rest.
  double longest_rest = 0.0;
};

/// Times are seconds of one steady clock.
class FrameClock {
 public:
  explicit FrameClock(const FrameIntervals& intervals)
      : intervals_(intervals), interval_(intervals.shortest) {}

  /// Something happened that one frame can show.
  void want_frame() { wanted_ = std::max(wanted_, 1); }
  /// Input arrived: ImGui needs further frames until hover and focus have settled.
  void want_settled_frames() { wanted_ = kSettle; }
  void animate_until(double time) { animate_until_ = std::max(animate_until_, time); }
  /// A text field has the focus: its caret blinks.
  void set_blinking(bool on) { blinking_ = on; }
  /// Work is running: 30 frames a second or a little more, however seldom it has something new.
  void set_busy(bool on) { busy_ = on; }

  /// Seconds to sleep at most before asking again; 0 means a frame is due now.
  double wait(double now) const {
    const double since = now - last_frame_;
    if (is_wanted(now)) return std::max(0.0, interval_ - since);
    if (busy_) return std::max(0.0, std::max(kBusy, interval_) - since);
    return blinking_ ? std::max(0.0, kBlink - since) : kIdle;
  }
  bool is_due(double now) const { return wait(now) <= 0.0; }

  /// The next interval counts from `from`: when the frame was begun, or shown where the display
  /// paces. took: the seconds it cost.
  void frame_drawn(double from, double took = 0.0) {
    wanted_ = std::max(0, wanted_ - 1);
    last_frame_ = from;
    interval_ = std::max(intervals_.shortest, std::min(2.0 * took, intervals_.longest_rest));
    times_.push_back(from);
    forget_old(from);
  }

  /// Frames of the last second.
  double frames_per_second(double now) {
    forget_old(now);
    return static_cast<double>(times_.size());
  }

 private:
  static constexpr int kSettle = 3;
  static constexpr double kBlink = 0.25, kIdle = 1.0, kBusy = 1.0 / 31.0;

  bool is_wanted(double now) const { return wanted_ > 0 || now < animate_until_; }
  void forget_old(double now) {
    while (!times_.empty() && times_.front() <= now - 1.0) times_.pop_front();
  }

  FrameIntervals intervals_;
  double interval_;
  double last_frame_ = -1.0;
  double animate_until_ = -1.0;
  int wanted_ = kSettle;  // the first frames lay out what the next ones show
  bool blinking_ = false, busy_ = false;
  std::deque<double> times_;
};

}  // namespace scorescope
