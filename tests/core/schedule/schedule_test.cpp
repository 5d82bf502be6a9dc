// Ladders: their ends, their order, and what is refused.
#include <gtest/gtest.h>

#include <cmath>

#include "core/schedule/catalogue.h"

namespace scorescope {
namespace {

std::string refusal(const Choice& choice) {
  try {
    make_levels(choice);
  } catch (const UserError& error) {
    return error.what();
  }
  return "(accepted)";
}

TEST(Schedules, DefaultIsTheFirstLessonsLadder) {
  const auto levels = make_levels({"geometric", {}});
  ASSERT_EQ(levels.size(), 10u);
  EXPECT_DOUBLE_EQ(levels.front(), 20.0);
  EXPECT_DOUBLE_EQ(levels.back(), 1.0);
  EXPECT_NEAR(levels[1], 20.0 * std::pow(20.0, -1.0 / 9.0), 1e-12);
}

TEST(Schedules, EveryKindWithEndsIsStrictlyDecreasingBetweenThem) {
  for (const auto& entry : schedule_catalogue().infos()) {
    if (!find_field(entry.fields, "max")) continue;
    for (const double min : {1e-3, 0.5, 7.9}) {
      const auto levels =
          make_levels({entry.id, {{"max", 8.0}, {"min", min}, {"levels", std::int64_t{37}}}});
      ASSERT_EQ(levels.size(), 37u) << entry.id;
      EXPECT_DOUBLE_EQ(levels.front(), 8.0) << entry.id;
      EXPECT_DOUBLE_EQ(levels.back(), min) << entry.id;
      for (std::size_t i = 1; i < levels.size(); ++i) {
        EXPECT_LT(levels[i], levels[i - 1]) << entry.id << " at " << i;
      }
    }
  }
}

TEST(Schedules, EveryFieldHasHelpAndWhatALargerValueDoes) {
  for (const auto& entry : schedule_catalogue().infos()) {
    for (const auto& field : entry.fields) {
      EXPECT_FALSE(field.help.empty()) << entry.id << "." << field.key;
      EXPECT_FALSE(field.larger.empty()) << entry.id << "." << field.key;
    }
  }
}

TEST(Schedules, LinearStepsAreEqual) {
  const auto levels =
      make_levels({"linear", {{"max", 5.0}, {"min", 1.0}, {"levels", std::int64_t{5}}}});
  EXPECT_EQ(levels, (std::vector<double>{5, 4, 3, 2, 1}));
}

TEST(Schedules, CosineAnglesAreEqual) {
  const auto levels = make_levels({"cosine", {}});
  const double step = std::atan(levels[1]) - std::atan(levels[0]);
  for (std::size_t i = 2; i < levels.size(); ++i) {
    EXPECT_NEAR(std::atan(levels[i]) - std::atan(levels[i - 1]), step, 1e-12);
  }
}

// Second value of the published grid N = 18, 80 to 0.002, by the formula of maths.md section 8.
TEST(Schedules, EdmFollowsItsFormula) {
  const auto levels = make_levels(
      {"edm", {{"max", 80.0}, {"min", 0.002}, {"levels", std::int64_t{18}}, {"rho", 7.0}}});
  EXPECT_NEAR(levels[1], 57.586, 1e-3);
  const auto linear = make_levels({"edm", {{"rho", 1.0}}});
  EXPECT_NEAR(linear[1], 20.0 - 19.0 / 9.0, 1e-12);
}

TEST(Schedules, RefusesALadderThatDoesNotFall) {
  EXPECT_EQ(
      refusal({"geometric", {{"max", 1.0}, {"min", 20.0}}}),
      "noise: max is 1 and min is 20; max must be above min, because noise levels are strictly "
      "decreasing.");
  EXPECT_EQ(
      refusal({"list", {{"levels", std::vector<double>{4, 2, 3}}}}),
      "noise: level 2 is 3 but level 1 is 2; noise levels must be strictly decreasing, highest "
      "first.");
  EXPECT_EQ(
      refusal({"list", {{"levels", std::vector<double>{4, 4}}}}),
      "noise: level 1 is 4 but level 0 is 4; noise levels must be strictly decreasing, highest "
      "first.");
  EXPECT_EQ(refusal({"list", {{"levels", std::vector<double>{}}}}),
            "noise: the ladder is empty; it needs at least one level.");
}

TEST(Schedules, RefusesLevelsThatAreNotPositiveNumbers) {
  EXPECT_THROW(check_levels({2.0, 0.0}), UserError);
  EXPECT_THROW(check_levels({2.0, -1.0}), UserError);
  EXPECT_THROW(check_levels({std::nan(""), 1.0}), UserError);
  EXPECT_THROW(check_levels({INFINITY, 1.0}), UserError);
  EXPECT_NO_THROW(check_levels({0.5}));
}

TEST(Schedules, RefusesUnknownKindsAndKeys) {
  EXPECT_NE(refusal({"geometrical", {}}).find("geometric"), std::string::npos);
  EXPECT_NE(refusal({"geometric", {{"sigma_max", 3.0}}}).find("sigma_max"), std::string::npos);
}

}  // namespace
}  // namespace scorescope
