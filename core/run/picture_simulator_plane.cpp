// What a PictureSimulator paints on the plane through the pictures, and when.
#include <torch/types.h>

#include <algorithm>
#include <chrono>

#include "core/base/error.h"
#include "core/run/detail/picture_simulator.h"

namespace scorescope {
namespace {

using std::chrono::milliseconds;

/// Newer weights of a running training are painted this often at most, and with so much rest in
/// multiples of what a painting took; another level or camera at once.
constexpr milliseconds kLeastPaintingInterval{400};
constexpr int kPaintingRest = 3;

}  // namespace

PlaneWish PictureSimulator::plane_wish() const {
  PlaneWish wish;
  wish.bounds = stage_.bounds;
  wish.arrows = stage_.arrows;
  const int last = static_cast<int>(parts_->levels.size()) - 1;
  wish.level = stage_.shown_level < 0 ? last : std::min(stage_.shown_level, last);
  wish.sigma = parts_->levels[static_cast<std::size_t>(wish.level)];
  if (stage_.plane.follow) {
    const SamplerPosition now = shown_.front().sampling.run().position();
    wish.level = std::clamp(static_cast<int>(now.level), 0, last);
    if (now.sigma > 0.0) wish.sigma = now.sigma;
  }
  wish.averaged = stage_.views[0].averaged;
  wish.network = network_.shared();
  return wish;
}

bool PictureSimulator::plane_is_busy() const {
  return stage_.plane.shown && plane_problem_.empty() && plane_.in_progress();
}

bool PictureSimulator::plane_is_outdated() const {
  return stage_.plane.shown && plane_problem_.empty() && !plane_.is_of(plane_wish());
}

bool PictureSimulator::paint_plane(Clock::time_point now) {
  if (!stage_.plane.shown || !plane_problem_.empty()) return false;
  if (!plane_.is_painting()) {
    const PlaneWish wish = plane_wish();
    if (!plane_.differs_in_weights_only(wish) || now >= next_painting_) {
      plane_.wish(wish);
      painting_began_ = now;
    }
  }
  if (!plane_.in_progress()) return false;
  const bool was_painting = plane_.is_painting();
  bool news = false;
  try {
    news = plane_.advance();
  } catch (const UserError& error) {
    plane_problem_ = error.what();
    return true;
  }
  if (was_painting && !plane_.is_painting()) {
    const auto cost = Clock::now() - painting_began_;
    next_painting_ =
        Clock::now() + std::max<Clock::duration>(kLeastPaintingInterval, kPaintingRest * cost);
  }
  return news;
}

void PictureSimulator::show_plane(SimulationFrame& frame) {
  if (!plane_problem_.empty()) {
    auto none = std::make_shared<PlaneFrame>();
    none->problem = plane_problem_;
    frame.plane = std::move(none);
    return;
  }
  const std::shared_ptr<PlaneFrame> plane = plane_.frame();
  if (!plane) return;
  plane->samples = plane_.samples(shown_.front().sampling);
  if (probe_) {
    ProbeFrame values;
    auto pictures = std::make_shared<PlaneFrame::Probe>();
    plane_.probe(*probe_, values, *pictures);
    frame.probe = values;
    plane->probe = std::move(pictures);
  }
  frame.fields = {plane_.field(), plane_.field()};
  frame.extent = plane_.extent();
  frame.data_points = plane_.data_points();
  frame.ladder_pictures = plane_.ladder_pictures();
  frame.plane = plane;
}

}  // namespace scorescope
