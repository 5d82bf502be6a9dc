#include "app/render/cloud_layer.h"

#include <array>

namespace scorescope {
namespace {

// pixels at scale 1
constexpr float kRim = 0.8F;
constexpr float kDataRadius = 1.8F, kDataAlpha = 0.62F;
constexpr float kProbeRing = 5.0F, kProbeRingWidth = 2.0F, kProbeLine = 1.0F;
constexpr std::array<float, 2> kProbeDash{4.0F, 3.0F};
constexpr float kProbeReach = 1e5F;  // data units; the cross leaves every view

/// One set of equal discs; `hole` is the inner radius of a ring.
struct DiscStyle {
  float radius;
  ImU32 colour;
  float hole = 0.0F;
};

void set_disc(const Program& program, const DiscStyle& style, float scale) {
  program.set("u_radius", style.radius * scale);
  program.set("u_hole", style.hole * scale);
  program.set("u_colour", to_rgba(style.colour));
}

void use_view(const Program& program, const Canvas& canvas) {
  program.use();
  set_view(program, canvas);
  set_pixels(program, canvas);
}

}  // namespace

CloudLayer::Points::Points() { vertices.read(buffer, {.location = 0}); }

CloudLayer::Lines::Lines() {
  vertices.read(buffer, {.location = 0, .offset = 0});
  vertices.read(buffer, {.location = 1, .offset = 2});
}

std::size_t CloudLayer::Lines::segments() const {
  return buffer.size() < 4 ? 0 : buffer.size() / 2 - 1;
}

CloudLayer::CloudLayer() = default;

void CloudLayer::update(const StageContent& content) {
  if (content.cloud != cloud_) {
    cloud_ = content.cloud;
    if (cloud_ != nullptr) {
      particles_.buffer.upload(cloud_->positions);
      trails_.buffer.upload(cloud_->trails);
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

void CloudLayer::upload_probe(const StageContent& content) {
  if (!content.probe) return;
  const auto x = static_cast<float>((*content.probe)[0]);
  const auto y = static_cast<float>((*content.probe)[1]);
  probe_centre_.buffer.upload(std::array{x, y});
  probe_cross_.buffer.upload(
      std::array{x - kProbeReach, y, x + kProbeReach, y, x, y - kProbeReach, x, y + kProbeReach});
}

void CloudLayer::draw(const StageContent& content, const StagePrograms& programs,
                      const Canvas& canvas) const {
  const Palette& palette = *content.style.palette;
  const Program& discs = programs.discs;
  if (content.layers.data && content.data_points != nullptr) {
    use_view(discs, canvas);
    set_disc(discs, {kDataRadius, faded(palette.particle, kDataAlpha)}, canvas.scale);
    data_.vertices.draw_quads(data_.count());
  }
  if (content.cloud != nullptr && content.layers.trails) draw_trails(content, programs, canvas);
  if (content.cloud != nullptr && content.layers.particles) {
    const float radius = content.style.particle_radius;
    use_view(discs, canvas);
    set_disc(discs, {radius + kRim, palette.well}, canvas.scale);
    particles_.vertices.draw_quads(particles_.count());
    set_disc(discs, {radius, content.style.particle_colour}, canvas.scale);
    particles_.vertices.draw_quads(particles_.count());
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
  lines.set("u_dash", std::array{kProbeDash[0] * canvas.scale, kProbeDash[1] * canvas.scale});
  lines.set("u_colour", to_rgba(faded(palette.muted, 0.8F)));
  probe_cross_.vertices.draw_quads(probe_cross_.segments());
  const Program& discs = programs.discs;
  use_view(discs, canvas);
  set_disc(discs, {kProbeRing + 1.0F, palette.well}, canvas.scale);
  probe_centre_.vertices.draw_quads(1);
  set_disc(discs, {kProbeRing, palette.text, kProbeRing - kProbeRingWidth}, canvas.scale);
  probe_centre_.vertices.draw_quads(1);
}

}  // namespace scorescope
