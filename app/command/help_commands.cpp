// The texts of list and describe.
#include "app/command/help_commands.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "build_config.h"
#include "core/base/quoted.h"
#include "core/experiment/lesson_library.h"
#include "core/run/choices.h"

namespace scorescope {
namespace {

struct ChoiceGroup {
  const char* plural;
  const char* section;  ///< as in a spec
  EntryList Schema::*entries;
  const char* singular;
};

const std::vector<ChoiceGroup>& choice_groups() {
  static const std::vector<ChoiceGroup> groups{
      {"distributions", "data", &Schema::distributions, "distribution"},
      {"datasets", "data", &Schema::image_sets, "image set"},
      {"networks", "network", &Schema::networks, "network"},
      {"objectives", "objective", &Schema::objectives, "objective"},
      {"schedules", "noise", &Schema::schedules, "noise schedule"},
      {"samplers", "samplers", &Schema::samplers, "sampler"},
  };
  return groups;
}

struct FixedGroup {
  const char* section;
  const FieldList* fields;
};

std::vector<FixedGroup> fixed_groups() {
  return {{"training", &training_fields().infos()},  {"sampling", &sampling_fields().infos()},
          {"seeds", &seed_fields().infos()},         {"compute", &compute_fields().infos()},
          {"distances", &distance_fields().infos()}, {"plane", &plane_fields().infos()},
          {"step_grid", &step_grid_fields().infos()}};
}

std::string entry_line(const std::string& id, const std::string& label, const std::string& help) {
  const char* stop = label.ends_with('?') || label.ends_with('.') ? "" : ".";
  return fmt::format("  {:<26} {}{} {}\n", id, label, stop, help);
}

std::string lessons_text(const std::vector<Lesson>& lessons) {
  std::string text;
  for (const auto& lesson : lessons) text += entry_line(lesson.id, lesson.title, lesson.about);
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

/// All groups of the section of `first` together.
std::string describe_kind(const ChoiceGroup& first) {
  std::vector<std::string> nouns;
  std::vector<std::string> ids;
  for (const auto& group : choice_groups()) {
    if (std::string(group.section) != first.section) continue;
    nouns.emplace_back(group.singular);
    for (const auto& entry : schema().*group.entries) ids.push_back(entry.id);
  }
  return fmt::format(
      "{}.kind\n  Which {}; it has its own options beside it.\n  Allowed: one of {}.\n\n",
      first.section, fmt::join(nouns, " or "), fmt::join(ids, ", "));
}

/// The first group of its section.
bool opens_section(const ChoiceGroup& group) {
  const auto& groups = choice_groups();
  const auto first = std::ranges::find_if(groups, [&](const ChoiceGroup& other) {
    return std::string(other.section) == group.section;
  });
  return &*first == &group;
}

std::string describe_choices(const std::string& key) {
  std::string text;
  for (const auto& group : choice_groups()) {
    const bool asks_kind = key == "kind" || key == std::string(group.section) + ".kind";
    if (asks_kind && opens_section(group)) text += describe_kind(group);
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

/// Everything describe knows: with a dot the options in their sections, without it the sections,
/// kinds and options by themselves.
std::vector<std::string> known_keys(bool dotted) {
  std::vector<std::string> keys;
  if (!dotted) keys.emplace_back("kind");
  const auto add_fields = [&](const std::string& section, const FieldList& fields) {
    for (const auto& field : fields) keys.push_back(dotted ? section + "." + field.key : field.key);
  };
  for (const auto& group : choice_groups()) {
    keys.push_back(dotted ? std::string(group.section) + ".kind" : group.section);
    for (const auto& entry : schema().*group.entries) {
      if (!dotted) keys.push_back(entry.id);
      add_fields(group.section, entry.fields);
    }
  }
  for (const auto& group : fixed_groups()) {
    if (!dotted) keys.emplace_back(group.section);
    add_fields(group.section, *group.fields);
  }
  return keys;
}

/// A key as it may stand after --set, as the field tables have it: "samplers.1.epsilon" is an
/// option of samplers, "seed" is short for "seeds.main".
std::string canonical_key(const std::string& key) {
  if (key == "seed") return "seeds.main";
  for (const char* numbered : {"samplers.0.", "samplers.1."}) {
    if (key.starts_with(numbered)) return "samplers." + key.substr(std::string(numbered).size());
  }
  return key;
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
  known.insert(known.end(), {"lessons", "presets"});
  if (what.empty() || what == "lessons") {
    text += "lessons\n" + lessons_text(load_lessons(schema(), assets_directory()));
  }
  if (what.empty() || what == "presets") {
    text += "presets\n" + lessons_text(load_presets(schema(), assets_directory()));
  }
  if (!text.empty()) return text;
  throw UserError(fmt::format("there is no list {}{}; allowed are {}.", in_quotes(what),
                              nearest_spelling(what, known), fmt::join(known, ", ")));
}

std::string describe_text(const std::string& asked) {
  const std::string key = canonical_key(asked);
  const std::string text = describe_fixed(key) + describe_choices(key);
  if (!text.empty()) return text.substr(0, text.size() - 1);
  const bool dotted = key.find('.') != std::string::npos;
  throw UserError(
      fmt::format("there is no option, section or kind {}{}; scorescope list shows the kinds, the "
                  "sections are data, network, objective, noise, samplers, training, sampling, "
                  "seeds, compute, distances.",
                  in_quotes(asked), nearest_spelling(key, known_keys(dotted))));
}

}  // namespace scorescope
