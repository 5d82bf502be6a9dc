// A catalogue: everything of one sort that a user can choose, each with its field table and
// factory.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/error.h"
#include "core/base/field.h"

namespace scorescope {

/// What an interface shows of an entry.
struct EntryInfo {
  std::string id{};     ///< as in JSON, snake_case
  std::string label{};  ///< as on screen
  std::string help{};   ///< one or two sentences
  FieldList fields{};
};

using EntryList = std::vector<EntryInfo>;

/// How the entry of that id is called on screen; the id itself if there is none.
std::string entry_label(const EntryList& entries, std::string_view id);

/// An entry and what makes it from options. `Factory` is any callable type.
template <class Factory>
struct Entry {
  EntryInfo info;
  Factory make;
};

/// Throws UserError "<where>: there is no <noun> "x"; allowed are ..." .
[[noreturn]] void throw_unknown_entry(const EntryList& entries, std::string_view noun,
                                      std::string_view id);

template <class Factory>
class Catalogue {
 public:
  /// `noun` is the singular used in messages, for example "sampler".
  Catalogue(std::string noun, std::vector<Entry<Factory>> entries)
      : noun_(std::move(noun)), entries_(std::move(entries)) {
    for (const auto& entry : entries_) infos_.push_back(entry.info);
  }

  const EntryList& infos() const { return infos_; }

  /// Throws UserError listing what exists if `id` does not.
  const Entry<Factory>& find(std::string_view id) const {
    for (const auto& entry : entries_) {
      if (entry.info.id == id) return entry;
    }
    throw_unknown_entry(infos_, noun_, id);
  }

 private:
  std::string noun_;
  std::vector<Entry<Factory>> entries_;
  EntryList infos_;
};

}  // namespace scorescope
