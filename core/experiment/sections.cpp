// The sections of a spec, each reachable by its name.
#include "core/experiment/sections.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace scorescope {
namespace {

/// `Table` gives the field table, `Member` is where its options live in the spec.
template <auto Table, auto Member>
constexpr FixedSection fixed_section(std::string_view name, bool pictures_only = false) {
  return {name, []() -> const FieldList& { return Table().infos(); },
          [](const ExperimentSpec& spec) { return Table().write(spec.*Member); },
          [](ExperimentSpec& spec, const Values& values, std::string_view where) {
            spec.*Member = Table().read(values, where);
          },
          pictures_only};
}

std::string in_section(std::string_view name, std::string_view section) {
  return name.empty() ? std::string(section) : fmt::format("{}: {}", name, section);
}

void check_weights(const Choice& data, std::string_view where) {
  for (const auto& [key, value] : data.options) {
    const auto* components = std::get_if<std::vector<GaussianComponent>>(&value);
    if (!components) continue;
    const bool any = std::ranges::any_of(
        *components, [](const GaussianComponent& component) { return component.weight > 0.0; });
    if (!any) {
      throw UserError(fmt::format(
          "{}: the weights of {} sum to zero; at least one weight must be above 0.", where, key));
    }
  }
}

void check_list_of_levels(const std::vector<double>& levels, std::string_view where) {
  for (std::size_t i = 0; i < levels.size(); ++i) {
    if (levels[i] <= 0.0) {
      throw UserError(fmt::format("{}: noise levels must be above 0, but level {} is {}.", where,
                                  i + 1, levels[i]));
    }
    if (i > 0 && levels[i] >= levels[i - 1]) {
      throw UserError(fmt::format("{}: noise levels must decrease, but level {} is {} after {}.",
                                  where, i + 1, levels[i], levels[i - 1]));
    }
  }
}

void check_corners(const PlaneOptions& plane, std::string_view where) {
  if (plane.through != "pictures") return;
  if (plane.first != plane.second && plane.second != plane.third && plane.third != plane.first) {
    return;
  }
  throw UserError(
      fmt::format("{}: first, second and third are {}, {} and {}, but a plane needs three "
                  "different pictures.",
                  where, plane.first, plane.second, plane.third));
}

double number_or(const FieldList& fields, const Values& values, std::string_view key,
                 double otherwise) {
  if (!find_field(fields, key)) return otherwise;
  const Value value = value_or_default(fields, values, key);
  const auto* number = std::get_if<double>(&value);
  return number ? *number : otherwise;
}

void check_ladder(const FieldList& fields, const Values& options, std::string_view where) {
  for (const auto& [key, value] : options) {
    if (const auto* levels = std::get_if<std::vector<double>>(&value)) {
      check_list_of_levels(*levels, where);
    }
  }
  const double highest = number_or(fields, options, "max", 1.0);
  const double lowest = number_or(fields, options, "min", 0.0);
  if (lowest < highest) return;
  throw UserError(fmt::format("{}: max is {} and min is {}, but max must be above min.", where,
                              highest, lowest));
}

void check_samples(const DistanceOptions& distances, std::string_view where) {
  if (distances.samples != 1) return;
  throw UserError(
      fmt::format("{}: samples is 1, but a distance needs at least 2; 0 measures nothing.", where));
}

/// Rows and columns in order, so that what is too long a step stands on one side.
void check_grid_axis(const std::vector<double>& values, std::string_view key,
                     std::string_view where) {
  constexpr std::size_t kMost = 8;
  if (values.empty() || values.size() > kMost) {
    throw UserError(fmt::format("{}: {} has {} entries, but it must have 1 to {}.", where, key,
                                values.size(), kMost));
  }
  for (std::size_t i = 1; i < values.size(); ++i) {
    if (values[i] > values[i - 1]) continue;
    throw UserError(fmt::format("{}: {} must increase, but it has {} after {}.", where, key,
                                values[i], values[i - 1]));
  }
}

void check_step_grid(const StepGridOptions& grid, std::string_view where) {
  check_grid_axis(grid.steps_per_level, "steps_per_level", where);
  check_grid_axis(grid.epsilon, "epsilon", where);
  for (const double steps : grid.steps_per_level) {
    if (steps == std::floor(steps)) continue;
    throw UserError(
        fmt::format("{}: steps_per_level has {}, but it must hold whole numbers.", where, steps));
  }
}

}  // namespace

