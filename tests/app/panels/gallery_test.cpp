// Galleries without drawing: which tile a click hits, the moments of the strip, what is asked of
// the simulator, how pixels become colours.
#include "app/panels/gallery.h"

#include <gtest/gtest.h>

#include <cmath>

#include "app/panels/data_choice.h"
#include "app/panels/gallery_geometry.h"
#include "app/panels/gallery_titles.h"
#include "app/panels/gallery_tone.h"
#include "app/panels/readouts.h"
#include "app/plot/number_text.h"
#include "app/render/picture_sheet.h"
#include "tests/app/canned_pictures.h"
#include "tests/app/panels/small_state.h"

namespace scorescope {
namespace {

ProgramState gallery_state(const CannedGallery& scene = {}) {
  ProgramState state = small_state();
  adopt_lesson(state, canned_picture_lesson());
  state.frames = {canned_picture_training(), canned_picture_simulation(scene)};
  state.view.gallery.chosen = scene.chosen;
  return state;
}

TEST(TileGrid, EveryPointOfATileIsItsOwnAndTheGapsAreNobodys) {
  const TileGrid grid = tile_grid({{100, 50}, {632, 582}}, 64, 1.0F);
  EXPECT_EQ(grid.columns, 8);
  EXPECT_EQ(grid.cell, 63.0F);  // tokens.md: 8 x 8 of 63, gap 4
  EXPECT_EQ(grid.gap, 4.0F);
  for (int i = 0; i < 64; ++i) {
    EXPECT_EQ(grid.tile_at(grid.tile(i).min), i);
    EXPECT_EQ(grid.tile_at(grid.tile(i).centre()), i);
    EXPECT_EQ(grid.tile_at(grid.tile(i).max), -1) << i;
  }
  EXPECT_EQ(grid.tile_at({99.0F, 60.0F}), -1);
  EXPECT_EQ(grid.tile_at({640.0F, 60.0F}), -1);
}

TEST(TileGrid, AnUnfinishedLastRowHasNoTileBehindTheLast) {
  const TileGrid grid = tile_grid({{0, 0}, {400, 400}}, 10, 1.0F);
  EXPECT_EQ(grid.columns, 4);
  EXPECT_EQ(grid.rows(), 3);
  EXPECT_EQ(grid.tile_at(grid.tile(9).centre()), 9);
  EXPECT_EQ(grid.tile_at(grid.tile(10).centre()), -1);
}

TEST(InspectorPlan, HasWholePixelsAndStaysInItsRegion) {
  for (const float scale : {1.0F, 1.5F, 2.0F}) {
    for (const ImVec2 size : {ImVec2{420, 532}, ImVec2{404, 441}, ImVec2{300, 500}}) {
      const Region region{{10, 20}, {10 + size.x * scale, 20 + size.y * scale}};
      const InspectorPlan plan = inspector_plan(region, region, 28, scale);
      EXPECT_EQ(std::fmod(plan.picture.width(), 28.0F), 0.0F);
      EXPECT_EQ(std::fmod(plan.nearest[0].width(), 28.0F), 0.0F);
      EXPECT_LE(plan.nearest[5].max.y + plan.caption, region.max.y + 1.0F) << size.x;
      EXPECT_LE(plan.nearest[2].max.x, region.max.x + 1.0F) << size.x;
      EXPECT_GE(plan.facts.width(), 100.0F * scale) << size.x;
    }
  }
}

TEST(InspectorPlan, IsTheMocksAtItsSize) {
  const InspectorPlan plan = inspector_plan({{800, 132}, {1220, 664}}, {}, 28, 1.0F);
  EXPECT_EQ(plan.picture.width(), 196.0F);
  EXPECT_EQ(plan.nearest[0].width(), 112.0F);
}

TEST(Gallery, AsksForWhatItsPairShows) {
  ProgramState state = gallery_state();
  EXPECT_EQ(gallery_request(state).views, 1);
  EXPECT_TRUE(stage_request(state, 22, 160).views[0].averaged);
  state.view.pair = StagePair::kRawAveraged;
  StageRequest request = stage_request(state, 22, 160);
  EXPECT_EQ(request.gallery.views, 2);
  EXPECT_FALSE(request.views[0].averaged);
  EXPECT_TRUE(request.views[1].averaged);
  state.view.pair = StagePair::kLearnedExact;
  request = stage_request(state, 22, 160);
  EXPECT_FALSE(request.views[0].exact);
  EXPECT_TRUE(request.views[1].exact);
  state.view.pair = StagePair::kRuns;
  request = stage_request(state, 22, 160);
  EXPECT_TRUE(request.views[0].pinned);
  EXPECT_FALSE(request.views[1].pinned);
  state.view.pair = StagePair::kSamplers;  // there is one sampler only
  EXPECT_EQ(gallery_request(state).views, 1);
  state.draft.samplers.push_back({"heun", {}});
  request = stage_request(state, 22, 160);
  EXPECT_EQ(request.gallery.views, 2);
  EXPECT_EQ(request.views[0].level, ViewRequest::Level::kSamplerA);
  EXPECT_EQ(request.views[1].level, ViewRequest::Level::kSamplerB);
}

TEST(Gallery, ShowsMomentsThatWereReachedAndFollowsFromTheLast) {
  ProgramState state = gallery_state({.reached = 6});
  const GalleryFrame& frame = *gallery(state, 0);
  EXPECT_TRUE(follows_sampler(state));
  EXPECT_EQ(shown_moment(state, frame), 5);
  show_moment(state, 2);
  EXPECT_EQ(gallery_request(state).moment, 2);
  EXPECT_EQ(shown_moment(state, frame), 2);
  show_moment(state, 9);  // not reached: the sampler
  EXPECT_TRUE(follows_sampler(state));
  follow_sampler(state, false);
  EXPECT_EQ(gallery_request(state).moment, 5);
  follow_sampler(state, true);
  EXPECT_EQ(gallery_request(state).moment, -1);
}

/// A level that was just come to is not kept yet, and of a long ladder only some levels are rungs.
TEST(Gallery, RingsTheRungOfTheLevelThatItNames) {
  const ProgramState state = gallery_state({.reached = 6});
  GalleryFrame frame = *gallery(state, 0);
  frame.step = 600;
  frame.sigma = frame.shown_sigma = frame.moments[6];
  EXPECT_EQ(shown_moment(state, frame), 6);
  EXPECT_EQ(moment_text(state, frame, 6), number_text(frame.shown_sigma));
  frame.sigma = frame.shown_sigma = 0.5 * (frame.moments[5] + frame.moments[6]);
  EXPECT_EQ(shown_moment(state, frame), 5);
  EXPECT_EQ(moment_text(state, frame, 5), number_text(frame.shown_sigma));
  EXPECT_EQ(moment_text(state, frame, 4), number_text(frame.moments[4]));
  frame.finished = true;
  frame.moments_reached = moment_count(frame);
  EXPECT_EQ(moment_text(state, frame, shown_moment(state, frame)), "end");
}

TEST(Gallery, SaysWhatIsMissingBesideTheChosenSample) {
  ProgramState state = gallery_state();
  EXPECT_EQ(chosen_empty_text(state), "Being looked at");
  state.frames = {};
  EXPECT_TRUE(chosen_empty_text(state).ends_with("Press Train."));
  EXPECT_EQ(gallery_empty_text(state, 0).sentence, "The pictures are being read");
}

TEST(Gallery, FillsTheRailAsFarAsTheSamplerIs) {
  ProgramState state = gallery_state({.reached = 6});
  const GalleryFrame& frame = *gallery(state, 0);  // 562 of 1 000 steps, ten intervals
  EXPECT_EQ(moment_progress(frame, 4), 1.0F);
  EXPECT_NEAR(moment_progress(frame, 5), 0.62F, 1e-5F);
  EXPECT_EQ(moment_progress(frame, 6), 0.0F);
  state = gallery_state({.reached = canned::kMoments});
  EXPECT_EQ(moment_progress(*gallery(state, 0), 10), 1.0F);
}

TEST(Gallery, TheChosenSampleStaysWithinTheGalleryAndWaitsForItsFacts) {
  ProgramState state = gallery_state();
  EXPECT_NE(inspected_sample(state), nullptr);
  choose_sample(state, 0, 12);
  EXPECT_EQ(inspected_sample(state), nullptr);  // the simulator still looks at 36
  choose_sample(state, 0, 640);
  EXPECT_EQ(chosen_sample(state), 63);
}

TEST(Gallery, SaysItsSamplerLevelAndWeights) {
  ProgramState state = gallery_state();
  GalleryTitle title = gallery_title(kDark, state, 0);
  EXPECT_EQ(title.name, "Annealed Langevin");
  EXPECT_EQ(title.words, "now");
  EXPECT_EQ(title.number, "σ = 0.07743");
  EXPECT_EQ(title.rest, "averaged weights");
  EXPECT_EQ(title.mark, kDark.annealed);
  state.view.pair = StagePair::kLearnedExact;
  title = gallery_title(kDark, state, 1);
  EXPECT_EQ(title.name, "Training set's own");
  EXPECT_EQ(title.mark, kDark.exact);
  state.frames = {};
  EXPECT_FALSE(gallery_empty_text(state, 0).sentence.empty());
}

TEST(Gallery, APairOfOneSamplerSaysWhereEachStarts) {
  ProgramState state = gallery_state();
  state.draft.samplers.push_back(state.draft.samplers.front());
  const auto with_start = [&](double sigma) {
    auto frame = std::make_shared<GalleryFrame>(*gallery(state, 0));
    frame->moments.front() = sigma;
    return frame;
  };
  auto simulation = std::make_shared<SimulationFrame>(*state.frames.simulation);
  auto pictures = std::make_shared<PictureFrame>(*simulation->pictures);
  pictures->galleries = {with_start(8.0), with_start(1.0)};
  simulation->pictures = pictures;
  state.frames.simulation = simulation;
  state.view.pair = StagePair::kSamplers;
  EXPECT_EQ(gallery_title(kDark, state, 0).start, ", from σ 8");
  EXPECT_EQ(gallery_title(kDark, state, 1).start, ", from σ 1");
  pictures->galleries[1] = pictures->galleries[0];
  EXPECT_EQ(gallery_title(kDark, state, 1).start, "");
  state.view.pair = StagePair::kSingle;
  EXPECT_EQ(gallery_title(kDark, state, 0).start, "");
}

TEST(Gallery, TheTopBarNamesDistanceAndFloor) {
  const ProgramState state = gallery_state();
  std::string all;
  for (const Readout& readout : training_readouts(state)) {
    all += readout.name + " " + readout.number + " " + readout.rest + "; ";
  }
  EXPECT_NE(all.find("epoch 20"), std::string::npos) << all;
  EXPECT_NE(all.find("Fréchet distance 3.55"), std::string::npos) << all;
  EXPECT_NE(all.find("Floor 2.20"), std::string::npos) << all;
}

TEST(Gallery, ALayoutRemembersContentAndPair) {
  ProgramState state = gallery_state();
  state.view.gallery.content = GalleryContent::kDenoised;
  state.view.pair = StagePair::kRawAveraged;
  const Layout layout = current_layout(state.view, true);
  state.view = {};
  apply_layout(state, layout);
  EXPECT_EQ(state.view.gallery.content, GalleryContent::kDenoised);
  EXPECT_EQ(state.view.pair, StagePair::kRawAveraged);
  EXPECT_TRUE(state.notices.empty());
}

TEST(Gallery, PointsAndPicturesBeginWithTheirOwnPairsAndPlots) {
  ProgramState state = gallery_state();
  EXPECT_EQ(state.view.pair, StagePair::kSingle);
  EXPECT_EQ(state.view.open_plots, default_picture_plots());
  edit_spec(state, ExperimentSpec{});
  EXPECT_EQ(state.view.pair, StagePair::kLearnedExact);
  EXPECT_EQ(state.view.open_plots, ViewSettings{}.open_plots);
  undo(state);
  EXPECT_EQ(state.view.pair, StagePair::kSingle);
}

TEST(DataChoice, PicturesBringTheirOwnNetworkAndNoiseAndKeepTheSeed) {
  ProgramState state = small_state();
  state.draft.seeds.main = 7;
  const ExperimentSpec pictures = with_data(state, {"fashion_mnist", {}});
  EXPECT_EQ(pictures.network, picture_defaults().network);
  EXPECT_EQ(pictures.noise, picture_defaults().noise);
  EXPECT_EQ(pictures.data.kind, "fashion_mnist");
  EXPECT_EQ(pictures.seeds.main, 7);
  edit_spec(state, pictures);
  const ExperimentSpec digits = with_data(state, {"mnist", {}});
  EXPECT_EQ(digits.network, pictures.network);
  EXPECT_EQ(with_data(state, {"circle", {}}).network, state.lesson_spec.network);
}

TEST(PictureSheet, ResamplingKeepsTheMeanAndWholeMultiplesAreExact) {
  std::vector<float> picture;
  for (int i = 0; i < 16; ++i) picture.push_back(static_cast<float>(i));
  const std::vector<float> twice = resampled(picture, 4, 8);
  EXPECT_EQ(twice[0], 0.0F);
  EXPECT_EQ(twice[9], 0.0F);
  EXPECT_EQ(twice[2], 1.0F);
  EXPECT_EQ(twice[63], 15.0F);
  for (const int cell : {3, 5, 7, 11}) {
    const std::vector<float> out = resampled(picture, 4, cell);
    double sum = 0.0;
    for (const float value : out) sum += static_cast<double>(value);
    EXPECT_NEAR(sum / static_cast<double>(out.size()), 7.5, 1e-4) << cell;
  }
}

TEST(PictureSheet, TilesStandInRowsFromTheUpperLeft) {
  // three pictures of one pixel in two columns: black, white, grey
  const std::vector<float> values{-1.0F, 1.0F, 0.0F};
  const auto texels = picture_sheet(values, {1, 3, 2, 1}, {});
  ASSERT_EQ(texels.size(), 4U);
  EXPECT_EQ(texels[2], IM_COL32(0, 0, 0, 255));  // the upper row is the later one
  EXPECT_EQ(texels[3], IM_COL32(255, 255, 255, 255));
  EXPECT_EQ(texels[0], IM_COL32(128, 128, 128, 255));
  EXPECT_EQ(texels[1], 0U);  // no picture there
}

TEST(PictureSheet, ValuesBeyondTheRangeAndNotANumberAreHeld) {
  EXPECT_EQ(tone_colour({}, 7.0F), IM_COL32(255, 255, 255, 255));
  EXPECT_EQ(tone_colour({}, -7.0F), IM_COL32(0, 0, 0, 255));
  EXPECT_EQ(tone_colour({}, std::nanf("")), IM_COL32(0, 0, 0, 255));
  const PixelTone tone = gallery_tone(kDark, GalleryContent::kScore, false);
  EXPECT_EQ(tone_colour(tone, 0.0F), kDark.well);
  EXPECT_EQ(tone_colour(tone, 99.0F), kDark.learned_ramp[2]);
  EXPECT_EQ(tone_colour(tone, std::nanf("")), kDark.well);
}

}  // namespace
}  // namespace scorescope
