// Lessons and saved states as JSON.
#include "core/experiment/lesson.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <filesystem>

#include "core/experiment/json_text.h"
#include "core/experiment/spec_json.h"
#include "core/experiment/spec_object.h"

namespace scorescope {
namespace {

constexpr double kLeastHalfWidth = 1e-4, kMostHalfWidth = 1e6;  // as far as the camera zooms

template <class T>
[[noreturn]] void refuse_type(const Json& json, std::string_view wanted, const T& place) {
  throw UserError(fmt::format("{} is {}, but it must be {}.", place, json_type_text(json), wanted));
}

std::string text_from(const Json& json, std::string_view key, std::string_view where) {
  const auto found = json.find(std::string(key));
  if (found == json.end()) return {};
  if (!found->is_string()) refuse_type(*found, "text", fmt::format("{}: {}", where, key));
  return found->get<std::string>();
}

std::optional<std::string> optional_text(const Json& json, std::string_view key,
                                         std::string_view where) {
  if (!json.contains(std::string(key))) return std::nullopt;
  return text_from(json, key, where);
}

std::optional<std::vector<std::string>> optional_texts(const Json& json, std::string_view key,
                                                       std::string_view where) {
  const auto found = json.find(std::string(key));
  if (found == json.end()) return std::nullopt;
  const bool texts = found->is_array() && std::ranges::all_of(*found, &Json::is_string);
  if (!texts) refuse_type(*found, "a list of texts", fmt::format("{}: {}", where, key));
  return found->get<std::vector<std::string>>();
}

void read_level(const Json& json, Layout& layout, std::string_view where) {
  if (!json.contains("level")) return;
  const Json& level = json["level"];
  if (!level.is_number_integer() || level.get<std::int64_t>() < -1) {
    refuse_type(level, "a whole number, at least -1 (-1 is the lowest level)",
                fmt::format("{}: level", where));
  }
  layout.level = level.get<std::int64_t>();
}

void read_half_width(const Json& json, Layout& layout, std::string_view where) {
  if (!json.contains("half_width")) return;
  const Json& width = json["half_width"];
  if (!width.is_number() || width.get<double>() < kLeastHalfWidth ||
      width.get<double>() > kMostHalfWidth) {
    refuse_type(width, fmt::format("a number, {} to {}", kLeastHalfWidth, kMostHalfWidth),
                fmt::format("{}: half_width", where));
  }
  layout.half_width = width.get<double>();
}

std::optional<std::string> optional_word(const Json& json, const char* key,
                                         const std::vector<std::string>& allowed,
                                         std::string_view where) {
  auto word = optional_text(json, key, where);
  if (!word || std::ranges::count(allowed, *word)) return word;
  refuse_type(json[key], fmt::format("one of {}", fmt::join(allowed, ", ")),
              fmt::format("{}: {}", where, key));
}

Layout layout_from(const Json& json, std::string_view where) {
  check_keys(
      json,
      {"pair", "layers", "plots", "level", "follow", "half_width", "presenter", "presenter_view"},
      where);
  Layout layout;
  layout.pair = optional_text(json, "pair", where);
  layout.layers = optional_texts(json, "layers", where);
  layout.plots = optional_texts(json, "plots", where);
  read_level(json, layout, where);
  read_half_width(json, layout, where);
  layout.presenter = optional_word(json, "presenter", {"train", "sample", "both"}, where);
  layout.presenter_view = optional_word(json, "presenter_view", {"a", "b", "both"}, where);
  if (json.contains("follow")) {
    if (!json["follow"].is_boolean()) {
      refuse_type(json["follow"], "true or false", fmt::format("{}: follow", where));
    }
    layout.follow = json["follow"].get<bool>();
  }
  return layout;
}

Json layout_to(const Layout& layout) {
  Json json = Json::object();
  if (layout.pair) json["pair"] = *layout.pair;
  if (layout.layers) json["layers"] = *layout.layers;
  if (layout.plots) json["plots"] = *layout.plots;
  if (layout.level) json["level"] = *layout.level;
  if (layout.follow) json["follow"] = *layout.follow;
  if (layout.half_width) json["half_width"] = *layout.half_width;
  if (layout.presenter) json["presenter"] = *layout.presenter;
  if (layout.presenter_view) json["presenter_view"] = *layout.presenter_view;
  return json;
}

LessonCard card_from(const Json& json, std::string_view where) {
  check_keys(json, {"text", "emphasis", "layout", "set"}, where);
  LessonCard card;
  card.text = text_from(json, "text", where);
  card.emphasis = text_from(json, "emphasis", where);
  if (card.text.empty() && card.emphasis.empty()) {
    throw UserError(fmt::format("{}: a card needs a sentence in text or emphasis.", where));
  }
  if (json.contains("layout")) {
    card.layout = layout_from(json["layout"], fmt::format("{}: layout", where));
  }
  card.set = optional_texts(json, "set", where).value_or(std::vector<std::string>{});
  return card;
}

Json card_to(const LessonCard& card) {
  Json json{{"text", card.text}, {"emphasis", card.emphasis}};
  if (card.layout != Layout{}) json["layout"] = layout_to(card.layout);
  if (!card.set.empty()) json["set"] = card.set;
  return json;
}

/// Opens each card on a copy of the lesson's spec, as the window does: cards do not add up.
void check_assignments(const Schema& schema, const Lesson& lesson, std::string_view name) {
  for (std::size_t i = 0; i < lesson.cards.size(); ++i) {
    ExperimentSpec spec = lesson.spec;
    try {
      for (const auto& assignment : lesson.cards[i].set) set_option(schema, spec, assignment);
      validate(schema, spec);
    } catch (const UserError& error) {
      throw UserError(fmt::format("{}: cards[{}]: {}", name, i, error.what()));
    }
  }
}

void read_cards(const Json& json, Lesson& lesson, std::string_view name) {
  if (!json.contains("cards")) return;
  const Json& cards = json["cards"];
  if (!cards.is_array()) {
    refuse_type(cards, "a list of cards", fmt::format("{}: cards", name));
  }
  for (std::size_t i = 0; i < cards.size(); ++i) {
    lesson.cards.push_back(card_from(cards[i], fmt::format("{}: cards[{}]", name, i)));
  }
}

std::int64_t order_from(const Json& json, std::string_view name) {
  if (json.is_number_integer()) return json.get<std::int64_t>();
  refuse_type(json, "a whole number", fmt::format("{}: order", name));
}

bool is_lesson(const Json& json) {
  return json.is_object() && (json.contains("spec") || json.contains("title") ||
                              json.contains("cards") || json.contains("layout"));
}

}  // namespace

Lesson lesson_from_json(const Schema& schema, std::string_view text, std::string_view name) {
  Json json = parse_json(text, name);
  Lesson lesson;
  lesson.id = std::filesystem::path(name).stem().string();
  lesson.title = lesson.id;
  if (!is_lesson(json)) {
    lesson.is_bare = !json.is_object() || !json.contains("lesson");
    if (!lesson.is_bare) {
      lesson.title = text_from(json, "lesson", name);
      json.erase("lesson");
    }
    lesson.spec = spec_from_object(schema, json, name);
    return lesson;
  }
  // "state" is the part of a saved state that core/record reads.
  check_keys(json, {"title", "about", "order", "spec", "layout", "cards", "state"}, name);
  if (json.contains("title")) lesson.title = text_from(json, "title", name);
  lesson.about = text_from(json, "about", name);
  if (json.contains("order")) lesson.order = order_from(json["order"], name);
  if (json.contains("spec")) {
    lesson.spec = spec_from_object(schema, json["spec"], fmt::format("{}: spec", name));
  }
  if (json.contains("layout")) {
    lesson.layout = layout_from(json["layout"], fmt::format("{}: layout", name));
  }
  read_cards(json, lesson, name);
  check_assignments(schema, lesson, name);
  return lesson;
}

std::string lesson_to_json(const Schema& schema, const Lesson& lesson) {
  Json json{{"title", lesson.title},
            {"about", lesson.about},
            {"order", lesson.order},
            {"spec", spec_to_object(schema, lesson.spec)},
            {"layout", layout_to(lesson.layout)},
            {"cards", Json::array()}};
  for (const auto& card : lesson.cards) json["cards"].push_back(card_to(card));
  return json_text(json);
}

std::string bare_spec_to_json(const Schema& schema, const Lesson& lesson) {
  Json json = Json::object();
  if (!lesson.is_bare) json["lesson"] = lesson.title;
  json.update(spec_to_object(schema, lesson.spec));
  return json_text(json);
}

}  // namespace scorescope