const std::array<ChoiceSection, 4>& choice_sections() {
  using S = Schema;
  using E = ExperimentSpec;
  static const std::array<ChoiceSection, 4> sections{{
      {"data", "distribution or image set", {&S::distributions, &S::image_sets}, &E::data},
      {"network", "network", {&S::networks}, &E::network},
      {"objective", "objective", {&S::objectives}, &E::objective},
      {"noise", "noise schedule", {&S::schedules}, &E::noise},
  }};
  return sections;
}

const std::array<FixedSection, 7>& fixed_sections() {
  using E = ExperimentSpec;
  static const std::array<FixedSection, 7> sections{{
      fixed_section<training_fields, &E::training>("training"),
      fixed_section<sampling_fields, &E::sampling>("sampling"),
      fixed_section<seed_fields, &E::seeds>("seeds"),
      fixed_section<compute_fields, &E::compute>("compute"),
      fixed_section<distance_fields, &E::distances>("distances", true),
      fixed_section<plane_fields, &E::plane>("plane", true),
      fixed_section<step_grid_fields, &E::step_grid>("step_grid", true),
  }};
  return sections;
}

void check_goes_with_data(const Schema& schema, const ExperimentSpec& spec,
                          const FixedSection& section, std::string_view where) {
  if (!section.pictures_only || has_pictures(schema, spec)) return;
  throw UserError(
      fmt::format("{}: these options are for pictures, but the data are points in the plane; leave "
                  "them out.",
                  where));
}

const EntryInfo* Kinds::find(std::string_view id) const {
  for (const EntryList* list : lists) {
    const auto found = std::ranges::find(*list, id, &EntryInfo::id);
    if (found != list->end()) return &*found;
  }
  return nullptr;
}

Kinds kinds_of(const Schema& schema, const ChoiceSection& section) {
  Kinds kinds{section.noun, {}};
  for (const auto list : section.lists) kinds.lists.push_back(&(schema.*list));
  return kinds;
}

Kinds sampler_kinds(const Schema& schema) { return {"sampler", {&schema.samplers}}; }

const EntryInfo& find_entry(const Kinds& kinds, std::string_view id, std::string_view where) {
  if (const EntryInfo* found = kinds.find(id)) return *found;
  EntryList all;
  for (const EntryList* list : kinds.lists) all.insert(all.end(), list->begin(), list->end());
  try {
    throw_unknown_entry(all, kinds.noun, id);
  } catch (const UserError& error) {
    throw UserError(fmt::format("{}: {}", where, error.what()));
  }
}

Choice checked_choice(const Kinds& kinds, const Choice& choice, std::string_view where) {
  const EntryInfo& entry = find_entry(kinds, choice.kind, where);
  Choice checked{choice.kind, checked_values(entry.fields, choice.options, where, true)};
  std::erase_if(checked.options, [&](const auto& option) {
    return option.second == find_field(entry.fields, option.first)->initial;
  });
  return checked;
}

void check_sampler_count(std::size_t count, std::string_view where) {
  if (count == 1 || count == 2) return;
  throw UserError(fmt::format("{} has {} entries, but it must be a list of one or two samplers.",
                              where, count));
}

void check_across_fields(const Schema& schema, const ExperimentSpec& spec, std::string_view name) {
  check_weights(spec.data, in_section(name, "data"));
  check_samples(spec.distances, in_section(name, "distances"));
  check_corners(spec.plane, in_section(name, "plane"));
  check_step_grid(spec.step_grid, in_section(name, "step_grid"));
  const std::string where = in_section(name, "noise");
  const auto& entry = find_entry({"noise schedule", {&schema.schedules}}, spec.noise.kind, where);
  check_ladder(entry.fields, spec.noise.options, where);
}

}  // namespace scorescope
