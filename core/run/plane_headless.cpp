// The plane through the pictures at the end of a headless run: arrows at some noise levels.
#include <torch/types.h>

#include <algorithm>
#include <set>

#include "core/run/detail/headless_flow.h"
#include "core/run/detail/plane_painter.h"

namespace scorescope {
namespace {

constexpr int kArrows = 21;
constexpr int kLevels = 5;  // in the table, evenly over the ladder

/// `shown` and some others, highest first.
std::set<int> painted_levels(int count, int shown) {
  std::set<int> levels{shown};
  for (int i = 0; i < kLevels; ++i) levels.insert(i * (count - 1) / (kLevels - 1));
  return levels;
}

bool paint(const HeadlessRun& run, PlanePainter& painter) {
  while (painter.is_painting()) {
    if (run.watch.stopped()) return false;
    painter.advance();
  }
  return true;
}

std::shared_ptr<const SimulationFrame> shown_frame(const HeadlessRun& run,
                                                   const PlanePainter& painter) {
  const ExperimentParts& parts = run.trainer.parts();
  auto frame = std::make_shared<SimulationFrame>();
  frame->revision = 1;
  frame->spec = std::make_shared<const ExperimentSpec>(run.spec);
  frame->levels = parts.levels;
  frame->training_step = run.trainer.steps_done();
  frame->data_description = parts.pictures->images.description;
  frame->fields = {painter.field(), painter.field()};
  frame->extent = painter.extent();
  frame->data_points = painter.data_points();
  frame->plane = painter.frame();
  auto pictures = std::make_shared<PictureFrame>();
  pictures->side = static_cast<int>(parts.pictures->side());
  pictures->training_pictures = parts.pictures->images.train.count();
  pictures->test_pictures = parts.pictures->images.test.count();
  frame->pictures = std::move(pictures);
  return frame;
}

}  // namespace

void paint_plane(const HeadlessRun& run) {
  PlanePainter painter(std::make_shared<const ExperimentParts>(run.trainer.parts()));
  while (!painter.ready()) {
    if (run.watch.stopped()) return;
    painter.advance();
  }
  const double half = painter.extent();
  const int count = static_cast<int>(run.trainer.parts().levels.size());
  const int wanted = run.options.stage ? run.options.stage->shown_level : -1;
  const int shown = wanted < 0 ? count - 1 : std::min(wanted, count - 1);
  PlaneWish wish{.bounds = {-half, half, -half, half},
                 .arrows = kArrows,
                 .network = run.trainer.freeze(),
                 .averaged = run.spec.sampling.weights != "raw"};
  const std::set<int> levels = painted_levels(count, shown);
  for (const int level : levels) {
    wish.level = level;
    wish.sigma = run.trainer.parts().levels[static_cast<std::size_t>(level)];
    painter.wish(wish);
    if (!paint(run, painter)) return;
    const auto frame = painter.frame();
    run.result.plane.push_back({painter.field(), *frame->exact_share, *frame->learned_share});
    run.watch.tell({"painting the plane", static_cast<std::int64_t>(run.result.plane.size()),
                    static_cast<std::int64_t>(levels.size()), 0.0});
    if (level == shown) run.result.simulation = shown_frame(run, painter);
  }
}

}  // namespace scorescope
