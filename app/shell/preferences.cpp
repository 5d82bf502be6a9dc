#include "app/shell/preferences.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

namespace scorescope {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

constexpr float kLeastScale = 0.75F, kMostScale = 3.0F;

}  // namespace

std::string preferences_path() {
  const char* config = std::getenv("XDG_CONFIG_HOME");
  const char* home = std::getenv("HOME");
  if (config != nullptr && *config != '\0') {
    return (fs::path(config) / "scorescope" / "preferences.json").string();
  }
  if (home == nullptr || *home == '\0') return {};
  return (fs::path(home) / ".config" / "scorescope" / "preferences.json").string();
}

std::string preferences_to_text(const Preferences& preferences) {
  const Json json{{"theme", preferences.dark ? "dark" : "light"}, {"scale", preferences.scale}};
  return json.dump(2) + "\n";
}

Preferences preferences_from_text(const std::string& text) {
  Preferences preferences;
  const Json json = Json::parse(text, nullptr, false);
  if (!json.is_object()) return preferences;
  if (json.contains("theme")) preferences.dark = json["theme"] != "light";
  if (json.contains("scale") && json["scale"].is_number()) {
    preferences.scale = std::clamp(json["scale"].get<float>(), kLeastScale, kMostScale);
  }
  return preferences;
}

Preferences read_preferences() {
  std::ifstream file(preferences_path());
  if (!file) return {};
  std::ostringstream text;
  text << file.rdbuf();
  return preferences_from_text(text.str());
}

void write_preferences(const Preferences& preferences) {
  const std::string path = preferences_path();
  if (path.empty()) return;
  std::error_code ignored;
  fs::create_directories(fs::path(path).parent_path(), ignored);
  std::ofstream(path) << preferences_to_text(preferences);
}

void reset_preferences() {
  std::error_code ignored;
  fs::remove(preferences_path(), ignored);
}

}  // namespace scorescope
