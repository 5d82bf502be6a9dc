// Threads that share the work of one step. Internal to core/fused.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>

namespace scorescope {

/// The calling thread and threads() - 1 others that wait for work.
class WorkerGroup {
 public:
  explicit WorkerGroup(int threads);
  ~WorkerGroup();

  int threads() const;

  /// Calls body(i) for each i in [0, count), each on one of the threads; returns when all are done.
  /// A thread takes the next i when it is free, so that one that lost its core does not hold up the
  /// others. `body` must not throw.
  void run(std::int64_t count, const std::function<void(std::int64_t)>& body);

 private:
  struct Shared;
  std::unique_ptr<Shared> shared_;
};

}  // namespace scorescope
