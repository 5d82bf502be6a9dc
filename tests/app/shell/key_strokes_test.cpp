// What each key does.
#include "app/shell/key_strokes.h"

#include <gtest/gtest.h>

#include "tests/app/panels/small_state.h"

namespace scorescope {
namespace {

KeyStroke plain(unsigned key) { return {key, false, false}; }

TEST(KeyStrokes, TransportsAnswerToTheirKeys) {
  ProgramState state = small_state();
  for (const char key : {'T', ' ', '.', ',', 'R'}) {
    EXPECT_TRUE(act_on_key(plain(static_cast<unsigned>(key)), state)) << key;
  }
  EXPECT_EQ(asked<action::Train>(state), 1);
  EXPECT_EQ(asked<action::Sample>(state), 1);
  EXPECT_EQ(asked<action::StepTraining>(state), 1);
  EXPECT_EQ(asked<action::StepSampling>(state), 1);
  EXPECT_EQ(asked<action::ResetTraining>(state), 1);
}

TEST(KeyStrokes, ShiftRTakesANewSeedAndUndoTheOldOne) {
  ProgramState state = small_state();
  act_on_key({'R', false, true}, state);
  EXPECT_NE(state.draft.seeds.main, state.lesson_spec.seeds.main);
  act_on_key({'Z', true, false}, state);
  EXPECT_EQ(state.draft, state.lesson_spec);
  act_on_key({'Y', true, false}, state);
  EXPECT_NE(state.draft, state.lesson_spec);
}

TEST(KeyStrokes, DigitsSwitchLayersInOrder) {
  ProgramState state = small_state();
  const LayerSet before = state.view.layers;
  for (unsigned digit = '1'; digit <= '7'; ++digit) {
    act_on_key(plain(digit), state);
    const std::size_t i = digit - '1';
    EXPECT_NE(state.view.layers[i], before[i]) << i;
  }
  act_on_key(plain('9'), state);  // no ninth layer: nothing happens
}

TEST(KeyStrokes, ArrowsWalkTheLadderAndStopAtItsEnds) {
  ProgramState state = small_state();
  show_canned(state);
  act_on_key(plain(key::kLeft), state);
  EXPECT_EQ(shown_level_index(state), 8);
  for (int i = 0; i < 20; ++i) act_on_key(plain(key::kLeft), state);
  EXPECT_EQ(shown_level_index(state), 0);
  act_on_key(plain(key::kRight), state);
  EXPECT_EQ(shown_level_index(state), 1);
}

TEST(KeyStrokes, TabHidesBothColumnsAndBringsThemBack) {
  ProgramState state = small_state();
  act_on_key(plain(key::kTab), state);
  EXPECT_FALSE(state.view.settings_column || state.view.plots_column);
  act_on_key(plain(key::kTab), state);
  EXPECT_TRUE(state.view.settings_column && state.view.plots_column);
}

TEST(KeyStrokes, EscapeLeavesWhatLiesOnTopFirst) {
  ProgramState state = small_state();
  state.view.presenter = state.keyboard_list = state.open_card = true;
  act_on_key(plain(key::kEscape), state);
  EXPECT_FALSE(state.open_card);
  act_on_key(plain(key::kEscape), state);
  EXPECT_FALSE(state.keyboard_list);
  EXPECT_TRUE(state.view.presenter);
  act_on_key(plain(key::kEscape), state);
  EXPECT_FALSE(state.view.presenter);
  EXPECT_FALSE(act_on_key(plain(key::kEscape), state));
}

TEST(KeyStrokes, FilesAndPicturesNeedControl) {
  ProgramState state = small_state();
  EXPECT_FALSE(act_on_key(plain('S'), state));
  EXPECT_FALSE(act_on_key(plain('O'), state));
  act_on_key({'S', true, false}, state);
  act_on_key({'S', true, true}, state);
  act_on_key({'O', true, false}, state);
  EXPECT_EQ(asked<action::SaveState>(state), 1);
  EXPECT_EQ(asked<action::ExportPicture>(state), 1);
  EXPECT_EQ(asked<action::ShowOpenCard>(state), 1);
}

TEST(KeyStrokes, TheInterfaceGrowsWithinItsLimits) {
  ProgramState state = small_state();
  for (int i = 0; i < 40; ++i) act_on_key({'+', true, false}, state);
  EXPECT_FLOAT_EQ(state.view.scale, 3.0F);
  for (int i = 0; i < 40; ++i) act_on_key({'-', true, false}, state);
  EXPECT_FLOAT_EQ(state.view.scale, 0.75F);
  act_on_key({'0', true, false}, state);
  EXPECT_FLOAT_EQ(state.view.scale, 1.0F);
}

TEST(KeyStrokes, PressesBeyondWhatTheWindowAllowsAreToldAndNotCounted) {
  ProgramState state = small_state();
  state.scale_limit = 1.5F;
  for (int i = 0; i < 10; ++i) act_on_key({'+', true, false}, state);
  EXPECT_FLOAT_EQ(state.view.scale, 1.5F);
  ASSERT_EQ(state.notices.size(), 1U);
  EXPECT_EQ(state.notices.front().notice.title, "The interface is as large as this window allows");
  act_on_key({'-', true, false}, state);
  EXPECT_LT(state.view.scale, 1.4F);
}

}  // namespace
}  // namespace scorescope
