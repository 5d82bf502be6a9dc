#include "app/render/cloud_layer.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>

namespace scorescope {
namespace {

// pixels at scale 1
constexpr float kRim = 0.8F;
constexpr float kDataRadius = 1.8F, kDataAlpha = 0.62F;
constexpr float kProbeRing = 5.0F, kProbeRingWidth = 2.0F, kProbeLine = 1.0F;
constexpr std::array<float, 2> kProbeDash{4.0F, 3.0F};
constexpr std::size_t kMostTrails = 512;  // more is a tangle, and costs
constexpr float kProbeReach = 1e5F;       // data units; the cross leaves every view

/// One set of equal discs; `hole` is the inner radius of a ring.
struct DiscStyle {
  float radius;
  ImU32 colour;
  float hole = 0.0F;
};

void use_view(const Program& program, const Canvas& canvas) {
  program.use();
  set_view(program, canvas);
  set_pixels(program, canvas);
}

/// Of every `step`th of the polylines of `points` points each (x, y), the segments: from and to, once
/// for each corner of its quad.
std::vector<float> segment_corners(std::span<const float> lines, std::size_t points,
                                   std::size_t step) {
  std::vector<float> corners;
  const std::size_t count = lines.size() / (2 * points);
  corners.reserve((count / step + 1) * (points - 1) * 16);
  for (std::size_t line = 0; line < count; line += step) {
    for (std::size_t i = 0; i + 1 < points; ++i) {
      const auto ends = lines.subspan(2 * (line * points + i), 4);
      for (int corner = 0; corner < 4; ++corner) {
        corners.insert(corners.end(), ends.begin(), ends.end());
      }
    }
  }
  return corners;
}

/// Draws discs with a viewport that reaches beyond the view, since a point is dropped when its
/// centre lies outside.
class DiscPass {
 public:
  DiscPass(const Program& program, const Canvas& canvas) : program_(program), canvas_(canvas) {
    Canvas wider = canvas;
    wider.size = {canvas.size.width + 2 * kMargin, canvas.size.height + 2 * kMargin};
    wider.camera.half_width *= static_cast<double>(wider.size.width) / canvas.size.width;
    glViewport(-kMargin, -kMargin, wider.size.width, wider.size.height);
    use_view(program, wider);
  }
  ~DiscPass() { glViewport(0, 0, canvas_.size.width, canvas_.size.height); }
  DiscPass(const DiscPass&) = delete;
  DiscPass& operator=(const DiscPass&) = delete;

  void set(const DiscStyle& style) const {
    program_.set("u_radius", style.radius * canvas_.scale);
    program_.set("u_hole", style.hole * canvas_.scale);
    program_.set("u_colour", to_rgba(style.colour));
  }

 private:
  static constexpr int kMargin = 32;  // pixels, more than any disc's radius

  const Program& program_;
  const Canvas& canvas_;
};

}  // namespace

CloudLayer::Points::Points() { vertices.read(buffer, {.location = 0}); }

CloudLayer::Lines::Lines() {
  vertices.read(buffer, {.location = 0, .offset = 0, .stride = 4});
  vertices.read(buffer, {.location = 1, .offset = 2, .stride = 4});
}

CloudLayer::CloudLayer() = default;

void CloudLayer::update(const StageContent& content) {
  if (content.cloud != cloud_) {
    cloud_ = content.cloud;
    if (cloud_ != nullptr) {
      particles_.buffer.upload(cloud_->positions);
      upload_trails(*cloud_);
      ++uploads_;
    }
  }
  if (content.data_points != data_points_) {
    const bool differs = data_points_ == nullptr || content.data_points == nullptr ||
                         *data_points_ != *content.data_points;
    data_points_ = content.data_points;
    if (data_points_ != nullptr && differs) {
      data_.buffer.upload(*data_points_);
      ++uploads_;
    }
  }
  upload_probe(content);
}

void CloudLayer::upload_trails(const CloudFrame& cloud) {
  const auto points = static_cast<std::size_t>(std::max(cloud.trail_length, 1));
  const std::size_t trails = cloud.trails.size() / (2 * points);
  const std::size_t step = std::max<std::size_t>((trails + kMostTrails - 1) / kMostTrails, 1);
  trails_.buffer.upload(segment_corners(cloud.trails, points, step));
}

void CloudLayer::upload_probe(const StageContent& content) {
  if (!content.probe) return;
  const auto x = static_cast<float>((*content.probe)[0]);
  const auto y = static_cast<float>((*content.probe)[1]);
  probe_centre_.buffer.upload(std::array{x, y});
  const std::array cross{x - kProbeReach, y, x + kProbeReach, y,
                         x, y - kProbeReach, x, y + kProbeReach};
  probe_cross_.buffer.upload(segment_corners(cross, 2, 1));
}

void CloudLayer::draw(const StageContent& content, const StagePrograms& programs,
                      const Canvas& canvas) const {
  const Palette& palette = *content.style.palette;
  if (content.layers.data && content.data_points != nullptr) {
    const DiscPass pass(programs.discs, canvas);
    pass.set({kDataRadius, faded(palette.particle, kDataAlpha)});
    data_.vertices.draw_points(data_.count());
  }
  if (content.cloud != nullptr && content.layers.trails) draw_trails(content, programs, canvas);
  if (content.cloud != nullptr && content.layers.particles) {
    const float radius = content.style.particle_radius;
    const DiscPass pass(programs.discs, canvas);
    pass.set({radius + kRim, palette.well});
    particles_.vertices.draw_points(particles_.count());
    pass.set({radius, content.style.particle_colour});
    particles_.vertices.draw_points(particles_.count());
  }
  if (content.probe) draw_probe(content, programs, canvas);
}

void CloudLayer::draw_trails(const StageContent& content, const StagePrograms& programs,
                             const Canvas& canvas) const {
  if (content.cloud->trail_length < 2) return;
  const TrailStyle& style = content.style.trail;
  const Program& program = programs.segments;
  use_view(program, canvas);
  program.set("u_points", content.cloud->trail_length);
  program.set("u_width", style.width * canvas.scale);
  program.set("u_alpha", std::array{style.oldest_alpha, style.newest_alpha});
  program.set("u_exponent", style.exponent);
  program.set("u_full", style.full_length * canvas.scale);
  program.set("u_dash", std::array{1.0F, 0.0F});
  program.set("u_colour", to_rgba(content.style.particle_colour));
  trails_.vertices.draw_quads(trails_.segments());
}

void CloudLayer::draw_probe(const StageContent& content, const StagePrograms& programs,
                            const Canvas& canvas) const {
  const Palette& palette = *content.style.palette;
  const Program& lines = programs.segments;
  use_view(lines, canvas);
  lines.set("u_points", 2);
  lines.set("u_width", kProbeLine * canvas.scale);
  lines.set("u_alpha", std::array{1.0F, 1.0F});
  lines.set("u_exponent", 1.0F);
  lines.set("u_full", 0.0F);
  lines.set("u_dash", std::array{kProbeDash[0] * canvas.scale, kProbeDash[1] * canvas.scale});
  lines.set("u_colour", to_rgba(faded(palette.muted, 0.8F)));
  probe_cross_.vertices.draw_quads(probe_cross_.segments());
  const DiscPass pass(programs.discs, canvas);
  pass.set({kProbeRing + 1.0F, palette.well});
  probe_centre_.vertices.draw_points(1);
  pass.set({kProbeRing, palette.text, kProbeRing - kProbeRingWidth});
  probe_centre_.vertices.draw_points(1);
}

}  // namespace scorescope
