// Lessons and bare specs from JSON.
#include "core/experiment/lesson.h"

#include <gtest/gtest.h>

#include "core/experiment/spec_json.h"
#include "tests/core/experiment/example_schema.h"

namespace scorescope {
namespace {

const Schema kSchema = example_schema();

Lesson read(std::string_view text) {
  return lesson_from_json(kSchema, text, "assets/lessons/why-annealing.json");
}

std::string complaint(std::string_view text) {
  return message_of([&] { read(text); });
}

constexpr const char* kLesson = R"({
  "title": "Why annealing?",
  "about": "One sentence.",
  "spec": {"seed": 10},
  "layout": {"pair": "plain|annealed", "layers": ["exact", "particles"], "plots": ["loss"],
             "level": -1, "follow": true, "half_width": 10, "presenter": "both",
             "presenter_view": "a"},
  "cards": [{"text": "Quiet.", "emphasis": "Strong.", "layout": {"level": 0},
             "set": ["training.batch=64"]}]})";

TEST(Lesson, ReadsEveryPart) {
  const Lesson lesson = read(kLesson);
  EXPECT_EQ(lesson.id, "why-annealing");
  EXPECT_EQ(lesson.title, "Why annealing?");
  EXPECT_EQ(lesson.spec.seeds.main, 10);
  EXPECT_EQ(lesson.layout.plots, std::vector<std::string>{"loss"});
  EXPECT_EQ(lesson.layout.follow, true);
  ASSERT_EQ(lesson.cards.size(), 1u);
  EXPECT_EQ(lesson.cards[0].layout.level, 0);
  EXPECT_EQ(lesson.cards[0].layout.pair, std::nullopt);
}

TEST(Lesson, RoundTripKeepsEveryPart) {
  const Lesson lesson = read(kLesson);
  const Lesson again = read(lesson_to_json(kSchema, lesson));
  EXPECT_EQ(again.spec, lesson.spec);
  EXPECT_EQ(again.layout, lesson.layout);
  EXPECT_EQ(again.title, lesson.title);
  ASSERT_EQ(again.cards.size(), 1u);
  EXPECT_EQ(again.cards[0].text, lesson.cards[0].text);
  EXPECT_EQ(again.cards[0].set, lesson.cards[0].set);
  EXPECT_EQ(again.cards[0].layout, lesson.cards[0].layout);
}

TEST(Lesson, BareSpecIsALessonWithoutCards) {
  const Lesson lesson = lesson_from_json(kSchema, R"({"seed": 3})", "runs/my-spec.json");
  EXPECT_EQ(lesson.title, "my-spec");
  EXPECT_TRUE(lesson.is_bare);
  EXPECT_EQ(lesson.spec.seeds.main, 3);
  EXPECT_TRUE(lesson.cards.empty());
}

TEST(Lesson, BareSpecKeepsTheTitleOfTheLessonItComesFrom) {
  const Lesson lesson = read(kLesson);
  const std::string json = bare_spec_to_json(kSchema, lesson);
  const Lesson again = lesson_from_json(kSchema, json, "runs/first/spec.json");
  EXPECT_EQ(again.title, lesson.title);
  EXPECT_FALSE(again.is_bare);
  EXPECT_EQ(again.spec, lesson.spec);
  EXPECT_EQ(bare_spec_to_json(kSchema, again), json);
  const Lesson bare = lesson_from_json(kSchema, R"({"seed": 3})", "spec.json");
  EXPECT_EQ(bare_spec_to_json(kSchema, bare), spec_to_json(kSchema, bare.spec));
  EXPECT_EQ(complaint(R"({"lesson": 3})"),
            "assets/lessons/why-annealing.json: lesson is 3, but it must be text.");
}

TEST(Lesson, PartOfASavedStateIsLeftToItsReader) {
  EXPECT_EQ(complaint(R"({"title": "x", "spec": {}, "state": {"step": 3}})"), "no error");
}

TEST(Lesson, CardAssignmentsAreTriedOnTheLessonsSpec) {
  EXPECT_EQ(
      complaint(R"({"spec": {"noise": {"max": 5}},
                          "cards": [{"text": "a", "set": ["noise.min=3"]},
                                    {"text": "b", "set": ["noise.min=6"]}]})"),
      "assets/lessons/why-annealing.json: cards[1]: noise: max is 5 and min is 6, but max must "
      "be above min.");
  EXPECT_EQ(complaint(R"({"spec": {"noise": {"max": 5}},
                          "cards": [{"text": "a", "set": ["noise.max=50"]},
                                    {"text": "b", "set": ["noise.min=4"]}]})"),
            "no error");
  EXPECT_NE(complaint(R"({"cards": [{"text": "a", "set": ["noise.mx=5"]}]})").find("cards[0]"),
            std::string::npos);
}

TEST(Lesson, WrongPartsAreRefused) {
  for (const char* bad :
       {R"({"title": 3})", R"({"cards": {}})", R"({"cards": [{}]})", R"({"cards": [3]})",
        R"({"title": "x", "layout": {"colour": 1}})", R"({"layout": {"layers": "data"}})",
        R"({"layout": {"level": -2}})", R"({"layout": {"level": 0.5}})",
        R"({"layout": {"follow": 1}})", R"({"layout": {"half_width": 0}})",
        R"({"layout": {"half_width": 1e300}})", R"({"layout": {"presenter": "all"}})",
        R"({"layout": {"presenter_view": "c"}})", R"({"title": "x", "spcc": {}})",
        R"({"spec": {"seed": "x"}})", R"({"cards": [{"text": "a", "set": "x=1"}]})"}) {
    EXPECT_EQ(complaint(bad).substr(0, 35), "assets/lessons/why-annealing.json: ")
        << bad << ": " << complaint(bad);
  }
}

}  // namespace
}  // namespace scorescope
