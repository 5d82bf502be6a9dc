#include "app/panels/setting_history.h"

#include <utility>

namespace scorescope {
namespace {

/// Far more steps than anyone goes back; a spec is a few kilobytes at most.
constexpr std::size_t kLongestHistory = 200;

}  // namespace

void SettingHistory::remember(const SettingStep& before, const std::string& gesture) {
  future_.clear();
  const bool same_gesture = !gesture.empty() && gesture == gesture_ && !past_.empty();
  gesture_ = gesture;
  if (same_gesture) return;
  past_.push_back(before);
  if (past_.size() > kLongestHistory) past_.erase(past_.begin());
}

std::optional<SettingStep> SettingHistory::undo(const SettingStep& now) {
  if (past_.empty()) return std::nullopt;
  future_.push_back(now);
  SettingStep step = std::move(past_.back());
  past_.pop_back();
  gesture_.clear();
  return step;
}

std::optional<SettingStep> SettingHistory::redo(const SettingStep& now) {
  if (future_.empty()) return std::nullopt;
  past_.push_back(now);
  SettingStep step = std::move(future_.back());
  future_.pop_back();
  gesture_.clear();
  return step;
}

void SettingHistory::clear() {
  past_.clear();
  future_.clear();
  gesture_.clear();
}

}  // namespace scorescope
