// The sections of a spec, each reachable by its name; what reading, writing and editing share.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "core/experiment/spec.h"

namespace scorescope {

/// A section that holds one Choice: data, network, objective, noise.
struct ChoiceSection {
  std::string_view name;
  std::string_view noun;  ///< of its entries, for messages
  std::vector<EntryList Schema::*> lists;
  Choice ExperimentSpec::*choice;
};

/// What a Choice can be: the entries of one list of a schema or of several, one after another.
struct Kinds {
  std::string_view noun;  ///< for messages
  std::vector<const EntryList*> lists;

  /// The entry with that id, or nullptr.
  const EntryInfo* find(std::string_view id) const;
};

Kinds kinds_of(const Schema& schema, const ChoiceSection& section);
Kinds sampler_kinds(const Schema& schema);

/// A section with fixed fields: training, sampling, seeds, compute, distances, step_grid, plane.
struct FixedSection {
  std::string_view name;
  const FieldList& (*fields)();
  Values (*values)(const ExperimentSpec& spec);  ///< every option
  /// Throws UserError naming `where`; options absent from `values` get their defaults.
  void (*assign)(ExperimentSpec& spec, const Values& values, std::string_view where);
  bool pictures_only = false;  ///< has no say over points in the plane, and is left out there
};

/// Throws UserError beginning with `where` if the section is for pictures and the data are not.
void check_goes_with_data(const Schema& schema, const ExperimentSpec& spec,
                          const FixedSection& section, std::string_view where);

const std::array<ChoiceSection, 4>& choice_sections();
const std::array<FixedSection, 7>& fixed_sections();

/// The entry with that id. Throws UserError naming `where` and the nearest spelling.
const EntryInfo& find_entry(const Kinds& kinds, std::string_view id, std::string_view where);

/// Checks kind and options and drops the options that equal their defaults. Throws UserError.
Choice checked_choice(const Kinds& kinds, const Choice& choice, std::string_view where);

/// Throws UserError unless there are one or two samplers.
void check_sampler_count(std::size_t count, std::string_view where);

/// What no single field can see: weights that sum to zero, levels that do not decrease.
void check_across_fields(const Schema& schema, const ExperimentSpec& spec, std::string_view name);

}  // namespace scorescope
