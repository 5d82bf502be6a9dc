// Waiting for what another thread does.
#pragma once

#include <chrono>
#include <functional>
#include <thread>

namespace scorescope {

/// Polls until `holds` or a generous limit (sanitizers and busy machines are slow).
inline bool wait_until(const std::function<bool()>& holds,
                       std::chrono::seconds limit = std::chrono::seconds(120)) {
  using Clock = std::chrono::steady_clock;
  const auto end = Clock::now() + limit;
  while (Clock::now() < end) {
    if (holds()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  return holds();
}

}  // namespace scorescope
