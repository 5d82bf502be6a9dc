// A lesson or a saved state: a spec, how the window shows it, and a few cards. Plain values.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/experiment/spec.h"

namespace scorescope {

/// How the stage and the plots are arranged. Absent members leave what is there.
struct Layout {
  std::optional<std::string> pair;  ///< "plain|annealed", "learned|exact", ... (see app)
  std::optional<std::vector<std::string>> layers;  ///< ids of the layers that are on
  std::optional<std::vector<std::string>> plots;   ///< ids of the open plots, top to bottom
  std::optional<std::int64_t> level;     ///< shown noise level, 0 is the highest; -1 the lowest
  std::optional<bool> follow;            ///< the shown level follows the sampler
  std::optional<double> half_width;      ///< of the square camera about the origin, data units
  std::optional<std::string> presenter;  ///< transport shown in presenter mode: train|sample|both
  /// View shown in presenter mode: a|b|both. Unlike the others, absent means both.
  std::optional<std::string> presenter_view;

  bool operator==(const Layout&) const = default;
};

/// One sentence of a lesson and what it switches.
struct LessonCard {
  std::string text;      ///< the quiet part, sentence case
  std::string emphasis;  ///< the part in strong type after it
  Layout layout;
  std::vector<std::string> set;  ///< "section.key=value" assignments, applied when the card opens
};

struct Lesson {
  std::string id;  ///< file name without ".json"
  std::string title;
  bool is_bare = false;       ///< no lesson stands behind the spec: the title is its file's name
  std::string about;          ///< one sentence for the list of lessons
  std::int64_t order = 1000;  ///< place in the list of lessons; equal ones by id
  ExperimentSpec spec;
  Layout layout;
  std::vector<LessonCard> cards;
};

/// Reads a lesson, or a bare spec: then there are no cards, and the title is what "lesson" in it
/// says (see bare_spec_to_json), or else the file's stem. Every
/// card's assignments are applied to a copy of the spec, so a wrong one fails here. Throws
/// UserError.
Lesson lesson_from_json(const Schema& schema, std::string_view text, std::string_view name);

std::string lesson_to_json(const Schema& schema, const Lesson& lesson);

/// The spec as spec_to_json writes it, and beside it the title of the lesson it comes from, if any.
std::string bare_spec_to_json(const Schema& schema, const Lesson& lesson);

}  // namespace scorescope
