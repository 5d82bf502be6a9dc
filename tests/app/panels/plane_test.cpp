// The plane through pictures without drawing: what it shows, what is asked of the simulator, which
// words stand about it.
#include "app/panels/plane.h"

#include <gtest/gtest.h>

#include "app/panels/gallery.h"
#include "app/panels/view_content.h"
#include "app/panels/view_titles.h"
#include "tests/app/canned_plane.h"
#include "tests/app/panels/small_state.h"

namespace scorescope {
namespace {

ProgramState plane_state(bool trained = true) {
  ProgramState state = small_state();
  adopt_lesson(state, canned_picture_lesson());
  state.frames = {canned_picture_training(trained ? 9380 : 0), canned_plane_simulation(trained)};
  state.view.pair = StagePair::kPlane;
  state.view.follow = false;
  state.view.shown_level = 3;
  return state;
}

TEST(Plane, IsAPairOfPicturesThatShowsViewsInsteadOfGalleries) {
  ProgramState state = plane_state();
  EXPECT_TRUE(shows_plane(state));
  EXPECT_FALSE(shows_tiles(state));
  EXPECT_EQ(lone_view(state), std::nullopt);
  const auto pairs = gallery_pairs(state);
  EXPECT_NE(std::ranges::find(pairs, StagePair::kPlane), pairs.end());
  state.view.pair = StagePair::kSingle;
  EXPECT_FALSE(shows_plane(state));
  EXPECT_EQ(lone_view(state), 0);
}

TEST(Plane, IsShownAtTheLevelNearestToOne) {
  ProgramState state = plane_state();
  state.view = {};
  state.view.follow = true;
  show_plane(state);
  EXPECT_TRUE(shows_plane(state));
  EXPECT_FALSE(state.view.follow);
  EXPECT_EQ(shown_levels(state)[static_cast<std::size_t>(state.view.shown_level)], 1.0);
}

TEST(Plane, AsksForItsLevelAndLeavesTheGalleryAsItIs) {
  ProgramState state = plane_state();
  const StageRequest request = stage_request(state, 22, 160);
  EXPECT_TRUE(request.plane.shown);
  EXPECT_FALSE(request.plane.follow);
  EXPECT_EQ(request.shown_level, 3);
  EXPECT_EQ(request.arrows % 3, 0);
  EXPECT_EQ(request.gallery.views, 1);
  ProgramState tiles = plane_state();
  tiles.view.pair = StagePair::kSingle;
  EXPECT_EQ(request.views, stage_request(tiles, 22, 160).views) << "or the gallery would restart";
  EXPECT_FALSE(stage_request(tiles, 22, 160).plane.shown);
}

TEST(Plane, DrawsLearnedArrowsInAAndExactOnesInB) {
  const ProgramState state = plane_state();
  const Style style{kDark, {}, 1.0F, true};
  const StageContent left = view_content(style, state, 0, false);
  const StageContent right = view_content(style, state, 1, false);
  EXPECT_TRUE(left.layers.learned);
  EXPECT_FALSE(left.layers.exact);
  EXPECT_TRUE(right.layers.exact);
  EXPECT_FALSE(right.layers.learned);
  EXPECT_FALSE(left.layers.density);
  EXPECT_TRUE(left.layers.data);
  EXPECT_TRUE(left.style.see_through);
  EXPECT_EQ(left.scales, right.scales) << "one legend for both";
  EXPECT_EQ(left.cloud, state.frames.simulation->plane->samples);
}

TEST(Plane, ItsPicturesArePlacesOrWhatEachScoreTakesThemFor) {
  ProgramState state = plane_state();
  const PlaneFrame& frame = *plane_frame(state);
  EXPECT_EQ(plane_pictures(state, 0), frame.places.get());
  state.view.plane_layers[static_cast<std::size_t>(StageLayer::kDenoised)] = true;
  EXPECT_EQ(plane_pictures(state, 0), frame.learned_means.get());
  EXPECT_EQ(plane_pictures(state, 1), frame.exact_means.get());
  state.view.plane_layers[static_cast<std::size_t>(StageLayer::kPictures)] = false;
  EXPECT_EQ(plane_pictures(state, 1), nullptr);
}

TEST(Plane, SaysWhatItsViewsAreAndHowMuchOfTheScoresTheyShow) {
  const ProgramState state = plane_state();
  EXPECT_EQ(view_title(kDark, state, 0, false).title, "Learned score");
  const ViewTitle right = view_title(kDark, state, 1, false);
  EXPECT_EQ(right.title, "Score of the training set");
  EXPECT_EQ(right.number, "σ = 0.2154");
  EXPECT_EQ(right.tag_colour, kDark.exact);
  const auto words = plane_share_words(state);
  ASSERT_FALSE(words.empty());
  EXPECT_NE(words.front().find("9"), std::string::npos);
  EXPECT_NE(words.front().find("14"), std::string::npos);
  EXPECT_NE(words.front().find("projected"), std::string::npos);
}

TEST(Plane, WithoutAFrameItSaysThatItComes) {
  ProgramState state = plane_state();
  state.frames.simulation = canned_picture_simulation({});
  EXPECT_EQ(plane_frame(state), nullptr);
  EXPECT_FALSE(plane_empty_text(nullptr).empty());
  EXPECT_TRUE(plane_share_words(state).empty());
  PlaneFrame problem;
  problem.problem = "plane: there is no training picture 7.";
  EXPECT_EQ(plane_empty_text(&problem), problem.problem);
}

TEST(Plane, ALayoutRemembersItsLayers) {
  ProgramState state = plane_state();
  state.view.plane_layers[static_cast<std::size_t>(StageLayer::kTrails)] = true;
  const LayerSet before = state.view.plane_layers;
  const Layout layout = current_layout(state.view, true);
  EXPECT_EQ(layout.pair, "plane");
  state.view = {};
  apply_layout(state, layout);
  EXPECT_EQ(state.view.pair, StagePair::kPlane);
  EXPECT_EQ(state.view.plane_layers, before);
  EXPECT_EQ(state.view.layers, ViewSettings{}.layers);
  EXPECT_TRUE(state.notices.empty());
}

}  // namespace
}  // namespace scorescope
