// The grid of T x epsilon without drawing: its place, its words, what a press asks for.
#include "app/panels/step_grid.h"

#include <gtest/gtest.h>

#include "app/panels/gallery.h"
#include "app/panels/gallery_titles.h"
#include "app/panels/sampling_bar.h"
#include "app/panels/setting_rows.h"
#include "app/panels/step_grid_bar.h"
#include "tests/app/canned_step_grid.h"
#include "tests/app/panels/small_state.h"

namespace scorescope {
namespace {

ProgramState grid_state(std::shared_ptr<const StepGridFrame> grid = canned_step_grid()) {
  ProgramState state = small_state();
  adopt_lesson(state, canned_picture_lesson());
  state.view.pair = StagePair::kStepGrid;
  state.frames = {canned_picture_training(), with_step_grid(std::move(grid))};
  return state;
}

StepGridShape shape_of(int rows, int columns, int samples) {
  StepGridShape shape;
  for (int i = 0; i < rows; ++i) shape.steps_per_level.push_back(10 * (i + 1));
  for (int i = 0; i < columns; ++i) shape.epsilon.push_back(1e-5 * (i + 1));
  shape.samples = samples;
  return shape;
}

TEST(StepGridPlan, CellsStayInTheirRegionAndApartFromEachOther) {
  for (const auto& [rows, columns, samples] :
       {std::array{3, 4, 6}, std::array{1, 1, 1}, std::array{8, 8, 9}, std::array{2, 8, 64},
        std::array{8, 1, 3}}) {
    for (const ImVec2 size : {ImVec2{936, 560}, ImVec2{828, 470}, ImVec2{620, 620}}) {
      const Region region{{12, 90}, {12 + size.x, 90 + size.y}};
      const StepGridPlan plan =
          step_grid_plan(region, shape_of(rows, columns, samples), 1.0F, false);
      const Region last = plan.cell(rows - 1, columns - 1);
      EXPECT_LE(last.max.x, region.max.x) << rows << columns << samples;
      EXPECT_LE(last.max.y + plan.caption, region.max.y) << rows << columns << samples;
      EXPECT_EQ(plan.tile_of(rows - 1, columns - 1, samples - 1).max.y, last.max.y);
      if (columns > 1) {
        EXPECT_GE(plan.cell(0, 1).min.x, plan.cell(0, 0).max.x + 8.0F);
      }
      for (int sample = 1; sample < samples; ++sample) {
        EXPECT_FALSE(plan.tile_of(0, 0, sample - 1).overlaps(plan.tile_of(0, 0, sample)));
      }
      const ImVec2 inside = plan.cell(rows - 1, columns - 1).centre();
      EXPECT_EQ(plan.cell_at(inside), rows * columns - 1);
      EXPECT_EQ(plan.cell_at(region.min), -1);
    }
  }
}

TEST(StepGridPlan, ThePostersGridIsReadableInBothWindows) {
  // the regions of 1600 x 900 and of 1280 x 720
  EXPECT_GE(step_grid_plan({{0, 0}, {936, 560}}, shape_of(3, 4, 6), 1.0F, false).tile, 60.0F);
  EXPECT_GE(step_grid_plan({{0, 0}, {828, 455}}, shape_of(3, 4, 6), 1.0F, false).tile, 46.0F);
}

TEST(StepGrid, StepSizesAreWrittenAsPowersOfTen) {
  EXPECT_EQ(epsilon_text(1e-5), "10⁻⁵");
  EXPECT_EQ(epsilon_text(2e-5), "2·10⁻⁵");
  EXPECT_EQ(epsilon_text(1e-3), "10⁻³");
  EXPECT_EQ(epsilon_text(1.08e-5), "1.08·10⁻⁵");
  EXPECT_EQ(epsilon_text(0.05), "0.05");
  EXPECT_EQ(epsilon_text(4e-4), "4·10⁻⁴");
}

TEST(StepGrid, ColumnsPastTheBoundSaySoAndTheOthersTheirVariance) {
  const ProgramState state = grid_state();
  EXPECT_EQ(step_grid_head(state, 0).name, "ε = 10⁻⁵");
  EXPECT_EQ(step_grid_head(state, 0).notes.front(), "stable, variance × 1.03");
  EXPECT_EQ(step_grid_head(state, 2).notes.front(), "stable, variance × 1.33");
  EXPECT_FALSE(step_grid_head(state, 2).warns);
  EXPECT_TRUE(step_grid_head(state, 3).warns);
  EXPECT_EQ(step_grid_head(state, 3).notes.front(), "unstable: not below 4·10⁻⁴ = 4 σ²");
}

TEST(StepGrid, BeforeItIsMadeItStandsWithTheBoundOfTheDraft) {
  ProgramState state = grid_state(nullptr);
  state.draft.step_grid = {{5, 7}, {1e-5, 3e-4}, 2, false};
  EXPECT_EQ(step_grid(state), nullptr);
  EXPECT_EQ(step_grid_shape(state).steps_per_level, (std::vector<std::int64_t>{5, 7}));
  EXPECT_FALSE(step_grid_head(state, 1).warns);
  state.draft.samplers = {{"annealed_langevin", {{"convention", std::string("Q")}}}};
  EXPECT_TRUE(step_grid_head(state, 1).warns) << "2 σ² of the lowest level, 0.01";
  // (5 + 7) steps on each of ten levels in two columns
  EXPECT_EQ(step_grid_cost(state), 240);
  EXPECT_EQ(step_grid_remark(state), "annealed Langevin, the same noise in every cell");
  EXPECT_FALSE(step_grid_job(state));
}

TEST(StepGrid, CaptionsTellSnowProgressAndFailure) {
  auto grid = std::make_shared<StepGridFrame>(*canned_step_grid(5, true));
  EXPECT_EQ(step_grid_caption(*grid, 0).name, "snow");
  EXPECT_EQ(step_grid_caption(*grid, 0).number, "0.130");
  EXPECT_TRUE(step_grid_caption(*grid, 3).warns);
  EXPECT_EQ(step_grid_caption(*grid, 5).name, "step 100 of 300");
  EXPECT_EQ(step_grid_caption(*grid, 6).name, "");
  auto broken = std::make_shared<StepGridCell>(*grid->cells[0]);
  broken->failure = "left the finite numbers at step 3";
  grid->cells[0] = broken;
  EXPECT_EQ(step_grid_caption(*grid, 0).name, "left the finite numbers");
  EXPECT_TRUE(step_grid_caption(*grid, 0).warns);
}

TEST(StepGrid, IsAJobOfTheStatusBarWhileItIsMade) {
  EXPECT_FALSE(step_grid_job(grid_state()));
  const auto job = step_grid_job(grid_state(canned_step_grid(5, true)));
  ASSERT_TRUE(job);
  EXPECT_EQ(job->total, 5600);
  EXPECT_EQ(job->seconds_left, 38.0);
}

TEST(StepGrid, APressMakesItAndTheNextCancels) {
  ProgramState state = grid_state();
  press_step_grid(state);
  EXPECT_EQ(asked<action::MakeStepGrid>(state), 1);
  state = grid_state(canned_step_grid(5, true));
  press_step_grid(state);
  EXPECT_EQ(asked<action::CancelJob>(state), 1);
  EXPECT_EQ(asked<action::MakeStepGrid>(state), 0);
  EXPECT_STREQ(sampling_verb(state), "Make grid");
}

TEST(StepGrid, SaysThatSettingsChangedSinceAndWhereItStopped) {
  ProgramState state = grid_state();
  state.draft.step_grid = {{10, 30, 100}, {1e-5, 2e-5, 1e-4, 1e-3}, 6, false};
  EXPECT_EQ(step_grid_remark(state), "averaged weights, training step 938");
  state.draft.step_grid.samples = 5;
  EXPECT_TRUE(step_grid_remark(state).ends_with("settings changed since"));
  auto stopped = std::make_shared<StepGridFrame>(*canned_step_grid(5));
  stopped->cancelled = true;
  EXPECT_NE(step_grid_remark(grid_state(stopped)).find("stopped at 5 of 12 cells"),
            std::string::npos);
}

TEST(StepGrid, ACellCanBecomeTheSampler) {
  ProgramState state = grid_state();
  sample_like_cell(state, 2 * 4 + 1);  // T = 100, 2e-5
  const Choice& sampler = state.draft.samplers[0];
  EXPECT_EQ(sampler.kind, "annealed_langevin");
  EXPECT_EQ(sampler.options.at("epsilon"), Value(2e-5));
  EXPECT_FALSE(sampler.options.contains("steps_per_level")) << "100 is the default";
  EXPECT_EQ(gallery_pair(state), StagePair::kSingle);
  EXPECT_EQ(asked<action::Apply>(state), 1);
  undo(state);
  EXPECT_FALSE(state.draft.samplers[0].options.contains("epsilon"));
  state.draft.samplers = {{"heun", {}}};
  sample_like_cell(state, 0);
  EXPECT_EQ(state.draft.samplers[0].kind, "annealed_langevin");
  EXPECT_EQ(state.draft.samplers[0].options.at("steps_per_level"), Value(std::int64_t{10}));
  EXPECT_EQ(state.draft.samplers[0].options.at("last_step_noise"), Value(false));
}

TEST(StepGrid, IsAPairOfPicturesAndAsksForOneGallery) {
  ProgramState state = grid_state();
  EXPECT_EQ(pair_from_id("grid"), StagePair::kStepGrid);
  EXPECT_TRUE(shows_step_grid(state));
  EXPECT_EQ(gallery_views(state), 1);
  EXPECT_EQ(stage_request(state, 22, 160).gallery.views, 1);
  EXPECT_EQ(gallery_title(kDark, state, 0).name, "T × ε grid");
  EXPECT_EQ(current_layout(state.view, true).pair, "grid");
  ProgramState points = small_state();
  points.view.pair = StagePair::kStepGrid;
  EXPECT_FALSE(shows_step_grid(points));
}

TEST(StepGrid, ItsSettingsAreListsThatCanBeTyped) {
  ProgramState state = grid_state();
  edit_option(state, "step_grid", "epsilon", Value(std::vector<double>{1e-6, 1e-5}));
  EXPECT_EQ(state.draft.step_grid.epsilon, (std::vector<double>{1e-6, 1e-5}));
  edit_option(state, "step_grid", "steps_per_level", Value(std::vector<double>{3.0, 2.0}));
  EXPECT_EQ(state.notices.size(), 1U) << "must increase";
  EXPECT_EQ(state.draft.step_grid.steps_per_level, (std::vector<double>{10, 30, 100}));
}

}  // namespace
}  // namespace scorescope
