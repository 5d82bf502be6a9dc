// The command line that makes a figure without the window: the lesson, what was changed, seed and
// steps.
#pragma once

#include <string>
#include <vector>

#include "app/panels/program_state.h"

namespace scorescope {

/// "section.key=value" for every option in which `after` differs from `before`, in the form that
/// spec_json set_option reads; kinds first.
std::vector<std::string> assignments_between(const Schema& schema, const ExperimentSpec& before,
                                             const ExperimentSpec& after);

/// The command in lines of at most about 34 characters, as the menu shows it; joined by " \\\n" it
/// can be pasted into a shell. `figure` is a plot's id, "view_a" or "view_b".
std::vector<std::string> figure_command(const ProgramState& state, const std::string& figure);

/// The lines as one pasteable text.
std::string command_text(const std::vector<std::string>& lines);

/// Quotes a word for a POSIX shell if it needs it.
std::string shell_word(const std::string& word);

}  // namespace scorescope
