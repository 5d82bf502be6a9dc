// What is wrong with a command line, in the words of the program's other messages.
#pragma once

#include <CLI/CLI.hpp>
#include <string>

#include "core/base/field.h"

namespace scorescope {

/// Lets an option have the values that the field allows, and none else: throws the UserError of
/// parse_value, with the option's name for the key. Rewrites what was typed as to_text does, so
/// that 1e3 is a whole number here as it is after --set.
CLI::Validator allowed_by(FieldInfo field, std::string option);

/// Refuses an empty word, for paths and names. `wanted` completes "give ...".
CLI::Validator not_empty(std::string option, std::string wanted);

/// One sentence naming the command, the word, and what is allowed instead.
std::string usage_sentence(const CLI::App& app, const CLI::ParseError& error);

/// Throws UserError if an option of the window (or what it should open) stands beside a command.
void check_window_alone(const CLI::App& app);

}  // namespace scorescope
