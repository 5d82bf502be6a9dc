#include "app/panels/plane.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "app/panels/gallery.h"
#include "app/plot/number_text.h"

namespace scorescope {

bool shows_plane(const ProgramState& state) {
  return shows_gallery(state) && state.view.pair == StagePair::kPlane;
}

bool shows_tiles(const ProgramState& state) { return shows_gallery(state) && !shows_plane(state); }

void show_plane(ProgramState& state) {
  state.view.pair = StagePair::kPlane;
  state.view.follow = false;
  const std::vector<double>& levels = shown_levels(state);
  const auto away = [](double sigma) { return std::abs(std::log(sigma)); };
  const auto nearest = std::ranges::min_element(levels, {}, away);
  if (nearest == levels.end()) return;
  state.view.shown_level = static_cast<int>(nearest - levels.begin());
}

const PlaneFrame* plane_frame(const ProgramState& state) {
  const auto& frame = state.frames.simulation;
  return frame ? frame->plane.get() : nullptr;
}

void add_plane_request(const ProgramState& state, StageRequest& request) {
  constexpr int kPictureEvery = 3;  // arrows: the grid must divide into so many
  request.plane = {.shown = true, .follow = state.view.follow};
  request.arrows = request.arrows / kPictureEvery * kPictureEvery;
}

const std::vector<float>* plane_pictures(const ProgramState& state, int view) {
  const PlaneFrame* frame = plane_frame(state);
  if (!frame || !has(state.view.plane_layers, StageLayer::kPictures)) return nullptr;
  if (!has(state.view.plane_layers, StageLayer::kDenoised)) return frame->places.get();
  return view == 0 ? frame->learned_means.get() : frame->exact_means.get();
}

std::string plane_empty_text(const PlaneFrame* frame) {
  if (frame && !frame->problem.empty()) return frame->problem;
  return frame ? "The arrows appear in a moment" : "The plane through the pictures is being found";
}

std::vector<std::string> plane_share_words(const ProgramState& state) {
  const PlaneFrame* frame = plane_frame(state);
  if (!frame || !frame->exact_share) return {};
  const std::string exact = percent_text(*frame->exact_share);
  if (!frame->learned_share) {
    return {fmt::format("projected: {} of |s|² lies in the plane", exact), exact + " in the plane"};
  }
  const std::string learned = percent_text(*frame->learned_share);
  return {fmt::format("projected: {} of |s|² learned, {} exact lies in the plane", learned, exact),
          fmt::format("in the plane: {} of |s|² learned, {} exact", learned, exact),
          fmt::format("in the plane {} | {}", learned, exact)};
}

}  // namespace scorescope
