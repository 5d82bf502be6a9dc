// ExperimentSpec to JSON text and back.
#include "core/experiment/spec_json.h"

#include <fmt/format.h>

#include "core/experiment/json_text.h"
#include "core/experiment/sections.h"
#include "core/experiment/spec_object.h"

namespace scorescope {
namespace {

Values options_from(const Json& json, std::string_view where) {
  Values values;
  for (const auto& [key, item] : json.items()) {
    if (key != "kind") values[key] = value_from_json(item, fmt::format("{}: {}", where, key));
  }
  return values;
}

void require_object(const Json& json, std::string_view where) {
  if (json.is_object()) return;
  throw UserError(fmt::format("{} is {}, but it must be an object.", where, json_type_text(json)));
}

/// `initial` has the kind to use where the file leaves it out.
Choice choice_from(const Json& json, const Choice& initial, std::string_view where) {
  require_object(json, where);
  Choice choice = initial;
  choice.options = options_from(json, where);
  if (!json.contains("kind")) return choice;
  const Json& kind = json["kind"];
  if (!kind.is_string()) {
    throw UserError(
        fmt::format("{}: kind is {}, but it must be text.", where, json_type_text(kind)));
  }
  choice.kind = kind.get<std::string>();
  return choice;
}

Json choice_to(const Kinds& kinds, const Choice& choice, std::string_view where) {
  Json json{{"kind", choice.kind}};
  for (const auto& field : find_entry(kinds, choice.kind, where).fields) {
    const auto found = choice.options.find(field.key);
    json[field.key] = value_to_json(found == choice.options.end() ? field.initial : found->second);
  }
  return json;
}

std::vector<Choice> samplers_from(const Schema& schema, const Json& json, std::string_view where) {
  if (!json.is_array()) {
    throw UserError(fmt::format("{} is {}, but it must be a list of one or two samplers.", where,
                                json_type_text(json)));
  }
  check_sampler_count(json.size(), where);
  const auto initial = ExperimentSpec{}.samplers;
  std::vector<Choice> samplers;
  for (std::size_t i = 0; i < json.size(); ++i) {
    const std::string place = fmt::format("{}[{}]", where, i);
    samplers.push_back(
        checked_choice(sampler_kinds(schema), choice_from(json[i], initial[i], place), place));
  }
  return samplers;
}

/// What is left out has its default, which pictures have others of than points in the plane.
ExperimentSpec begin_spec(const Schema& schema, const Json& json, std::string_view name) {
  ExperimentSpec spec;
  if (json.contains("data")) {
    spec.data.kind = choice_from(json["data"], spec.data, fmt::format("{}: data", name)).kind;
  }
  return has_pictures(schema, spec) ? picture_defaults() : spec;
}

/// "seed": 7 stands for "seeds": {"main": 7}.
void read_short_seed(const Json& json, ExperimentSpec& spec, std::string_view name) {
  if (!json.contains("seed")) return;
  if (json.contains("seeds") && json["seeds"].is_object() && json["seeds"].contains("main")) {
    throw UserError(fmt::format("{}: give either seed or seeds.main, not both.", name));
  }
  FieldInfo field = *find_field(seed_fields().infos(), "main");
  field.key = "seed";  // as the user wrote it
  const Value read = value_from_json(json["seed"], fmt::format("{}: seed", name));
  const Value seed = checked_value(field, read, name);
  spec.seeds.main = std::get<std::int64_t>(seed);
}

}  // namespace

ExperimentSpec spec_from_object(const Schema& schema, const Json& json, std::string_view name) {
  check_keys(json,
             {"data", "network", "objective", "noise", "training", "sampling", "samplers", "seed",
              "seeds", "compute", "distances", "step_grid", "plane"},
             name);
  ExperimentSpec spec = begin_spec(schema, json, name);
  for (const auto& section : choice_sections()) {
    const std::string key(section.name);
    if (!json.contains(key)) continue;
    const std::string where = fmt::format("{}: {}", name, key);
    Choice& choice = spec.*section.choice;
    choice =
        checked_choice(kinds_of(schema, section), choice_from(json[key], choice, where), where);
  }
  for (const auto& section : fixed_sections()) {
    const std::string key(section.name);
    if (!json.contains(key)) continue;
    const std::string where = fmt::format("{}: {}", name, key);
    check_goes_with_data(schema, spec, section, where);
    require_object(json[key], where);
    Values values = section.values(spec);
    for (auto& [option, value] : options_from(json[key], where)) values[option] = value;
    section.assign(spec, values, where);
  }
  if (json.contains("samplers")) {
    spec.samplers = samplers_from(schema, json["samplers"], fmt::format("{}: samplers", name));
  }
  read_short_seed(json, spec, name);
  check_across_fields(schema, spec, name);
  return spec;
}

Json spec_to_object(const Schema& schema, const ExperimentSpec& spec) {
  Json json = Json::object();
  for (const auto& section : choice_sections()) {
    json[std::string(section.name)] =
        choice_to(kinds_of(schema, section), spec.*section.choice, section.name);
  }
  json["samplers"] = Json::array();
  for (const auto& sampler : spec.samplers) {
    json["samplers"].push_back(choice_to(sampler_kinds(schema), sampler, "samplers"));
  }
  for (const auto& section : fixed_sections()) {
    if (section.pictures_only && !has_pictures(schema, spec)) continue;
    Json& object = json[std::string(section.name)];
    const Values values = section.values(spec);
    for (const auto& field : section.fields()) {
      object[field.key] = value_to_json(values.at(field.key));
    }
  }
  return json;
}

ExperimentSpec spec_from_json(const Schema& schema, std::string_view text, std::string_view name) {
  return spec_from_object(schema, parse_json(text, name), name);
}

std::string spec_to_json(const Schema& schema, const ExperimentSpec& spec) {
  return json_text(spec_to_object(schema, spec));
}

}  // namespace scorescope
