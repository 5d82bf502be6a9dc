// What is remembered from one start to the next: theme and UI scale.
#pragma once

#include <string>

namespace scorescope {

struct Preferences {
  bool dark = true;
  float scale = 1.0F;
  bool operator==(const Preferences&) const = default;
};

/// $XDG_CONFIG_HOME/scorescope/preferences.json, else ~/.config/scorescope/preferences.json; empty
/// if there is no home.
std::string preferences_path();

/// Text of the file, and back. What is missing, unknown or out of range has its default: a file of
/// another version must not keep the program from starting.
std::string preferences_to_text(const Preferences& preferences);
Preferences preferences_from_text(const std::string& text);

/// Defaults if there is no file or it cannot be read.
Preferences read_preferences();
/// A folder that cannot be written is ignored: nothing the user made is lost.
void write_preferences(const Preferences& preferences);
/// Forgets everything (--reset-prefs).
void reset_preferences();

}  // namespace scorescope
