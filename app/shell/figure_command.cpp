#include "app/shell/figure_command.h"

#include <algorithm>
#include <array>
#include <cctype>

#include "app/panels/plane.h"
#include "core/experiment/spec_json.h"

namespace scorescope {
namespace {

struct ChoiceSection {
  const char* name;
  Choice ExperimentSpec::*choice;
};
constexpr std::array<ChoiceSection, 4> kChoiceSections{{{"data", &ExperimentSpec::data},
                                                        {"network", &ExperimentSpec::network},
                                                        {"objective", &ExperimentSpec::objective},
                                                        {"noise", &ExperimentSpec::noise}}};

/// The file's name is what a person would type for it; a bundled lesson has none of its own.
std::string lesson_word(const ProgramState& state) {
  return state.lesson.id.empty() ? "why-annealing" : state.lesson.id;
}

void add_differing(const Schema& schema, const ExperimentSpec& before, const ExperimentSpec& after,
                   const std::string& section, std::vector<std::string>& out) {
  for (const FieldInfo& field : section_fields(schema, after, section)) {
    const Value was = get_value(schema, before, section, field.key);
    const Value is = get_value(schema, after, section, field.key);
    if (was != is) out.push_back(section + "." + field.key + "=" + to_text(is));
  }
}

}  // namespace

std::vector<std::string> assignments_between(const Schema& schema, const ExperimentSpec& before,
                                             const ExperimentSpec& after) {
  std::vector<std::string> out;
  ExperimentSpec base = before;
  const auto take_kind = [&](const std::string& section, Choice& from, const Choice& to) {
    if (from.kind != to.kind) {
      out.push_back(section + ".kind=" + to.kind);
      from = {to.kind, {}};
    }
    add_differing(schema, base, after, section, out);
  };
  for (const ChoiceSection& section : kChoiceSections) {
    take_kind(section.name, base.*section.choice, after.*section.choice);
  }
  for (std::size_t i = 0; i < std::min(base.samplers.size(), after.samplers.size()); ++i) {
    take_kind("samplers." + std::to_string(i), base.samplers[i], after.samplers[i]);
  }
  for (const char* section : {"training", "sampling", "seeds", "compute"}) {
    add_differing(schema, base, after, section, out);
  }
  if (!has_pictures(schema, after)) return out;
  for (const char* section : {"distances", "step_grid", "plane"}) {
    add_differing(schema, base, after, section, out);
  }
  return out;
}

std::string shell_word(const std::string& word) {
  const auto is_plain = [](unsigned char c) {
    return std::isalnum(c) != 0 ||
           std::string("-_./=,:+@%").find(static_cast<char>(c)) != std::string::npos;
  };
  if (!word.empty() && std::ranges::all_of(word, is_plain)) return word;
  std::string quoted = "'";
  for (const char c : word) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return quoted + "'";
}

std::vector<std::string> figure_command(const ProgramState& state, const std::string& figure) {
  std::vector<std::string> lines{"./run run " + shell_word(lesson_word(state))};
  ExperimentSpec after = state.draft;
  if (state.frames.training && state.frames.training->step > 0) {
    after.training.stop_after = state.frames.training->step;
  }
  for (const std::string& set : assignments_between(*state.schema, state.lesson.spec, after)) {
    if (set.starts_with("seeds.main=")) {
      lines.push_back("--seed " + set.substr(std::string("seeds.main=").size()));
    } else {
      lines.push_back("--set " + shell_word(set));
    }
  }
  // both views of the plane are one figure of pictures
  const std::string plot = shows_plane(state) && figure.starts_with("view_") ? "plane" : figure;
  lines.push_back("--plot " + plot + " --out " + plot + ".png");
  return lines;
}

std::string command_text(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += (text.empty() ? "" : " \\\n  ") + line;
  return text;
}

}  // namespace scorescope
