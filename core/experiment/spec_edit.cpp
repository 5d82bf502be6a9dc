// Edits of single options: "key=value" assignments and the values behind sliders.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>

#include "core/base/quoted.h"
#include "core/experiment/json_text.h"
#include "core/experiment/sections.h"
#include "core/experiment/spec_json.h"

namespace scorescope {
namespace {

[[noreturn]] void refuse_section(std::string_view section) {
  const std::vector<std::string> known{
      "data",     "network", "objective", "noise",     "samplers.0", "samplers.1", "training",
      "sampling", "seeds",   "compute",   "distances", "step_grid",  "plane"};
  throw UserError(fmt::format("there is no section {}{}; allowed are {}.", in_quotes(section),
                              nearest_spelling(section, known), fmt::join(known, ", ")));
}

/// 1 for "samplers.1"; nothing for another section.
std::optional<std::size_t> sampler_index(std::string_view section) {
  constexpr std::string_view kPrefix = "samplers.";
  if (!section.starts_with(kPrefix)) return std::nullopt;
  const std::string_view digits = section.substr(kPrefix.size());
  std::size_t index = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), index);
  if (error != std::errc{} || end != digits.data() + digits.size()) refuse_section(section);
  return index;
}

/// A Choice of the spec and what may stand in it.
template <class SpecRef>
struct ChoicePlace {
  Kinds kinds;
  decltype(&(std::declval<SpecRef>().data)) choice;
};

template <class SpecRef>
std::optional<ChoicePlace<SpecRef>> find_choice(const Schema& schema, SpecRef spec,
                                                std::string_view section) {
  for (const auto& row : choice_sections()) {
    if (row.name == section) {
      return ChoicePlace<SpecRef>{kinds_of(schema, row), &(spec.*row.choice)};
    }
  }
  const auto index = sampler_index(section);
  if (!index) return std::nullopt;
  if (*index >= spec.samplers.size()) {
    throw UserError(fmt::format("there is no {}: the experiment has {} sampler{}.", section,
                                spec.samplers.size(), spec.samplers.size() == 1 ? "" : "s"));
  }
  return ChoicePlace<SpecRef>{sampler_kinds(schema), &spec.samplers[*index]};
}

const FixedSection& find_fixed(std::string_view section) {
  const auto& sections = fixed_sections();
  const auto found = std::ranges::find(sections, section, &FixedSection::name);
  if (found == sections.end()) refuse_section(section);
  return *found;
}

void set_kind(const Kinds& kinds, Choice& choice, const std::string& kind,
              std::string_view section) {
  find_entry(kinds, kind, fmt::format("{}.kind", section));
  if (choice.kind != kind) choice = {kind, {}};
}

void set_choice_value(const ChoicePlace<ExperimentSpec&>& place, std::string_view section,
                      std::string_view key, const Value& value) {
  if (key == "kind") {
    const auto* kind = std::get_if<std::string>(&value);
    if (!kind) throw UserError(fmt::format("{}.kind must be text.", section));
    set_kind(place.kinds, *place.choice, *kind, section);
    return;
  }
  Choice edited = *place.choice;
  edited.options[std::string(key)] = value;
  *place.choice = checked_choice(place.kinds, edited, section);
}

void set_fixed_value(ExperimentSpec& spec, std::string_view section, std::string_view key,
                     const Value& value) {
  const FixedSection& fixed = find_fixed(section);
  Values values = fixed.values(spec);
  values[std::string(key)] = value;
  fixed.assign(spec, values, section);
}

/// Typed text as a value of the key's type. A key that does not exist is left for set_value to
/// refuse.
Value typed_value(const FieldList& fields, std::string_view section, std::string_view key,
                  std::string_view text) {
  const FieldInfo* field = find_field(fields, key);
  if (!field) return std::string(text);
  if (std::holds_alternative<std::vector<GaussianComponent>>(field->initial)) {
    const std::string where = fmt::format("{}.{}", section, key);
    return value_from_json(parse_json(text, where), where);
  }
  return parse_value(*field, text, section);
}

void set_text(const Schema& schema, ExperimentSpec& spec, std::string_view section,
              std::string_view key, std::string_view text) {
  // "samplers.1.kind" may add a second sampler, and "none" takes it away again.
  if (section == "samplers.1" && key == "kind") {
    if (text == "none") {
      spec.samplers.resize(1);
      return;
    }
    if (spec.samplers.size() == 1) {
      find_entry(sampler_kinds(schema), text, "samplers.1.kind");
      spec.samplers.push_back({std::string(text), {}});
      return;
    }
  }
  const Value value = typed_value(section_fields(schema, spec, section), section, key, text);
  set_value(schema, spec, section, key, value);
}

