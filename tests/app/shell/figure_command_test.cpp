// The command of a figure brings back the very spec it was copied from.
#include "app/shell/figure_command.h"

#include <gtest/gtest.h>

#include "app/shell/preferences.h"
#include "core/experiment/spec_json.h"
#include "tests/app/panels/small_state.h"

namespace scorescope {
namespace {

ExperimentSpec replayed(const ExperimentSpec& from, const std::vector<std::string>& assignments) {
  ExperimentSpec spec = from;
  for (const std::string& assignment : assignments) set_option(schema(), spec, assignment);
  return spec;
}

TEST(FigureCommand, AssignmentsLeadFromOneSpecToTheOther) {
  const ExperimentSpec before = small_lesson().spec;
  ExperimentSpec after = before;
  after.training.learning_rate = 0.0037;
  after.training.optimiser = "adamw";
  after.seeds.main = 7;
  after.noise.options["levels"] = std::int64_t{5};
  after.data = {"ring_of_gaussians", {}};
  after.samplers[1].options["epsilon"] = 0.0123;
  const auto assignments = assignments_between(schema(), before, after);
  EXPECT_EQ(replayed(before, assignments), after);
}

TEST(FigureCommand, AMixtureByHandSurvivesTheCommandLine) {
  const ExperimentSpec before = small_lesson().spec;
  ExperimentSpec after = before;
  after.data = {"mixture",
                {{"components", std::vector<GaussianComponent>{isotropic(0.3, 1.25, -2.0, 0.5),
                                                               isotropic(0.7, -3.0, 0.0, 1.0)}}}};
  const auto assignments = assignments_between(schema(), before, after);
  const ExperimentSpec again = replayed(before, assignments);
  EXPECT_EQ(again.data, after.data) << (assignments.empty() ? "" : assignments.back());
}

TEST(FigureCommand, OptionsOfPicturesAreNamedOnceAndForPicturesOnly) {
  const ExperimentSpec before = spec_from_json(schema(), R"({"data": {"kind": "mnist"}})", "test");
  ExperimentSpec after = before;
  after.distances.share = 0.375;
  after.step_grid.samples = 7;
  after.plane.second = 7;
  const auto assignments = assignments_between(schema(), before, after);
  EXPECT_EQ(assignments.size(), 3U);
  EXPECT_EQ(replayed(before, assignments), after);
  ExperimentSpec points = small_lesson().spec;
  const ExperimentSpec plain = points;
  points.plane.second = 7;
  EXPECT_TRUE(assignments_between(schema(), plain, points).empty());
}

TEST(FigureCommand, NoChangeNeedsNoAssignment) {
  const ExperimentSpec spec = small_lesson().spec;
  EXPECT_TRUE(assignments_between(schema(), spec, spec).empty());
}

TEST(FigureCommand, NamesLessonSeedStepsAndFigure) {
  ProgramState state = small_state();
  show_canned(state);
  edit_option(state, "seeds", "main", Value(std::int64_t{10}));
  const std::string text = command_text(figure_command(state, "loss"));
  EXPECT_EQ(text.find("./run run small"), 0U) << text;
  EXPECT_NE(text.find("--seed 10"), std::string::npos) << text;
  EXPECT_NE(text.find("training.stop_after=12340"), std::string::npos) << text;
  EXPECT_NE(text.find("--plot loss --out loss.png"), std::string::npos) << text;
}

TEST(FigureCommand, WordsAreQuotedForTheShell) {
  EXPECT_EQ(shell_word("training.batch=64"), "training.batch=64");
  EXPECT_EQ(shell_word("data.path=my file.png"), "'data.path=my file.png'");
  EXPECT_EQ(shell_word("it's"), "'it'\\''s'");
  EXPECT_EQ(shell_word(""), "''");
}

TEST(Preferences, TextBringsThemBack) {
  const Preferences preferences{false, 1.5F};
  EXPECT_EQ(preferences_from_text(preferences_to_text(preferences)), preferences);
}

TEST(Preferences, WhatCannotBeReadHasItsDefault) {
  EXPECT_EQ(preferences_from_text("not json"), Preferences{});
  EXPECT_EQ(preferences_from_text("{\"theme\": 3, \"scale\": \"big\"}"), Preferences{});
  EXPECT_EQ(preferences_from_text("{\"scale\": 99}").scale, 3.0F);
}

}  // namespace
}  // namespace scorescope
