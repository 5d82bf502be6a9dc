// The only things two threads share: a mailbox that keeps the newest value and a queue that drops
// nothing. Both are a mutex around a value (std::atomic<std::shared_ptr> of g++ 12 trips the thread
// sanitiser).
#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

namespace scorescope {

/// Holds the newest immutable value; older ones are dropped. Any number of readers and writers.
template <class T>
class Latest {
 public:
  void put(std::shared_ptr<const T> value) {
    const std::lock_guard lock(mutex_);
    value_ = std::move(value);
  }

  /// The newest value, or nullptr before the first.
  std::shared_ptr<const T> get() const {
    const std::lock_guard lock(mutex_);
    return value_;
  }

 private:
  mutable std::mutex mutex_;
  std::shared_ptr<const T> value_;
};

/// First in, first out; nothing is dropped.
template <class T>
class Queue {
 public:
  void push(T item) {
    {
      const std::lock_guard lock(mutex_);
      items_.push_back(std::move(item));
    }
    ready_.notify_one();
  }

  /// Everything waiting, oldest first; returns at once.
  std::vector<T> take_all() {
    const std::lock_guard lock(mutex_);
    std::vector<T> taken(std::make_move_iterator(items_.begin()),
                         std::make_move_iterator(items_.end()));
    items_.clear();
    return taken;
  }

  /// Waits until something is there or `patience` is over, without taking it.
  template <class Rep, class Period>
  void wait_for(std::chrono::duration<Rep, Period> patience) {
    std::unique_lock lock(mutex_);
    ready_.wait_for(lock, patience, [this] { return !items_.empty(); });
  }

 private:
  std::mutex mutex_;
  std::condition_variable ready_;
  std::deque<T> items_;
};

}  // namespace scorescope
