// Labels of entries, and the message for an id that is in no catalogue.
#include "core/base/catalogue.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/quoted.h"

namespace scorescope {

std::string entry_label(const EntryList& entries, std::string_view id) {
  const auto found = std::ranges::find(entries, id, &EntryInfo::id);
  return found == entries.end() ? std::string(id) : found->label;
}

void throw_unknown_entry(const EntryList& entries, std::string_view noun, std::string_view id) {
  std::vector<std::string> ids;
  for (const auto& entry : entries) ids.push_back(entry.id);
  throw UserError(fmt::format("there is no {} {}{}; allowed are {}.", noun, in_quotes(id),
                              nearest_spelling(id, ids), fmt::join(ids, ", ")));
}

}  // namespace scorescope
