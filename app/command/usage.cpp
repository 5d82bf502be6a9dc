#include "app/command/usage.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <iterator>
#include <utility>
#include <vector>

#include "core/base/error.h"
#include "core/base/quoted.h"

namespace scorescope {
namespace {

/// The command that was named, else the program.
const CLI::App& chosen_app(const CLI::App& app) {
  const auto chosen = app.get_subcommands();
  return chosen.empty() ? app : *chosen.front();
}

/// "Noise level" in the middle of a sentence; "CPU threads" and "CSV file" keep their capitals.
std::string in_sentence(std::string text) {
  const bool word = text.size() > 1 && std::islower(static_cast<unsigned char>(text[1])) != 0;
  const bool article = text.starts_with("A ");
  if (word || article) {
    text[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(text[0])));
  }
  return text;
}

std::string needs_text(const CLI::App& command, const CLI::Option& option) {
  return fmt::format("{} needs {}: {}.", command.get_name(), option.get_name(),
                     in_sentence(option.get_description()));
}

std::vector<std::string> option_names(const CLI::App& command) {
  std::vector<std::string> names;
  for (const CLI::Option* option : command.get_options()) {
    if (!option->nonpositional()) continue;
    std::string name = option->get_name();
    names.push_back(name.substr(name.find("--")));
  }
  return names;
}

std::string unknown_option_text(const CLI::App& command, const std::string& word) {
  const auto names = option_names(command);
  const std::string typed = word.substr(0, word.find('='));
  return fmt::format("{} has no option {}{}; allowed are {}.", command.get_name(), in_quotes(typed),
                     nearest_spelling(typed, names), fmt::join(names, ", "));
}

std::string surplus_word_text(const CLI::App& command, const std::string& word) {
  std::vector<std::string> taken;
  for (const CLI::Option* option : command.get_options()) {
    if (!option->nonpositional()) taken.push_back(in_sentence(option->get_description()));
  }
  const char* counts[] = {"none", "one: ", "two: "};
  check(taken.size() < std::size(counts), "a command with more words than have a name");
  return fmt::format("{} is one word too many; {} takes {}{}.", in_quotes(word), command.get_name(),
                     counts[taken.size()], fmt::join(taken, "; then "));
}

/// A misspelled option leaves its value over too, so options come first.
std::string surplus_text(const CLI::App& app) {
  const CLI::App& command = app.remaining().empty() ? chosen_app(app) : app;
  const auto words = command.remaining();
  const auto option =
      std::ranges::find_if(words, [](const auto& word) { return word.starts_with('-'); });
  if (option != words.end()) return unknown_option_text(command, *option);
  return surplus_word_text(command, words.empty() ? std::string{} : words.front());
}

std::string missing_text(const CLI::App& app, const CLI::ParseError& error) {
  const CLI::App& command = chosen_app(app);
  for (const CLI::Option* option : command.get_options()) {
    if (option->get_required() && option->count() == 0) return needs_text(command, *option);
  }
  return std::string(error.what()) + ".";
}

/// The library begins this message with the option's name and a colon.
std::string mismatch_text(const CLI::App& app, const CLI::ParseError& error) {
  const std::string what = error.what();
  const std::string name = what.substr(0, what.find(':'));
  const CLI::Option* option = chosen_app(app).get_option_no_throw(name);
  if (option == nullptr) return what + ".";
  const int count = option->get_items_expected_min();
  return fmt::format("{} needs {}: {}.", name,
                     count == 1 ? "a value" : fmt::format("{} values", count),
                     in_sentence(option->get_description()));
}

}  // namespace

CLI::Validator allowed_by(FieldInfo field, std::string option) {
  field.key = std::move(option);
  const std::string name = field.choices.empty() ? "" : allowed_text(field);
  return {[field](std::string& word) {
            word = to_text(parse_value(field, word, ""));
            return std::string{};
          },
          name};
}

CLI::Validator not_empty(std::string option, std::string wanted) {
  return {[option = std::move(option), wanted = std::move(wanted)](const std::string& word) {
            if (word.empty()) throw UserError(fmt::format("{} is empty; give {}.", option, wanted));
            return std::string{};
          },
          ""};
}

std::string usage_sentence(const CLI::App& app, const CLI::ParseError& error) {
  if (dynamic_cast<const CLI::ExtrasError*>(&error)) return surplus_text(app);
  if (dynamic_cast<const CLI::RequiredError*>(&error)) return missing_text(app, error);
  if (dynamic_cast<const CLI::ArgumentMismatch*>(&error)) return mismatch_text(app, error);
  return std::string(error.what()) + ".";
}

void check_window_alone(const CLI::App& app) {
  if (app.get_subcommands().empty()) return;
  for (const CLI::Option* option : app.get_options()) {
    if (option->count() == 0) continue;
    const std::string word =
        option->nonpositional() ? option->get_name() : in_quotes(option->results().front());
    throw UserError(fmt::format("{} is for the window and cannot stand before {}.", word,
                                chosen_app(app).get_name()));
  }
}

}  // namespace scorescope
