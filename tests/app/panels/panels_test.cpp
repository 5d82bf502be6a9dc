// Every panel on headless ImGui, with no frames and with canned ones, and what its controls ask
// for.
#include <gtest/gtest.h>

#include "app/panels/keyboard_list.h"
#include "app/panels/lesson_sentence.h"
#include "app/panels/noise_ladder.h"
#include "app/panels/notices.h"
#include "app/panels/open_card.h"
#include "app/panels/presenter.h"
#include "app/panels/readouts.h"
#include "app/panels/sampling_bar.h"
#include "app/panels/setting_rows.h"
#include "app/panels/settings_column.h"
#include "app/panels/stage.h"
#include "app/panels/stage_input.h"
#include "app/panels/status_bar.h"
#include "app/panels/top_bar.h"
#include "app/panels/view_titles.h"
#include "tests/app/headless_ui.h"
#include "tests/app/panels/small_state.h"

namespace scorescope {
namespace {

// the places of 1600 x 900
const Region kTopBar{{0, 0}, {1600, 56}};
const Region kSettings{{0, 56}, {272, 872}};
const Region kLadder{{272, 674}, {1232, 811}};
const Region kSampling{{272, 811}, {1232, 872}};
const Region kStatus{{0, 872}, {1600, 900}};

StagePlace stage_place() {
  StagePlace place;
  place.stage = {{272, 56}, {1232, 674}};
  place.lesson = {{284, 64}, {1220, 98}};
  place.titles = {Region{{284, 98}, {746, 132}}, Region{{758, 98}, {1220, 132}}};
  place.views = {Region{{284, 132}, {746, 594}}, Region{{758, 132}, {1220, 594}}};
  place.legend = {{284, 602}, {1220, 634}};
  place.layers = {{284, 634}, {1220, 664}};
  return place;
}

struct NamedPanel {
  const char* name;
  std::function<void(const Style&, ProgramState&)> draw;
};

std::vector<NamedPanel> all_panels() {
  static const ScreenPictures kNone;
  return {
      {"top bar",
       [](const Style& s, ProgramState& p) { draw_top_bar(s, {kTopBar, 284, false}, p); }},
      {"compact top bar",
       [](const Style& s, ProgramState& p) { draw_top_bar(s, {kTopBar, 74, true}, p); }},
      {"settings",
       [](const Style& s, ProgramState& p) { draw_settings(s, {kSettings, {}, false}, kNone, p); }},
      {"rail",
       [](const Style& s, ProgramState& p) {
         p.drawer = "sampling";
         draw_settings(s, {{{0, 48}, {64, 696}}, {{64, 48}, {336, 696}}, true}, kNone, p);
       }},
      {"stage", [](const Style& s, ProgramState& p) { draw_stage(s, stage_place(), kNone, p); }},
      {"ladder",
       [](const Style& s, ProgramState& p) {
         draw_noise_ladder(s, {kLadder, LadderForm::kFull, 12}, kNone, p);
       }},
      {"compact ladder",
       [](const Style& s, ProgramState& p) {
         draw_noise_ladder(s, {kLadder, LadderForm::kCompact, 10}, kNone, p);
       }},
      {"sampling bar",
       [](const Style& s, ProgramState& p) { draw_sampling_bar(s, {kSampling, false, 12}, p); }},
      {"status bar", [](const Style& s, ProgramState& p) { draw_status_bar(s, kStatus, p); }},
      {"notices",
       [](const Style& s, ProgramState& p) {
         if (p.notices.empty())
           notify(p, {Notice::Kind::kWarning, "Title", "Detail", "Hint", "a/path"});
         draw_notices(s, stage_place().stage, p);
       }},
      {"keyboard list",
       [](const Style& s, ProgramState& p) {
         p.keyboard_list = true;
         draw_keyboard_list(s, {{0, 0}, {1600, 872}}, p);
       }},
      {"open card",
       [](const Style& s, ProgramState& p) {
         p.open_card = true;
         draw_open_card(s, {{284, 132}, {1220, 594}}, p);
       }},
      {"presenter", [](const Style& s, ProgramState& p) {
         draw_presenter(s,
                        {{{0, 0}, {1600, 788}},
                         {{32, 20}, {1568, 76}},
                         {{{{32, 76}, {664, 132}}, {}}},
                         {{{{32, 132}, {664, 764}}, {}}},
                         {{712, 76}, {1568, 764}},
                         {{0, 788}, {1600, 900}}},
                        kNone, p);
       }}};
}

TEST(Panels, EveryPanelDrawsWithoutFramesAndWithThem) {
  for (const NamedPanel& panel : all_panels()) {
    for (const int scene : {0, 1, 2}) {
      PanelUi ui;
      ProgramState state = small_state();
      if (scene == 1) show_canned(state, {.sampling_step = 0, .training_step = 0});
      if (scene == 2) {
        open_card(state, 1);
        show_canned(state);
      }
      int vertices = 0;
      for (int i = 0; i < 3; ++i) {
        ui.frame([&] { panel.draw(ui.style_of(scene != 1), state); });
        vertices = ui.vertices();
      }
      EXPECT_GT(vertices, 20) << panel.name << ", scene " << scene;
    }
  }
}

TEST(TopBar, TrainAndPauseAskForTheOtherState) {
  PanelUi ui;
  ProgramState state = small_state();
  show_canned(state);
  const auto draw = [&] { draw_top_bar(ui.style(), {kTopBar, 284, false}, state); };
  // somewhere on the wide button, whatever the lesson's title does to its left edge
  ui.click({700, 28}, draw);
  ASSERT_EQ(asked<action::Train>(state), 1);
  EXPECT_TRUE(std::get<action::Train>(state.actions.back()).running);
  state.training = true;
  ui.click({700, 28}, draw);
  EXPECT_FALSE(std::get<action::Train>(state.actions.back()).running);
}

TEST(TopBar, FullSpeedIsOneClickAndAnotherTakesThePaceBack) {
  PanelUi ui;
  ProgramState state = small_state();
  show_canned(state);
  state.lesson_spec.training.pace = state.draft.training.pace = 500.0;
  const auto draw = [&] { draw_top_bar(ui.style(), {kTopBar, 284, false}, state); };
  float x = 700.0F;  // to the right of Train, past the step button
  while (x < 1000.0F && state.draft.training.pace > 0.0) ui.click({x += 12.0F, 28}, draw);
  EXPECT_EQ(state.draft.training.pace, 0.0);
  ui.click({x, 28}, draw);
  EXPECT_EQ(state.draft.training.pace, 500.0);
}

/// Below the sections, in whatever way they are scrolled.
TEST(Settings, TheSeedIsAlwaysAtTheFootOfTheColumn) {
  PanelUi ui;
  ProgramState state = small_state();
  show_canned(state);
  state.view.unfolded_more = {"data", "network", "objective", "noise", "training", "sampling"};
  const std::int64_t before = state.draft.seeds.main;
  ui.click({250, kSettings.max.y - 18.0F},
           [&] { draw_settings(ui.style(), {kSettings, {}, false}, ScreenPictures{}, state); });
  EXPECT_NE(state.draft.seeds.main, before);
}

TEST(SamplingBar, SampleResetAndStepAskForThemselves) {
  PanelUi ui;
  ProgramState state = small_state();
  show_canned(state);
  const auto draw = [&] { draw_sampling_bar(ui.style(), {kSampling, false, 12}, state); };
  ui.click({455, 841}, draw);
  ui.click({373, 841}, draw);
  ui.click({537, 841}, draw);
  EXPECT_EQ(asked<action::Sample>(state), 1);
  EXPECT_EQ(asked<action::ResetSampling>(state), 1);
  EXPECT_EQ(asked<action::StepSampling>(state), 1);
}

TEST(NoiseLadder, APressOnARungShowsItsLevelAndEndsFollowing) {
  PanelUi ui;
  ProgramState state = small_state();
  show_canned(state);
  state.view.follow = true;
  const auto draw = [&] {
    draw_noise_ladder(ui.style(), {kLadder, LadderForm::kFull, 12}, {}, state);
  };
  ui.click({284 + 93.6F * 2.5F, 780}, draw);
  EXPECT_EQ(state.view.shown_level, 2);
  EXPECT_FALSE(state.view.follow);
}

TEST(Stage, AClickDropsParticlesWhereItPoints) {
  PanelUi ui;
  ProgramState state = small_state();
  show_canned(state);
  const auto draw = [&] { draw_stage(ui.style(), stage_place(), {}, state); };
  ui.click({284 + 231 + 231 * 0.3F, 132 + 231 - 231 * 0.4F}, draw);
  ASSERT_EQ(asked<action::DropParticles>(state), 1);
  const auto& drop = std::get<action::DropParticles>(state.actions.back());
  EXPECT_NEAR(drop.position[0], 3.0, 0.1);
  EXPECT_NEAR(drop.position[1], 4.0, 0.1);
}

TEST(Stage, ADragPansBothViewsAndDropsNothing) {
  PanelUi ui;
  ProgramState state = small_state();
  show_canned(state);
  const auto draw = [&] { draw_stage(ui.style(), stage_place(), {}, state); };
  ui.drag({500, 400}, {546.2F, 400}, draw);
  EXPECT_NEAR(state.view.centre[0], -2.0, 0.3);
  EXPECT_EQ(asked<action::DropParticles>(state), 0);
}

TEST(Stage, TheWheelZoomsAboutThePointer) {
  PanelUi ui;
  ProgramState state = small_state();
  show_canned(state);
  const auto draw = [&] { draw_stage(ui.style(), stage_place(), {}, state); };
  ui.move({515, 363});  // the middle of view A
  ui.frame(draw);
  ImGui::GetIO().MouseWheel = 1.0F;
  ui.frame(draw);
  EXPECT_LT(state.view.half_width, 9.0);
  EXPECT_NEAR(state.view.centre[0], 0.0, 0.05);
  fit_camera(state);
  EXPECT_EQ(state.view.half_width, 10.0);
}

TEST(Stage, HoverProbesInDataUnits) {
  PanelUi ui;
  ProgramState state = small_state();
  show_canned(state);
  ui.move({758 + 231, 132 + 115.5F});
  for (int i = 0; i < 2; ++i) ui.frame([&] { draw_stage(ui.style(), stage_place(), {}, state); });
  ASSERT_TRUE(state.hover.has_value());
  EXPECT_EQ(state.hover->view, 1);
  EXPECT_NEAR(state.hover->position[1], 5.0, 0.05);
}

TEST(Stage, DraggingAModesHandleMakesTheDataAMixtureInOneStepBack) {
  PanelUi ui;
  ProgramState state = small_state();
  show_canned(state);
  state.view.layers[static_cast<std::size_t>(StageLayer::kData)] = true;
  const ExperimentSpec before = state.draft;
  const auto draw = [&] { draw_stage(ui.style(), stage_place(), {}, state); };
  // the heavy mode at (5, 5) of view A
  ui.drag({284 + 346.5F, 132 + 115.5F}, {284 + 346.5F + 23.1F, 132 + 115.5F}, draw);
  EXPECT_EQ(state.draft.data.kind, "mixture");
  const auto& components =
      std::get<std::vector<GaussianComponent>>(state.draft.data.options.at("components"));
  ASSERT_EQ(components.size(), 2U);
  EXPECT_NEAR(components[0].mean[0], 6.0, 0.1);
  undo(state);
  EXPECT_EQ(state.draft, before);
}

TEST(Readouts, UnknownNumbersAreLeftOut) {
  ProgramState state = small_state();
  EXPECT_TRUE(training_readouts(state).empty());
  auto frame = std::make_shared<TrainingFrame>();
  state.frames.training = frame;
  for (const Readout& readout : training_readouts(state)) {
    EXPECT_NE(readout.name, "Loss");
    EXPECT_NE(readout.name, "Floor");
  }
  show_canned(state);
  EXPECT_EQ(training_readouts(state).back().name, "Above floor");
}

TEST(Readouts, ALossFarAboveItsFloorIsToldAsARatio) {
  ProgramState state = small_state();
  auto frame = std::make_shared<TrainingFrame>();
  frame->step = 10;
  frame->loss = 0.6;
  frame->floor = 0.5;
  state.frames.training = frame;
  EXPECT_EQ(training_readouts(state).back().number, "+20.0");
  auto far = std::make_shared<TrainingFrame>(*frame);
  far->floor = 0.6 / 219.0;
  state.frames.training = far;
  EXPECT_EQ(training_readouts(state).back().name, "Above floor");
  EXPECT_EQ(training_readouts(state).back().number, "×219");
}

TEST(ViewTitles, TheLearnedViewSaysSoUntilItIsTrained) {
  ProgramState state = small_state();
  show_canned(state, {.training_step = 0});
  EXPECT_EQ(view_title(kDark, state, 0, false).words, "not trained yet");
  EXPECT_FALSE(view_title(kDark, state, 0, false).tag_filled);
  show_canned(state);
  EXPECT_EQ(view_title(kDark, state, 0, false).number, "σ = 1.000");
  EXPECT_TRUE(view_title(kDark, state, 0, false).tag_filled);
}

TEST(ViewTitles, ANetworkForOneLevelSaysAtWhichItWasTrainedAndIsShown) {
  ProgramState state = small_state();
  show_canned(state);
  EXPECT_FALSE(trained_level(state).has_value());
  state.draft.objective = {"denoising_one_level", {{"level", Value(std::int64_t{-1})}}};
  EXPECT_EQ(trained_level(state), 9);
  const int shown = state.frames.simulation->fields[0]->level;
  state.draft.objective.options["level"] = Value(std::int64_t{shown});
  EXPECT_EQ(view_title(kDark, state, 0, false).words, "trained and shown at");
  EXPECT_EQ(view_title(kDark, state, 0, false).number, "σ = 1.000");
  EXPECT_EQ(view_title(kDark, state, 1, false).words, "at");
  state.draft.objective.options["level"] = Value(std::int64_t{shown == 0 ? 1 : 0});
  const std::string sigma = shown == 0 ? "14.34" : "20";
  EXPECT_EQ(view_title(kDark, state, 0, false).words, "trained at " + sigma + ", shown at");
  EXPECT_EQ(view_title(kDark, state, 0, false).number, "σ = 1.000");
}

TEST(ViewTitles, TheReferenceThatStandsForTheExactScoreIsNamed) {
  ProgramState state = small_state();
  show_canned(state);
  const auto with_reference = [&](const char* reference) {
    auto frame = std::make_shared<SimulationFrame>(*state.frames.simulation);
    auto spec = std::make_shared<ExperimentSpec>(state.draft);
    spec->data = {"circle", {{"reference", std::string(reference)}}};
    frame->spec = spec;
    state.frames.simulation = frame;
  };
  EXPECT_EQ(view_title(kDark, state, 1, false).title, "Exact score");
  with_reference("mixture");
  EXPECT_EQ(view_title(kDark, state, 1, false).title, "Exact score");
  with_reference("radial");
  EXPECT_EQ(view_title(kDark, state, 1, false).title, "Score of the poster's formula");
  EXPECT_EQ(view_title(kDark, state, 1, false).short_title, "Poster's formula");
  state.view.pair = StagePair::kLearnedError;
  EXPECT_EQ(view_title(kDark, state, 1, false).title, "Error against poster's formula");
  EXPECT_EQ(view_title(kDark, state, 1, false).short_title, "") << "the reference stays";
  with_reference("ring");
  EXPECT_EQ(view_title(kDark, state, 1, false).title, "Error against true ring");
}

/// All words of the sentence in order, and every line inside its room.
TEST(LessonSentences, AreWholeAtEveryWidth) {
  PanelUi ui;
  ProgramState state = small_state();
  LessonCard& card = state.lesson.cards.front();
  card.text =
      "Averaged over the data the error looks harmless, averaged over the square it does not.";
  card.emphasis = "A particle that starts in the empty middle feels the second number.";
  for (const bool compact : {false, true}) {
    float height = 0.0F;
    for (const float width : {1400.0F, 936.0F, 828.0F, 500.0F, 300.0F}) {
      const Style style = ui.style_of(true);
      const LessonSentence sentence = lesson_sentence(style, state, width, compact);
      const float room = width - card_arrows_width(style, state);
      std::string words;
      for (const std::vector<TextRun>& line : sentence.lines) {
        const bool first = &line == &sentence.lines.front();
        EXPECT_LE(runs_width(style, line), first ? room : width) << width;
        for (const TextRun& run : line) words += (words.empty() ? "" : " ") + run.text;
      }
      const auto squeezed = [](std::string text) {
        std::erase(text, ' ');
        return text;
      };
      EXPECT_EQ(squeezed(words), squeezed(card.text + card.emphasis)) << width;
      EXPECT_GE(sentence.height, height);
      EXPECT_GE(sentence.height, sentence.pitch * static_cast<float>(sentence.lines.size()));
      height = sentence.height;
    }
    EXPECT_GT(height, size::kLesson);
  }
}

TEST(SettingRows, AnOptionOfBothSamplersIsOneRowUntilTheyDiffer) {
  ProgramState state = small_state();
  const auto rows_of_epsilon = [&] {
    const auto rows = sampler_rows(state);
    return std::count_if(rows.begin(), rows.end(),
                         [](const SettingRow& row) { return row.field.key == "epsilon"; });
  };
  EXPECT_EQ(rows_of_epsilon(), 1);
  edit_option(state, "samplers.1", "epsilon", Value(0.02));
  EXPECT_EQ(rows_of_epsilon(), 2);
}

TEST(SettingRows, OnlyAChangedRowDiffersFromTheLesson) {
  ProgramState state = small_state();
  EXPECT_FALSE(differs_from_lesson(state, section_rows(state, "training")));
  edit_option(state, "training", "batch", Value(std::int64_t{64}));
  EXPECT_TRUE(differs_from_lesson(state, section_rows(state, "training")));
  EXPECT_FALSE(differs_from_lesson(state, section_rows(state, "noise")));
}

TEST(Settings, ARestartingSliderAppliesWhenItIsLetGo) {
  PanelUi ui;
  ProgramState state = small_state();
  const auto draw = [&] { draw_settings(ui.style(), {kSettings, {}, false}, {}, state); };
  ui.frame(draw);
  // a track of the Data section's first row; without pictures it is the first row under the combo
  float y = 0.0F;
  for (float probe = 120.0F; probe < 200.0F && y == 0.0F; probe += 4.0F) {
    ui.drag({126 + 40, probe}, {126 + 20, probe}, draw);
    if (asked<action::Apply>(state) > 0) y = probe;
  }
  EXPECT_GT(y, 0.0F);
  EXPECT_EQ(asked<action::Apply>(state), 1);
  EXPECT_FALSE(state.pending.has_value());
}

TEST(Notices, WhatIsDoneLeavesAfterSixSecondsAndErrorsStay) {
  PanelUi ui;
  ProgramState state = small_state();
  notify(state, {Notice::Kind::kDone, "Saved", "", "", "a"});
  notify(state, {Notice::Kind::kError, "Failed", "why", "", ""});
  const auto draw = [&] { draw_notices(ui.style(), stage_place().stage, state); };
  ui.frame(draw);
  EXPECT_EQ(state.notices.size(), 2U);
  state.now = kNoticeSeconds + 1.0;
  ui.frame(draw);
  ASSERT_EQ(state.notices.size(), 1U);
  EXPECT_EQ(state.notices[0].notice.kind, Notice::Kind::kError);
}

TEST(Readouts, AboveTheFloorCarriesTheErrorOfTheFloorToo) {
  ProgramState state = small_state();
  auto frame = std::make_shared<TrainingFrame>();
  frame->step = 100;
  frame->loss = 0.36;
  frame->loss_error = 0.003;
  frame->floor = 0.20;
  frame->floor_error = 0.002;
  state.frames.training = frame;
  // 100 / 0.2 * sqrt(0.003^2 + (1.8 * 0.002)^2) = 2.34; the loss alone would give 1.5
  EXPECT_EQ(training_readouts(state).back().rest, "% ± 2.3");
  EXPECT_EQ(training_readouts(state).back().number, "+80.0");
  frame->loss = 0.60;  // 3.35 of 200
  EXPECT_EQ(training_readouts(state).back().rest, "% ± 3");
  EXPECT_EQ(training_readouts(state).back().number, "+200");
}

}  // namespace
}  // namespace scorescope