/// Sets `key` of every sampler that has it.
void set_all_samplers(const Schema& schema, ExperimentSpec& spec, std::string_view key,
                      std::string_view text) {
  bool found = false;
  for (std::size_t i = 0; i < spec.samplers.size(); ++i) {
    const std::string section = fmt::format("samplers.{}", i);
    if (key != "kind" && !find_field(section_fields(schema, spec, section), key)) continue;
    set_text(schema, spec, section, key, text);
    found = true;
  }
  if (!found) set_text(schema, spec, "samplers.0", key, text);  // refuses with the known keys
}

/// "training.batch" for "batch": the first place that has this option, else one that exists.
std::string place_like(const Schema& schema, const ExperimentSpec& spec, std::string_view key) {
  for (const char* section : {"data", "network", "objective", "noise", "samplers.0", "training",
                              "sampling", "seeds", "compute", "distances", "step_grid", "plane"}) {
    if (find_field(section_fields(schema, spec, section), key)) {
      return fmt::format("{}.{}", section, key);
    }
  }
  return "noise.levels";
}

}  // namespace

void set_option(const Schema& schema, ExperimentSpec& spec, std::string_view assignment) {
  const auto equals = assignment.find('=');
  const std::string_view path = assignment.substr(0, equals);
  if (equals == std::string_view::npos || path.empty()) {
    throw UserError(fmt::format(
        "{} is not an assignment; write section.key=value, for example noise.levels=20.",
        in_quotes(assignment)));
  }
  const std::string_view text = assignment.substr(equals + 1);
  const auto dot = path.rfind('.');
  ExperimentSpec edited = spec;
  if (path == "seed") {
    set_text(schema, edited, "seeds", "main", text);
  } else if (dot == std::string_view::npos) {
    throw UserError(fmt::format("{} names no section; write section.key=value, for example {}=...",
                                in_quotes(assignment), place_like(schema, spec, path)));
  } else if (path.substr(0, dot) == "samplers") {
    set_all_samplers(schema, edited, path.substr(dot + 1), text);
  } else {
    set_text(schema, edited, path.substr(0, dot), path.substr(dot + 1), text);
  }
  spec = std::move(edited);
}

void validate(const Schema& schema, const ExperimentSpec& spec) {
  for (const auto& section : choice_sections()) {
    checked_choice(kinds_of(schema, section), spec.*section.choice, section.name);
  }
  check_sampler_count(spec.samplers.size(), "samplers");
  for (std::size_t i = 0; i < spec.samplers.size(); ++i) {
    checked_choice(sampler_kinds(schema), spec.samplers[i], fmt::format("samplers[{}]", i));
  }
  for (const auto& section : fixed_sections()) {
    checked_values(section.fields(), section.values(spec), section.name);
  }
  check_across_fields(schema, spec, "");
}

const FieldList& section_fields(const Schema& schema, const ExperimentSpec& spec,
                                std::string_view section) {
  if (const auto place = find_choice<const ExperimentSpec&>(schema, spec, section)) {
    return find_entry(place->kinds, place->choice->kind, section).fields;
  }
  return find_fixed(section).fields();
}

Value get_value(const Schema& schema, const ExperimentSpec& spec, std::string_view section,
                std::string_view key) {
  const auto place = find_choice<const ExperimentSpec&>(schema, spec, section);
  if (place && key == "kind") return place->choice->kind;
  const FieldList& fields = section_fields(schema, spec, section);
  const Values values = place ? place->choice->options : find_fixed(section).values(spec);
  if (!find_field(fields, key)) {
    // refuses with the known keys
    checked_values(fields, {{std::string(key), false}}, section, place.has_value());
  }
  return value_or_default(fields, values, key);
}

void set_value(const Schema& schema, ExperimentSpec& spec, std::string_view section,
               std::string_view key, const Value& value) {
  if (const auto place = find_choice<ExperimentSpec&>(schema, spec, section)) {
    set_choice_value(*place, section, key, value);
  } else {
    check_goes_with_data(schema, spec, find_fixed(section), section);
    set_fixed_value(spec, section, key, value);
  }
}

}  // namespace scorescope
