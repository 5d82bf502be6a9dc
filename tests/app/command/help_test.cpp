// What list and describe say, and that the bundled lessons fit the program they come with.
#include <gtest/gtest.h>

#include "app/command/help_commands.h"
#include "build_config.h"
#include "core/base/error.h"
#include "core/experiment/lesson_library.h"
#include "core/experiment/spec_json.h"
#include "core/run/choices.h"

#if SCORESCOPE_WINDOW
#include "app/panels/gallery.h"
#include "app/panels/plots.h"
#include "app/panels/stage_pairs.h"
#endif

namespace scorescope {
namespace {

std::vector<Lesson> bundled() {
  std::vector<Lesson> all = load_lessons(schema(), assets_directory());
  for (auto& preset : load_presets(schema(), assets_directory())) all.push_back(preset);
  return all;
}

TEST(Lessons, AllInTeachingOrderAndThePresets) {
  const std::vector<std::string> expected{
      "why-annealing",    "what-the-network-learns", "four-ways",
      "what-dsm-adds",    "one-level-or-many",       "ring-two-references",
      "your-own-picture", "digits-from-noise",       "snow",
      "poster",           "poster-digits",           "digits-good",
      "ncsnv2-digits"};
  std::vector<std::string> ids;
  for (const auto& lesson : bundled()) ids.push_back(lesson.id);
  EXPECT_EQ(ids, expected);
  EXPECT_EQ(ids.front(), kDefaultLesson);
}

TEST(Lessons, EveryOneIsCompleteAndReadsBack) {
  for (const auto& lesson : bundled()) {
    EXPECT_FALSE(lesson.title.empty()) << lesson.id;
    EXPECT_FALSE(lesson.about.empty()) << lesson.id;
    EXPECT_NO_THROW(validate(schema(), lesson.spec)) << lesson.id;
    const std::string json = lesson_to_json(schema(), lesson);
    EXPECT_EQ(lesson_from_json(schema(), json, lesson.id + ".json").spec, lesson.spec) << json;
    for (const auto& card : lesson.cards) {
      EXPECT_FALSE(card.emphasis.empty()) << lesson.id << ": " << card.text;
    }
  }
}

#if SCORESCOPE_WINDOW
void expect_known(const Layout& layout, const std::string& where) {
  if (layout.pair) {
    EXPECT_NO_THROW(pair_from_id(*layout.pair)) << where;
  }
  for (const auto& id : layout.layers.value_or(std::vector<std::string>{})) {
    if (find_content(id) != nullptr) continue;  // what a gallery shows
    EXPECT_NO_THROW(layer_from_id(id)) << where;
  }
  for (const auto& id : layout.plots.value_or(std::vector<std::string>{})) {
    EXPECT_NE(find_plot(id), nullptr) << where << ": " << id;
  }
}

TEST(Lessons, NameOnlyPairsLayersAndPlotsThatExist) {
  for (const auto& lesson : bundled()) {
    expect_known(lesson.layout, lesson.id);
    for (const auto& card : lesson.cards) expect_known(card.layout, lesson.id + ": " + card.text);
  }
}
#endif

/// Every option of every entry and section with its place, for messages.
std::vector<std::pair<std::string, FieldInfo>> all_fields() {
  std::vector<std::pair<std::string, FieldInfo>> all;
  const Schema& known = schema();
  for (const EntryList* entries : {&known.distributions, &known.image_sets, &known.networks,
                                   &known.objectives, &known.schedules, &known.samplers}) {
    for (const auto& entry : *entries) {
      for (const auto& field : entry.fields) all.emplace_back(entry.id, field);
    }
  }
  for (const FieldList* fields :
       {&training_fields().infos(), &sampling_fields().infos(), &seed_fields().infos(),
        &compute_fields().infos(), &distance_fields().infos(), &plane_fields().infos()}) {
    for (const auto& field : *fields) all.emplace_back("spec", field);
  }
  return all;
}

TEST(Fields, EveryOptionOfTheProgramIsExplainedAndItsDefaultIsAllowed) {
  for (const auto& [owner, field] : all_fields()) {
    const std::string where = owner + "." + field.key;
    EXPECT_FALSE(field.label.empty()) << where;
    EXPECT_FALSE(field.help.empty()) << where;
    EXPECT_TRUE(field.help.empty() || field.help.ends_with('.')) << where << ": " << field.help;
    EXPECT_NO_THROW(checked_value(field, field.initial, where));
    EXPECT_EQ(field.key.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_"),
              std::string::npos)
        << where;
  }
}

TEST(Fields, TheirTextReadsBackAsTheDefault) {
  for (const auto& [owner, field] : all_fields()) {
    if (std::holds_alternative<std::vector<GaussianComponent>>(field.initial)) continue;
    EXPECT_EQ(parse_value(field, to_text(field.initial), owner), field.initial)
        << owner << "." << field.key;
  }
}

TEST(Describe, ShowsRangeUnitDefaultAndEffect) {
  const std::string text = describe_text("training.learning_rate");
  for (const char* part : {"training.learning_rate", "Learning rate (η)", "Allowed: 1e-06 to 100",
                           "Default: 0.001", "acts at once"}) {
    EXPECT_NE(text.find(part), std::string::npos) << part << "\n" << text;
  }
}

TEST(Describe, FindsAnOptionInEveryEntryThatHasIt) {
  const std::string text = describe_text("epsilon");
  EXPECT_NE(text.find("samplers.epsilon (of langevin)"), std::string::npos) << text;
  EXPECT_NE(text.find("samplers.epsilon (of annealed_langevin)"), std::string::npos) << text;
}

TEST(Describe, UnknownKeyNamesTheNearest) {
  try {
    describe_text("lerning_rate");
    FAIL() << "no error";
  } catch (const UserError& error) {
    EXPECT_NE(std::string(error.what()).find("did you mean \"learning_rate\"?"), std::string::npos)
        << error.what();
  }
}

std::string describe_complaint(const std::string& key) {
  try {
    describe_text(key);
  } catch (const UserError& error) {
    return error.what();
  }
  return "no error";
}

TEST(Describe, NearestSpellingOfAnOptionInItsSection) {
  EXPECT_NE(describe_complaint("training.leaning_rate").find("mean \"training.learning_rate\"?"),
            std::string::npos)
      << describe_complaint("training.leaning_rate");
  EXPECT_NE(describe_complaint("trainig.batch").find("mean \"training.batch\"?"),
            std::string::npos);
  EXPECT_NE(describe_complaint("kindd").find("mean \"kind\"?"), std::string::npos);
  EXPECT_NE(describe_complaint("data.kindd").find("mean \"data.kind\"?"), std::string::npos);
}

TEST(Describe, TakesWhatSetTakes) {
  EXPECT_NE(describe_text("data.kind").find("Allowed: one of two_gaussians, "), std::string::npos);
  EXPECT_NE(describe_text("data.kind").find("Which distribution or image set;"), std::string::npos);
  EXPECT_NE(describe_text("data.kind").find(", mnist, fashion_mnist, "), std::string::npos);
  EXPECT_EQ(describe_text("data.kind").find("data.kind", 9), std::string::npos) << "told twice";
  EXPECT_NE(describe_text("data.first_n").find("(of mnist)"), std::string::npos);
  EXPECT_EQ(describe_text("samplers.1.epsilon"), describe_text("samplers.epsilon"));
  EXPECT_EQ(describe_text("seed"), describe_text("seeds.main"));
}

TEST(List, HasEveryEntryOfEveryCatalogue) {
  const std::string text = list_text("");
  for (const EntryList* entries :
       {&schema().distributions, &schema().image_sets, &schema().networks, &schema().objectives,
        &schema().schedules, &schema().samplers}) {
    for (const auto& entry : *entries) {
      EXPECT_NE(text.find("\n  " + entry.id + " "), std::string::npos) << entry.id;
    }
  }
  EXPECT_THROW(list_text("sampler"), UserError);
  EXPECT_NE(list_text("datasets").find("\n  mnist "), std::string::npos);
  EXPECT_EQ(list_text("lessons").find("\n  poster "), std::string::npos);
  EXPECT_NE(list_text("presets").find("\n  poster "), std::string::npos);
}

}  // namespace
}  // namespace scorescope
