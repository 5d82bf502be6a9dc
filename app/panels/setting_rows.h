// Rows of settings: one option of the draft each, and the lists of options that the sections show.
#pragma once

#include <string>
#include <vector>

#include "app/panels/program_state.h"
#include "app/widgets/style.h"

namespace scorescope {

/// One row: an option that lives in one section of the spec, or in both samplers.
struct SettingRow {
  FieldInfo field;                    ///< its label may have been changed for this row
  std::vector<std::string> sections;  ///< as in spec_json.h; an edit goes to all of them
  bool seed = false;                  ///< drawn with a die
};

/// Options of a section in the order of its field table.
std::vector<SettingRow> section_rows(const ProgramState& state, const std::string& section);

/// Options of the samplers: one row for both where both have the option with the same value, else a
/// row for each, named after its view.
std::vector<SettingRow> sampler_rows(const ProgramState& state);

/// The row "kind" of a section that holds a choice.
SettingRow kind_row_of(const ProgramState& state, const std::string& section,
                       const std::string& label);

/// Draws the row and turns what the user did into an edit of the draft: at once where it acts live,
/// when the control is let go where it restarts something. True if it edited the draft.
bool draw_setting(const Style& style, const SettingRow& row, Effect section_effect,
                  ProgramState& state);

/// True if any of the rows differs from the lesson.
bool differs_from_lesson(const ProgramState& state, const std::vector<SettingRow>& rows);

/// The draft's value of a row, and the lesson's (the field's default where the lesson has another
/// kind).
Value drafted_value(const ProgramState& state, const SettingRow& row);
Value lesson_value(const ProgramState& state, const SettingRow& row);

/// A seed nobody chose; from the clock, as only the dice button and Shift+R use it.
std::int64_t fresh_seed();

}  // namespace scorescope
