// Draft, undo, cards, notices and what the stage asks for.
#include "app/panels/program_state.h"

#include <gtest/gtest.h>

#include "core/experiment/spec_json.h"
#include "tests/app/panels/small_state.h"

namespace scorescope {
namespace {

TEST(SettingHistory, UndoAndRedoGoThroughTheSameSpecs) {
  ProgramState state = small_state();
  const ExperimentSpec first = state.draft;
  edit_option(state, "training", "batch", Value(std::int64_t{32}));
  const ExperimentSpec second = state.draft;
  edit_option(state, "training", "learning_rate", Value(0.01));
  const ExperimentSpec third = state.draft;
  undo(state);
  EXPECT_EQ(state.draft, second);
  undo(state);
  EXPECT_EQ(state.draft, first);
  undo(state);
  EXPECT_EQ(state.draft, first);
  redo(state);
  redo(state);
  EXPECT_EQ(state.draft, third);
}

TEST(SettingHistory, OneDragIsOneStepBack) {
  ProgramState state = small_state();
  const ExperimentSpec before = state.draft;
  for (std::int64_t batch = 100; batch < 120; ++batch) {
    edit_option(state, "training", "batch", Value(batch));
  }
  state.history.end_gesture();
  edit_option(state, "training", "batch", Value(std::int64_t{500}));
  undo(state);
  EXPECT_EQ(state.draft.training.batch, 119);
  undo(state);
  EXPECT_EQ(state.draft, before);
}

TEST(SettingHistory, ANewEditForgetsWhatWasUndone) {
  ProgramState state = small_state();
  edit_option(state, "training", "batch", Value(std::int64_t{32}));
  undo(state);
  edit_option(state, "training", "batch", Value(std::int64_t{16}));
  EXPECT_FALSE(state.history.can_redo());
}

TEST(ProgramState, AForbiddenValueChangesNothingAndSaysSo) {
  ProgramState state = small_state();
  const ExperimentSpec before = state.draft;
  edit_option(state, "training", "batch", Value(std::int64_t{-3}));
  EXPECT_EQ(state.draft, before);
  ASSERT_EQ(state.notices.size(), 1U);
  EXPECT_EQ(state.notices[0].notice.kind, Notice::Kind::kError);
  EXPECT_NE(state.notices[0].notice.detail.find("batch"), std::string::npos)
      << state.notices[0].notice.detail;
  EXPECT_EQ(asked<action::Apply>(state), 0);
}

TEST(ProgramState, ACardSetsItsOptionsAndItsLayout) {
  ProgramState state = small_state();
  EXPECT_EQ(state.view.pair, StagePair::kLearnedExact);
  open_card(state, 1);
  EXPECT_EQ(state.card, 1);
  EXPECT_EQ(state.draft.training.batch, 64);
  EXPECT_EQ(state.view.pair, StagePair::kSamplers);
  EXPECT_TRUE(state.view.follow);
  EXPECT_TRUE(has(state.view.layers, StageLayer::kParticles));
  EXPECT_FALSE(has(state.view.layers, StageLayer::kDensity));
  EXPECT_EQ(asked<action::Apply>(state), 1);
  open_card(state, 2);
  EXPECT_EQ(state.card, 1);
  open_card(state, 0);
  EXPECT_EQ(state.draft, state.lesson.spec);
}

TEST(ProgramState, OneStepBackOverACardGoesBackToTheCard) {
  ProgramState state = small_state();
  edit_option(state, "training", "batch", Value(std::int64_t{32}));
  open_card(state, 1);
  edit_option(state, "training", "learning_rate", Value(0.01));
  undo(state);
  EXPECT_EQ(state.card, 1);
  EXPECT_EQ(state.draft, state.lesson_spec);
  undo(state);
  EXPECT_EQ(state.card, 0);
  EXPECT_EQ(state.draft.training.batch, 32);
  EXPECT_EQ(state.lesson_spec, state.lesson.spec);
  EXPECT_EQ(state.view.pair, StagePair::kLearnedExact);
  redo(state);
  EXPECT_EQ(state.card, 1);
  EXPECT_EQ(state.view.pair, StagePair::kSamplers);
  EXPECT_EQ(state.draft.training.batch, 64);
}

TEST(ProgramState, ThePresenterShowsBothViewsUnlessTheCardNamesOne) {
  ProgramState state = small_state();
  state.lesson.cards[1].layout.presenter_view = "b";
  state.view.presenter = true;
  EXPECT_EQ(lone_view(state), std::nullopt);
  open_card(state, 1);
  EXPECT_EQ(lone_view(state), 1);
  state.view.presenter = false;
  EXPECT_EQ(lone_view(state), std::nullopt);
  state.view.presenter = true;
  open_card(state, 0);
  EXPECT_EQ(lone_view(state), std::nullopt);
  state.view.maximised = "view_a";
  EXPECT_EQ(lone_view(state), 0);
}

TEST(ProgramState, TheLayoutComesBackAsItWas) {
  ProgramState state = small_state();
  open_card(state, 1);
  state.view.half_width = 7.5;
  state.view.shown_level = 3;
  const Layout saved = current_layout(state.view);
  ProgramState other = small_state();
  apply_layout(other, saved);
  EXPECT_EQ(current_layout(other.view), saved);
}

TEST(ProgramState, AnUnknownLayerIsANotice) {
  ProgramState state = small_state();
  Layout layout;
  layout.layers = std::vector<std::string>{"exakt"};
  apply_layout(state, layout);
  ASSERT_EQ(state.notices.size(), 1U);
  EXPECT_NE(state.notices[0].notice.detail.find("exact, learned"), std::string::npos);
}

TEST(ProgramState, AtMostThreeNoticesAndEqualOnesMerge) {
  ProgramState state = small_state();
  for (int i = 0; i < 5; ++i)
    notify(state, {Notice::Kind::kError, "Title", std::to_string(i), "", ""});
  EXPECT_EQ(state.notices.size(), 3U);
  notify(state, {Notice::Kind::kError, "Title", "4", "", ""});
  EXPECT_EQ(state.notices.size(), 3U);
  EXPECT_EQ(state.notices.back().merged, 2);
  int total = 0;
  for (const ShownNotice& shown : state.notices) total += shown.merged;
  EXPECT_EQ(total, 6);
}

TEST(ProgramState, TheShownLevelFollowsTheLastSampler) {
  ProgramState state = small_state();
  show_canned(state);
  state.view.shown_level = 2;
  EXPECT_EQ(shown_level_index(state), 2);
  state.view.shown_level = -1;
  EXPECT_EQ(shown_level_index(state), 9);
  state.view.follow = true;
  EXPECT_EQ(shown_level_index(state), state.frames.simulation->clouds.back()->level);
}

TEST(ProgramState, TheStageAsksForTheCamerasSquareAndForWhatIsDrawn) {
  ProgramState state = small_state();
  state.view.centre = {1.0, -2.0};
  state.view.half_width = 4.0;
  const StageRequest request = stage_request(state, 22, 160);
  EXPECT_EQ(request.bounds, (Bounds{-3.0, 5.0, -6.0, 2.0}));
  EXPECT_TRUE(request.learned);
  EXPECT_FALSE(request.error);
  state.view.layers[static_cast<std::size_t>(StageLayer::kLearned)] = false;
  state.view.layers[static_cast<std::size_t>(StageLayer::kError)] = true;
  EXPECT_FALSE(stage_request(state, 22, 160).learned);
  EXPECT_TRUE(stage_request(state, 22, 160).error);
}

TEST(StagePairs, EveryIdNamesItsPair) {
  for (const PairInfo& info : stage_pairs()) {
    EXPECT_EQ(pair_from_id(info.id), info.pair) << info.id;
    EXPECT_EQ(&info_of(info.pair), &info) << info.id;
  }
  EXPECT_EQ(pair_from_id("dsm|corrected"), StagePair::kSamplers);
  EXPECT_THROW(pair_from_id("left|right"), UserError);
}

TEST(StagePairs, LearnedIsLeftAndExactIsRight) {
  LayerSet layers{};
  layers.fill(true);
  const ViewPlan left = view_plan(StagePair::kLearnedExact, layers, false, 0);
  const ViewPlan right = view_plan(StagePair::kLearnedExact, layers, false, 1);
  EXPECT_TRUE(left.learned && !left.exact && left.error && !left.density);
  EXPECT_TRUE(right.exact && !right.learned && right.density && !right.error);
}

TEST(StagePairs, EachSamplerIsShownAtItsOwnLevelWhileFollowing) {
  LayerSet layers{};
  layers.fill(true);
  using Level = ViewRequest::Level;
  EXPECT_EQ(view_plan(StagePair::kSamplers, layers, true, 0).request.level, Level::kSamplerA);
  EXPECT_EQ(view_plan(StagePair::kSamplers, layers, true, 1).request.level, Level::kSamplerB);
  EXPECT_EQ(view_plan(StagePair::kSamplers, layers, false, 0).request.level, Level::kShown);
}

TEST(StagePairs, RawWeightsAreLeftAndThePinnedRunIsLeft) {
  LayerSet layers{};
  layers.fill(true);
  EXPECT_FALSE(view_plan(StagePair::kRawAveraged, layers, false, 0).request.averaged);
  EXPECT_TRUE(view_plan(StagePair::kRawAveraged, layers, false, 1).request.averaged);
  EXPECT_TRUE(view_plan(StagePair::kRuns, layers, false, 0).request.pinned);
}

}  // namespace
}  // namespace scorescope
