// How fast steps may follow one another, how fast they do, and what one costs.
#pragma once

#include <algorithm>
#include <chrono>
#include <deque>

namespace scorescope {

/// Lets steps through at a given rate (0: any), measured by time and not by frames.
class Pace {
 public:
  using Clock = std::chrono::steady_clock;

  explicit Pace(double steps_per_second) : wanted_(steps_per_second) {}

  void set(double steps_per_second) {
    if (steps_per_second == wanted_) return;
    wanted_ = steps_per_second;
    next_ = Clock::time_point{};
  }

  /// Forgets what is owed from before a pause.
  void restart(Clock::time_point now) {
    next_ = now;
    moments_.clear();
  }

  bool may_step(Clock::time_point now) const { return wanted_ <= 0.0 || now >= next_; }

  /// Time until the next step is due; 0 if it is.
  Clock::duration wait(Clock::time_point now) const {
    return may_step(now) ? Clock::duration::zero() : next_ - now;
  }

  void stepped(Clock::time_point now) {
    moments_.push_back(now);
    while (moments_.size() > kMoments ||
           (moments_.size() > 2 && now - moments_.front() > std::chrono::seconds(1))) {
      moments_.pop_front();
    }
    if (wanted_ <= 0.0) return;
    const auto period =
        std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(1.0 / wanted_));
    // A late worker catches up at most a tenth of a second, so that a stall is not followed by a
    // rush.
    next_ = std::max(next_ + period, now - std::chrono::milliseconds(100));
  }

  /// Steps a second over the last second; 0 if none was made in it.
  double rate(Clock::time_point now) const {
    if (moments_.size() < 2 || now - moments_.back() > std::chrono::seconds(1)) return 0.0;
    const std::chrono::duration<double> span = moments_.back() - moments_.front();
    return span.count() > 0.0 ? static_cast<double>(moments_.size() - 1) / span.count() : 0.0;
  }

 private:
  static constexpr std::size_t kMoments = 20000;
  double wanted_;
  Clock::time_point next_{};
  std::deque<Clock::time_point> moments_;
};

/// Running mean of what a step costs.
class StepCost {
 public:
  void add(std::chrono::steady_clock::duration cost) {
    const double now = std::chrono::duration<double, std::milli>(cost).count();
    mean_ =
        count_ == 0 ? now : mean_ + (now - mean_) / static_cast<double>(std::min(count_ + 1, 200));
    ++count_;
  }
  double milliseconds() const { return mean_; }

 private:
  double mean_ = 0.0;
  int count_ = 0;
};

}  // namespace scorescope
