// Options described once: a field table binds the members of an option struct to their key, label,
// range, unit and help. Sliders, tooltips, JSON, the command line and the sweep tests all come from
// it.
#pragma once

#include <cstdint>
#include <limits>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "core/base/error.h"
#include "core/base/gaussian_component.h"

namespace scorescope {

/// The types an option can have. Choices are strings.
using Value = std::variant<bool, std::int64_t, double, std::string, std::vector<double>,
                           std::vector<GaussianComponent>>;

/// Key to value; a key that is absent has its default.
using Values = std::map<std::string, Value>;

/// A catalogue entry the user picked, with the options that differ from their defaults.
struct Choice {
  std::string kind;
  Values options;

  bool operator==(const Choice&) const = default;
};

/// What a change of the option does to work in progress.
enum class Effect {
  kLive,      ///< acts on the next step
  kResample,  ///< particles start again, training goes on
  kRestarts   ///< training starts again
};

/// One allowed value of a string option.
struct FieldChoice {
  std::string id;
  std::string label;
};

/// Everything an interface needs to know about one option.
struct FieldInfo {
  std::string key{};     ///< as in JSON and on the command line, snake_case
  std::string label{};   ///< as on screen, sentence case
  std::string symbol{};  ///< as in the formulas (UTF-8), may be empty
  std::string unit{};    ///< "length", "steps/s", ... empty for a pure number
  std::string help{};    ///< what it is, one or two sentences
  std::string larger{};  ///< what happens if it grows (or what each choice means), one sentence
  double minimum = -std::numeric_limits<double>::infinity();  ///< inclusive
  double maximum = std::numeric_limits<double>::infinity();   ///< inclusive
  std::string minimum_label{};  ///< shown for the minimum or empty text: "all"; may be empty
  bool logarithmic = false;  ///< a slider runs over the logarithm (log(1 + value) if minimum is 0)
  bool primary = false;      ///< shown without unfolding the section
  Effect effect = Effect::kRestarts;
  std::vector<FieldChoice> choices{};  ///< for string options; empty means free text
  Value initial{};                     ///< the default; filled in from the member initialiser
};

using FieldList = std::vector<FieldInfo>;

/// The value as the user would type it: 0.1, true, "softplus", [1, 2].
std::string to_text(const Value& value);

/// A range as text: "0.001 to 2", "at least 1", "any number", "one of a, b".
std::string allowed_text(const FieldInfo& field);

/// Converts `text` to the type of `field.initial`. Throws UserError naming `where`.
Value parse_value(const FieldInfo& field, std::string_view text, std::string_view where);

/// Returns `value` converted to the field's type (an integer is a fine double; a whole double is a
/// fine integer). Throws UserError naming `where`, the key, what was found and what is allowed.
Value checked_value(const FieldInfo& field, const Value& value, std::string_view where);

/// Checks every option against `fields` and converts it; an unknown key is a UserError that lists
/// the known ones and the nearest spelling; with `of_choice` these include "kind", which stands
/// beside the options of a catalogue entry.
Values checked_values(const FieldList& fields, const Values& values, std::string_view where,
                      bool of_choice = false);

/// The field with that key, or nullptr.
const FieldInfo* find_field(const FieldList& fields, std::string_view key);

/// The option's value, or its default. InternalError if the key is not in `fields`.
Value value_or_default(const FieldList& fields, const Values& values, std::string_view key);

/// " (did you mean ...?)" for the closest of `known`, or an empty string when nothing is close.
std::string nearest_spelling(std::string_view unknown, const std::vector<std::string>& known);

/// Field infos bound to the members of `Options`. Defaults come from `Options{}` and nowhere else.
template <class Options>
class FieldTable {
 public:
  using Member = std::variant<bool Options::*, std::int64_t Options::*, double Options::*,
                              std::string Options::*, std::vector<double> Options::*,
                              std::vector<GaussianComponent> Options::*>;

  FieldTable(std::initializer_list<std::pair<Member, FieldInfo>> rows) {
    const Options defaults{};
    for (const auto& [member, info] : rows) {
      members_.push_back(member);
      infos_.push_back(info);
      infos_.back().initial =
          std::visit([&](auto pointer) { return Value(defaults.*pointer); }, member);
    }
  }

  const FieldList& infos() const { return infos_; }

  /// Throws UserError (see checked_values) naming `where`.
  Options read(const Values& values, std::string_view where) const {
    const Values checked = checked_values(infos_, values, where);
    Options options{};
    for (std::size_t i = 0; i < infos_.size(); ++i) {
      const auto found = checked.find(infos_[i].key);
      if (found == checked.end()) continue;
      std::visit(
          [&](auto pointer) {
            using T = std::remove_reference_t<decltype(options.*pointer)>;
            options.*pointer = std::get<T>(found->second);
          },
          members_[i]);
    }
    return options;
  }

  /// Every option, defaults included.
  Values write(const Options& options) const {
    Values values;
    for (std::size_t i = 0; i < infos_.size(); ++i) {
      std::visit([&](auto pointer) { values[infos_[i].key] = options.*pointer; }, members_[i]);
    }
    return values;
  }

 private:
  std::vector<Member> members_;
  FieldList infos_;
};

}  // namespace scorescope
