// The plane through pictures on the stage: what it shows, what it asks of the simulator, and the
// words about it. No drawing.
#pragma once

#include <string>

#include "app/panels/program_state.h"
#include "core/run/plane_frame.h"

namespace scorescope {

/// Whether the stage shows scores on a plane through pictures, as it shows points.
bool shows_plane(const ProgramState& state);
/// Whether it shows pictures themselves, in galleries.
bool shows_tiles(const ProgramState& state);

/// Shows the plane, at the level of the ladder nearest to sigma = 1: there the scores differ in
/// ways that are seen, while far above all arrows point at the mean.
void show_plane(ProgramState& state);

/// Null before the first frame with a plane.
const PlaneFrame* plane_frame(const ProgramState& state);

/// Camera, level and pictures of the plane beside what the gallery is asked for.
void add_plane_request(const ProgramState& state, StageRequest& request);

/// The pictures of view 0 or 1 as its layers have them; null if there are none.
const std::vector<float>* plane_pictures(const ProgramState& state, int view);

/// What will appear in an empty view, or why nothing will.
std::string plane_empty_text(const PlaneFrame* frame);

/// "of |s|² lie in the plane" with both shares, longest wording first; empty before they are known.
std::vector<std::string> plane_share_words(const ProgramState& state);

}  // namespace scorescope
