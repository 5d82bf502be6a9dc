// Undo and redo of every setting and card: whole specs, because a spec is a small value.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/experiment/spec.h"

namespace scorescope {

/// What one step goes back to.
struct SettingStep {
  ExperimentSpec spec;
  int card = 0;  ///< of the lesson
};

/// Keeps what was chosen before each change, the newest last. UI thread only.
class SettingHistory {
 public:
  /// Call before a change. Changes with the same non-empty `gesture` that follow each other (one
  /// drag of a slider, one typed number) become one step back.
  void remember(const SettingStep& before, const std::string& gesture = {});

  /// The next change starts a step of its own, even with the gesture of the last one.
  void end_gesture() { gesture_.clear(); }

  bool can_undo() const { return !past_.empty(); }
  bool can_redo() const { return !future_.empty(); }

  /// What was before the last change, or nothing; `now` becomes what redo brings back.
  std::optional<SettingStep> undo(const SettingStep& now);
  std::optional<SettingStep> redo(const SettingStep& now);

  void clear();

 private:
  std::vector<SettingStep> past_, future_;
  std::string gesture_;
};

}  // namespace scorescope
