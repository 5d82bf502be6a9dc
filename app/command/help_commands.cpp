// The texts of list and describe.
#include "app/command/help_commands.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "build_config.h"
#include "core/experiment/lesson_library.h"
#include "core/run/choices.h"

namespace scorescope {
namespace {

struct ChoiceGroup {
  const char* plural;
  const char* section;  ///< as in a spec
  EntryList Schema::*entries;
};

const std::vector<ChoiceGroup>& choice_groups() {
  static const std::vector<ChoiceGroup> groups{
      {"distributions", "data", &Schema::distributions}, {"networks", "network", &Schema::networks},
      {"objectives", "objective", &Schema::objectives},  {"schedules", "noise", &Schema::schedules},
      {"samplers", "samplers", &Schema::samplers},
  };
  return groups;
}

struct FixedGroup {
  const char* section;
  const FieldList* fields;
};

std::vector<FixedGroup> fixed_groups() {
  return {{"training", &training_fields().infos()},
          {"sampling", &sampling_fields().infos()},
          {"seeds", &seed_fields().infos()},
          {"compute", &compute_fields().infos()}};
}

std::string entry_line(const std::string& id, const std::string& label, const std::string& help) {
  const char* stop = label.ends_with('?') || label.ends_with('.') ? "" : ".";
  return fmt::format("  {:<26} {}{} {}\n", id, label, stop, help);
}

std::string lessons_text() {
  std::string text;
  const auto add = [&](const std::vector<Lesson>& lessons) {
    for (const auto& lesson : lessons) text += entry_line(lesson.id, lesson.title, lesson.about);
  };
  add(load_lessons(schema(), assets_directory()));
  add(load_presets(schema(), assets_directory()));
  return text;
}

std::string group_text(const ChoiceGroup& group) {
  std::string text;
  for (const auto& entry : schema().*group.entries) {
    text += entry_line(entry.id, entry.label, entry.help);
  }
  return text;
}

const char* effect_text(Effect effect) {
  switch (effect) {
    case Effect::kLive:
      return "acts at once";
    case Effect::kResample:
      return "starts the particles again";
    case Effect::kRestarts:
      return "restarts training";
  }
  return "";
}

std::string field_text(const std::string& path, const FieldInfo& field) {
  std::string text = fmt::format("{}\n  {}", path, field.label);
  if (!field.symbol.empty()) text += fmt::format(" ({})", field.symbol);
  text += fmt::format(". {}\n", field.help);
  if (!field.larger.empty()) {
    text +=
        fmt::format("  {}: {}\n", field.choices.empty() ? "If it grows" : "Choices", field.larger);
  }
  text += fmt::format("  Allowed: {}", allowed_text(field));
  if (!field.unit.empty()) text += fmt::format(" ({})", field.unit);
  const std::string initial = to_text(field.initial);
  return text + fmt::format(". Default: {}. A change {}.\n\n", initial.empty() ? "none" : initial,
                            effect_text(field.effect));
}

/// True if `key` names the field at `path` ("section.key" or its last word).
bool names_field(const std::string& key, const std::string& section, const FieldInfo& field) {
  return key == field.key || key == section + "." + field.key;
}

std::string describe_entry(const ChoiceGroup& group, const EntryInfo& entry) {
  std::string text =
      fmt::format("{}.kind = {}\n  {}. {}\n\n", group.section, entry.id, entry.label, entry.help);
  for (const auto& field : entry.fields) {
    text += field_text(fmt::format("{}.{}", group.section, field.key), field);
  }
  return text;
}

std::string describe_choices(const std::string& key) {
  std::string text;
  for (const auto& group : choice_groups()) {
    for (const auto& entry : schema().*group.entries) {
      if (key == group.section || key == group.plural || key == entry.id) {
        text += describe_entry(group, entry);
        continue;
      }
      for (const auto& field : entry.fields) {
        if (!names_field(key, group.section, field)) continue;
        text += field_text(fmt::format("{}.{} (of {})", group.section, field.key, entry.id), field);
      }
    }
  }
  return text;
}

std::string describe_fixed(const std::string& key) {
  std::string text;
  for (const auto& group : fixed_groups()) {
    for (const auto& field : *group.fields) {
      if (key != group.section && !names_field(key, group.section, field)) continue;
      text += field_text(fmt::format("{}.{}", group.section, field.key), field);
    }
  }
  return text;
}

std::vector<std::string> known_keys() {
  std::vector<std::string> keys;
  for (const auto& group : choice_groups()) {
    keys.push_back(group.section);
    for (const auto& entry : schema().*group.entries) {
      keys.push_back(entry.id);
      for (const auto& field : entry.fields) keys.push_back(field.key);
    }
  }
  for (const auto& group : fixed_groups()) {
    keys.push_back(group.section);
    for (const auto& field : *group.fields) keys.push_back(field.key);
  }
  return keys;
}

}  // namespace

std::string list_text(const std::string& what) {
  std::string text;
  std::vector<std::string> known;
  for (const auto& group : choice_groups()) {
    known.push_back(group.plural);
    if (what.empty() || what == group.plural) {
      text += fmt::format("{}\n{}", group.plural, group_text(group));
    }
  }
  known.push_back("lessons");
  if (what.empty() || what == "lessons") text += "lessons\n" + lessons_text();
  if (!text.empty()) return text;
  throw UserError(fmt::format("there is no list \"{}\"{}; allowed are {}.", what,
                              nearest_spelling(what, known), fmt::join(known, ", ")));
}

std::string describe_text(const std::string& key) {
  const std::string text = describe_fixed(key) + describe_choices(key);
  if (!text.empty()) return text.substr(0, text.size() - 1);
  throw UserError(fmt::format("there is no option, section or kind \"{}\"{}; see scorescope list.",
                              key, nearest_spelling(key, known_keys())));
}

}  // namespace scorescope
