#include "core/run/channel.h"

#include <gtest/gtest.h>

#include <thread>

namespace scorescope {
namespace {

TEST(Queue, DropsNothingAndKeepsEachSendersOrder) {
  Queue<std::pair<int, int>> queue;
  constexpr int kItems = 5000;
  std::vector<std::thread> senders;
  for (int sender = 0; sender < 3; ++sender) {
    senders.emplace_back([&queue, sender] {
      for (int i = 0; i < kItems; ++i) queue.push({sender, i});
    });
  }
  std::vector<int> next(3, 0);
  int received = 0;
  while (received < 3 * kItems) {
    queue.wait_for(std::chrono::milliseconds(10));
    for (const auto& [sender, i] : queue.take_all()) {
      ASSERT_EQ(i, next[static_cast<std::size_t>(sender)]++);
      ++received;
    }
  }
  for (auto& sender : senders) sender.join();
  EXPECT_TRUE(queue.take_all().empty());
}

TEST(Queue, WaitingEndsWhenSomethingArrives) {
  Queue<int> queue;
  std::thread sender([&queue] { queue.push(1); });
  const auto before = std::chrono::steady_clock::now();
  queue.wait_for(std::chrono::seconds(20));
  EXPECT_LT(std::chrono::steady_clock::now() - before, std::chrono::seconds(10));
  sender.join();
}

TEST(Latest, ReadersSeeWholeValuesThatNeverGoBack) {
  struct Pair {
    int a, b;
  };
  Latest<Pair> latest;
  std::thread writer([&latest] {
    for (int i = 1; i <= 20000; ++i) latest.put(std::make_shared<const Pair>(Pair{i, -i}));
  });
  int seen = 0;
  while (seen < 20000) {
    const auto value = latest.get();
    if (!value) continue;
    ASSERT_EQ(value->a, -value->b);
    ASSERT_GE(value->a, seen);
    seen = value->a;
  }
  writer.join();
}

}  // namespace
}  // namespace scorescope
