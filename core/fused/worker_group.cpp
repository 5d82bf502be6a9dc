#include "core/fused/worker_group.h"

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <vector>

namespace scorescope {
namespace {

/// Looks at a condition this often before giving up the core: a step takes a tenth of a
/// millisecond, less than waking a sleeping thread.
constexpr int kSpins = 2000;
/// Then yields this often before sleeping, where sleeping is possible.
constexpr int kYields = 200;

}  // namespace

struct WorkerGroup::Shared {
  const std::function<void(std::int64_t)>* body = nullptr;
  std::int64_t count = 0;
  std::atomic<std::int64_t> next{0};    // the next i to be taken
  std::atomic<std::uint64_t> round{0};  // how many runs have begun
  std::atomic<int> busy{0};             // workers still in this round
  std::atomic<bool> stopping{false};
  std::mutex mutex;
  std::condition_variable begun;
  std::vector<std::jthread> workers;

  void take_work() {
    for (std::int64_t i = next++; i < count; i = next++) (*body)(i);
  }

  // Until another round than `seen` has begun.
  void await_round(std::uint64_t seen) {
    for (int i = 0; i < kSpins + kYields; ++i) {
      if (round.load(std::memory_order_acquire) != seen) return;
      if (i >= kSpins) std::this_thread::yield();
    }
    std::unique_lock lock(mutex);
    begun.wait(lock, [&] { return round.load(std::memory_order_acquire) != seen; });
  }

  void work() {
    std::uint64_t seen = 0;
    for (;;) {
      await_round(seen);
      if (stopping) return;
      ++seen;
      take_work();
      busy.fetch_sub(1, std::memory_order_release);
    }
  }

  void begin_round() {
    {
      const std::lock_guard lock(mutex);
      round.fetch_add(1, std::memory_order_release);
    }
    begun.notify_all();
  }
};

WorkerGroup::WorkerGroup(int threads) : shared_(std::make_unique<Shared>()) {
  try {
    for (int i = 1; i < threads; ++i) {
      shared_->workers.emplace_back([shared = shared_.get()] { shared->work(); });
    }
  } catch (...) {  // those already made would be waited for in vain
    shared_->stopping = true;
    shared_->begin_round();
    throw;
  }
}

WorkerGroup::~WorkerGroup() {
  shared_->stopping = true;
  shared_->begin_round();
}

int WorkerGroup::threads() const { return static_cast<int>(shared_->workers.size()) + 1; }

void WorkerGroup::run(std::int64_t count, const std::function<void(std::int64_t)>& body) {
  shared_->body = &body;
  shared_->count = count;
  shared_->next = 0;
  shared_->busy = static_cast<int>(shared_->workers.size());
  shared_->begin_round();
  shared_->take_work();
  while (shared_->busy.load(std::memory_order_acquire) > 0) std::this_thread::yield();
}

}  // namespace scorescope
