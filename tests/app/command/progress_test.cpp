// What a headless run says while it works, and the names of its outputs.
#include "app/command/progress.h"

#include <gtest/gtest.h>

#include <cstdio>
#include <fstream>

#include "app/command/run_outputs.h"
#include "app/command/run_summary.h"
#include "core/experiment/json_text.h"

namespace scorescope {
namespace {

std::string shown(bool rewrite, const std::vector<HeadlessProgress>& steps) {
  std::FILE* file = std::tmpfile();
  {
    ProgressLine line(file, rewrite);
    for (const auto& step : steps) line.show(step);
  }
  std::rewind(file);
  std::string text(4096, '\0');
  text.resize(std::fread(text.data(), 1, text.size(), file));
  std::fclose(file);
  return text;
}

TEST(Progress, SaysStageLossRateAndTimeLeft) {
  EXPECT_EQ(progress_text({"training", 500, 15000, 0.24312}, 2.0),
            "training: 500 of 15000, loss 0.2431, 250/s, 58 s left");
  EXPECT_EQ(progress_text({"sampling", 10, 10, 0.0}, 0.5), "sampling: 10 of 10, 20/s");
  EXPECT_EQ(progress_text({"training", 0, 10, 0.0}, 0.0), "training: 0 of 10");
  EXPECT_EQ(progress_text({"training", 700, 1000, 0.0}, 2.0, 500),
            "training: 700 of 1000, 100/s, 3 s left");
}

TEST(Progress, DurationsAreRoundedUpInSensibleUnits) {
  EXPECT_EQ(duration_text(0.2), "1 s");
  EXPECT_EQ(duration_text(200.0), "3 min 20 s");
  EXPECT_EQ(duration_text(7500.0), "2 h 5 min");
}

TEST(Progress, TerminalLineIsRewrittenAndEnded) {
  const std::string text = shown(true, {{"training", 1, 9, 0.5}, {"training", 2, 9, 0.5}});
  EXPECT_EQ(std::count(text.begin(), text.end(), '\r'), 2) << text;
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 1) << text;
  EXPECT_EQ(text.back(), '\n');
}

TEST(Progress, ElsewhereOnlyTheEndOfAStageIsPrintedAtOnce) {
  const std::string text =
      shown(false, {{"training", 1, 2, 0.5}, {"training", 2, 2, 0.5}, {"sampling", 1, 3, 0.0}});
  EXPECT_EQ(text.find('\r'), std::string::npos);
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 1) << text;
  EXPECT_EQ(text.substr(0, 16), "training: 2 of 2");
}

TEST(Progress, TheEndOfAStageIsSaidOnce) {
  for (const bool rewrite : {false, true}) {
    const std::string text = shown(rewrite, {{"measuring levels", 1, 2, 0.0},
                                             {"measuring levels", 2, 2, 0.0},
                                             {"measuring levels", 2, 2, 0.0}});
    EXPECT_EQ(text.find("2 of 2"), text.rfind("2 of 2")) << text;
    EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 1) << text;
  }
}

TEST(CloudNames, SamplersOfOneKindAreToldApart) {
  ExperimentSpec spec;
  std::vector<SampledCloud> clouds(4);
  for (std::size_t i = 0; i < 4; ++i) clouds[i].sampler = spec.samplers[i % 2].kind;
  EXPECT_EQ(cloud_names(spec, clouds)[1], "annealed_langevin");
  spec.samplers[1].kind = "langevin";
  for (auto& cloud : clouds) cloud.sampler = "langevin";
  EXPECT_EQ(cloud_names(spec, clouds),
            (std::vector<std::string>{"langevin_a", "langevin_b", "langevin_a", "langevin_b"}));
}

TEST(RunSummary, GivesTheTimeOfSlowChainsAsABound) {
  HeadlessResult result;
  result.training = std::make_shared<TrainingFrame>();
  SampledCloud cloud;
  cloud.final_frame.autocorrelation_time = 300.0;
  cloud.final_frame.effective_samples = 40.0;
  result.clouds = {cloud};
  const auto summary = [&] { return parse_json(run_summary({}, result), "")["samples"][0]; };
  Json found = summary();
  EXPECT_EQ(found["autocorrelation_steps"], 300.0);
  EXPECT_EQ(found["effective_samples"], 40.0);
  EXPECT_FALSE(found.contains("autocorrelation_steps_at_least"));
  result.clouds[0].final_frame.mixing_is_bound = true;
  found = summary();
  EXPECT_TRUE(found["autocorrelation_steps"].is_null());
  EXPECT_TRUE(found["effective_samples"].is_null());
  EXPECT_EQ(found["autocorrelation_steps_at_least"], 300.0);
  EXPECT_EQ(found["effective_samples_at_most"], 40.0);
}

TEST(RunSummary, NamesALessonOnlyWhereThereIsOne) {
  HeadlessResult result;
  result.training = std::make_shared<TrainingFrame>();
  Lesson lesson;
  lesson.title = "Why annealing?";
  EXPECT_EQ(parse_json(run_summary(lesson, result), "")["lesson"], "Why annealing?");
  lesson.is_bare = true;
  EXPECT_TRUE(parse_json(run_summary(lesson, result), "")["lesson"].is_null());
}

TEST(RunSummary, SaysWhatTheNumbersOfTheLevelsAreOf) {
  HeadlessResult result;
  result.training = std::make_shared<TrainingFrame>();
  const Json summary = parse_json(run_summary({}, result), "");
  EXPECT_EQ(summary["levels_weights"], "averaged");
  EXPECT_EQ(summary["levels_units"]["J_ESM"], "1/2 sigma^2 E|.|^2");
  EXPECT_EQ(summary["levels_units"]["score_error"], "E|.|^2");
}

TEST(PictureStage, ShowsTheLessonsSquareAndLevel) {
  Lesson lesson;
  EXPECT_EQ(picture_stage(lesson).bounds, (Bounds{-10, 10, -10, 10}));
  EXPECT_EQ(picture_stage(lesson).shown_level, -1);
  lesson.layout.half_width = 8.0;
  lesson.layout.level = 3;
  EXPECT_EQ(picture_stage(lesson).bounds, (Bounds{-8, 8, -8, 8}));
  EXPECT_EQ(picture_stage(lesson).shown_level, 3);
}

}  // namespace
}  // namespace scorescope
