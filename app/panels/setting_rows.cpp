#include "app/panels/setting_rows.h"

#include <algorithm>
#include <chrono>

#include "app/widgets/controls.h"
#include "core/base/error.h"
#include "core/experiment/spec_json.h"

namespace scorescope {
namespace {

constexpr const char* kKind = "kind";

/// The option of a distribution that names its file.
constexpr const char* kPathKey = "path";

const Choice* choice_of(const ExperimentSpec& spec, const std::string& section) {
  if (section == "data") return &spec.data;
  if (section == "network") return &spec.network;
  if (section == "objective") return &spec.objective;
  if (section == "noise") return &spec.noise;
  if (section == "samplers.0" && !spec.samplers.empty()) return &spec.samplers[0];
  if (section == "samplers.1" && spec.samplers.size() > 1) return &spec.samplers[1];
  return nullptr;
}

const EntryList& entries_of(const Schema& schema, const std::string& section) {
  if (section == "data") return schema.distributions;
  if (section == "network") return schema.networks;
  if (section == "objective") return schema.objectives;
  if (section == "noise") return schema.schedules;
  return schema.samplers;
}

/// Networks are for the plane or for pictures; the residual one takes both.
bool goes_with_data(const ProgramState& state, const std::string& network) {
  const bool pictures = has_pictures(*state.schema, state.draft);
  return network == "residual_mlp" || network.starts_with("unet") == pictures;
}

/// The row says "Loss" already; what is left fits its combo.
std::string short_label(std::string label) {
  constexpr std::string_view kRest = " score matching";
  const auto at = label.find(kRest);
  return at == std::string::npos ? label : label.erase(at, kRest.size());
}

std::string sampler_section(std::size_t index) { return "samplers." + std::to_string(index); }

Value value_in(const ProgramState& state, const ExperimentSpec& spec, const SettingRow& row) {
  const std::string& section = row.sections.front();
  const Choice* choice = choice_of(spec, section);
  if (row.field.key == kKind) return choice ? Value(choice->kind) : row.field.initial;
  const Choice* drafted = choice_of(state.draft, section);
  if (drafted && (!choice || choice->kind != drafted->kind)) return row.field.initial;
  return get_value(*state.schema, spec, section, row.field.key);
}

/// Sets the value in every section of the row, or says why not.
void commit(ProgramState& state, const SettingRow& row, const Value& value) {
  ExperimentSpec next = state.draft;
  try {
    for (const std::string& section : row.sections) {
      if (row.field.key == kKind) {
        set_option(*state.schema, next, section + ".kind=" + std::get<std::string>(value));
      } else {
        set_value(*state.schema, next, section, row.field.key, value);
      }
    }
    validate(*state.schema, next);
  } catch (const UserError& error) {
    notify(state, {Notice::Kind::kError, "Nothing changed", error.what(), {}, {}});
    return;
  }
  if (row.sections.front() == "data" && row.field.key == kPathKey) {
    if (next.data != state.draft.data) state.ask(action::TryData{next.data});
    return;  // the field goes back to the file in use until the other one was read
  }
  edit_spec(state, std::move(next), row.sections.front() + "." + row.field.key);
}

/// What the literature suggests for the row's option with this data and ladder; empty for most.
std::string advice_on(const ProgramState& state, const SettingRow& row) {
  const auto& frame = state.frames.simulation;
  if (!frame) return {};
  const std::string& section = row.sections.front();
  const std::string option =
      (section.starts_with("samplers") ? "samplers" : section) + "." + row.field.key;
  const auto found = std::ranges::find(frame->suggestions, option, &Advice::option);
  return found == frame->suggestions.end() ? std::string() : found->reason;
}

bool is_pending(const ProgramState& state, const SettingRow& row) {
  return state.pending && state.pending->section == row.sections.front() &&
         state.pending->key == row.field.key;
}

}  // namespace

std::int64_t fresh_seed() {
  const auto ticks = std::chrono::steady_clock::now().time_since_epoch().count();
  return static_cast<std::int64_t>(
      (static_cast<std::uint64_t>(ticks) * 0x9E3779B97F4A7C15ULL >> 40U) % 100000U);
}

std::vector<SettingRow> section_rows(const ProgramState& state, const std::string& section) {
  std::vector<SettingRow> rows;
  for (const FieldInfo& field : section_fields(*state.schema, state.draft, section)) {
    rows.push_back({field, {section}, section == "seeds"});
  }
  return rows;
}

std::vector<SettingRow> sampler_rows(const ProgramState& state) {
  std::vector<SettingRow> rows;
  const std::size_t count = state.draft.samplers.size();
  for (std::size_t i = 0; i < count; ++i) {
    for (SettingRow row : section_rows(state, sampler_section(i))) {
      const auto same = std::ranges::find_if(rows, [&](const SettingRow& other) {
        return other.field.key == row.field.key &&
               drafted_value(state, other) == drafted_value(state, row);
      });
      if (same != rows.end()) {
        same->sections.push_back(sampler_section(i));
        continue;
      }
      rows.push_back(std::move(row));
    }
  }
  if (count < 2) return rows;
  for (SettingRow& row : rows) {
    const auto twins = std::ranges::count_if(
        rows, [&](const SettingRow& other) { return other.field.key == row.field.key; });
    if (twins < 2) continue;
    row.field.label += row.sections.front() == "samplers.0" ? ", A" : ", B";
  }
  return rows;
}

SettingRow kind_row_of(const ProgramState& state, const std::string& section,
                       const std::string& label) {
  SettingRow row;
  row.sections = {section};
  row.field.key = kKind;
  row.field.label = label;
  row.field.effect = section.starts_with("samplers") ? Effect::kResample : Effect::kRestarts;
  const Choice* choice = choice_of(state.draft, section);
  for (const EntryInfo& entry : entries_of(*state.schema, section)) {
    if (section == "network" && !goes_with_data(state, entry.id)) continue;
    row.field.choices.push_back({entry.id, short_label(entry.label)});
    if (choice && entry.id == choice->kind) row.field.help = entry.help;
  }
  row.field.initial = choice ? Value(choice->kind) : Value(std::string());
  return row;
}

Value drafted_value(const ProgramState& state, const SettingRow& row) {
  return value_in(state, state.draft, row);
}

Value lesson_value(const ProgramState& state, const SettingRow& row) {
  return value_in(state, state.lesson_spec, row);
}

bool differs_from_lesson(const ProgramState& state, const std::vector<SettingRow>& rows) {
  return std::ranges::any_of(rows, [&](const SettingRow& row) {
    return drafted_value(state, row) != lesson_value(state, row);
  });
}

bool draw_setting(const Style& style, const SettingRow& row, Effect section_effect,
                  ProgramState& state) {
  ImGui::PushID(row.sections.front().c_str());
  ImGui::PushID(row.field.key.c_str());
  Value value = is_pending(state, row) ? state.pending->value : drafted_value(state, row);
  const Value lesson = lesson_value(state, row);
  const FieldRowOptions options{.section_effect = section_effect, .advice = advice_on(state, row)};
  RowOutcome outcome = row.seed ? seed_row(style, row.field, value, lesson, options)
                                : field_row(style, row.field, value, lesson, options);
  if (outcome.dice) {
    value = Value(fresh_seed());
    outcome.edited = outcome.committed = true;
  }
  const bool at_once = row.field.effect == Effect::kLive;
  if (outcome.edited) state.pending = PendingEdit{row.sections.front(), row.field.key, value};
  const bool commits = (outcome.edited && at_once) || (outcome.committed && is_pending(state, row));
  if (commits) {
    const Value wanted = state.pending->value;
    state.pending.reset();
    commit(state, row, wanted);
  }
  if (outcome.committed) state.history.end_gesture();
  ImGui::PopID();
  ImGui::PopID();
  return commits;
}

}  // namespace scorescope
