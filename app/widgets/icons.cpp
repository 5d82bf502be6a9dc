#include "app/widgets/icons.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

namespace scorescope {
namespace {

constexpr float kPi = std::numbers::pi_v<float>;

/// Draws in a square of side 16 about the origin, y down, whatever the size on screen.
class Pen {
 public:
  Pen(ImDrawList* list, ImVec2 centre, float size, ImU32 colour)
      : list_(list), centre_(centre), unit_(size / 16.0F), colour_(colour) {
    width_ = std::max(1.0F, 1.5F * unit_);
  }

  ImVec2 at(float x, float y) const { return {centre_.x + x * unit_, centre_.y + y * unit_}; }
  ImU32 colour() const { return colour_; }

  template <std::size_t N>
  void path(const std::array<ImVec2, N>& points, bool closed = false) const {
    for (const ImVec2& point : points) list_->PathLineTo(at(point.x, point.y));
    list_->PathStroke(colour_, closed ? ImDrawFlags_Closed : ImDrawFlags_None, width_);
  }
  template <std::size_t N>
  void fill(const std::array<ImVec2, N>& points) const {
    for (const ImVec2& point : points) list_->PathLineTo(at(point.x, point.y));
    list_->PathFillConvex(colour_);
  }
  void line(float x0, float y0, float x1, float y1) const {
    list_->AddLine(at(x0, y0), at(x1, y1), colour_, width_);
  }
  void arc(float radius, float from, float to) const {
    list_->PathArcTo(centre_, radius * unit_, from, to, 24);
    list_->PathStroke(colour_, ImDrawFlags_None, width_);
  }
  void ring(float x, float y, float radius) const {
    list_->AddCircle(at(x, y), radius * unit_, colour_, 24, width_);
  }
  void disc(float x, float y, float radius) const {
    list_->AddCircleFilled(at(x, y), radius * unit_, colour_, 16);
  }
  void box(float x0, float y0, float x1, float y1, float rounding = 1.5F) const {
    list_->AddRect(at(x0, y0), at(x1, y1), colour_, rounding * unit_, 0, width_);
  }
  void block(float x0, float y0, float x1, float y1, float rounding = 0.0F,
             float alpha = 1.0F) const {
    const auto opacity = static_cast<ImU32>(
        alpha * static_cast<float>((colour_ >> IM_COL32_A_SHIFT) & 0xFFU) + 0.5F);
    const ImU32 colour = (colour_ & ~static_cast<ImU32>(IM_COL32_A_MASK)) |
                         (opacity << static_cast<unsigned>(IM_COL32_A_SHIFT));
    list_->AddRectFilled(at(x0, y0), at(x1, y1), colour, rounding * unit_);
  }

 private:
  ImDrawList* list_;
  ImVec2 centre_;
  float unit_;
  ImU32 colour_;
  float width_ = 1.0F;
};

void draw_logo(const Pen& pen) {
  pen.ring(0, 0, 7);
  pen.fill(std::array{ImVec2(4.2F, -4.2F), ImVec2(0.3F, 2.6F), ImVec2(-2.6F, -0.3F)});
  pen.disc(-1.6F, 1.6F, 1.6F);
}

void draw_reset(const Pen& pen) {
  pen.arc(5.6F, -0.25F * kPi, 1.28F * kPi);
  pen.line(-6.4F, -6.2F, -4.2F, -3.4F);
  pen.line(-4.2F, -3.4F, -0.9F, -4.6F);
}

void draw_live(const Pen& pen) {
  pen.fill(std::array{ImVec2(1.8F, -7.5F), ImVec2(-4.6F, 1.4F), ImVec2(0.4F, 1.0F)});
  pen.fill(std::array{ImVec2(-1.8F, 7.5F), ImVec2(4.6F, -1.4F), ImVec2(-0.4F, -1.0F)});
}

void draw_step(const Pen& pen) {
  pen.path(std::array{ImVec2(-5.5F, -5.5F), ImVec2(3.0F, 0), ImVec2(-5.5F, 5.5F)}, true);
  pen.line(6.0F, -6.0F, 6.0F, 6.0F);
}

void draw_fast(const Pen& pen) {
  for (const float x : {-6.5F, 0.5F}) {
    pen.path(std::array{ImVec2(x, -5.5F), ImVec2(x + 6.0F, 0), ImVec2(x, 5.5F)}, true);
  }
}

void draw_dice(const Pen& pen) {
  pen.box(-6.5F, -6.5F, 6.5F, 6.5F, 2);
  for (const float x : {-3.0F, 3.0F}) {
    for (const float y : {-3.0F, 3.0F}) pen.disc(x, y, 1.1F);
  }
}

void draw_maximise(const Pen& pen) {
  pen.line(-6.0F, 6.0F, -1.3F, 1.3F);
  pen.line(6.0F, -6.0F, 1.3F, -1.3F);
  pen.path(std::array{ImVec2(-6.3F, 0.8F), ImVec2(-6.3F, 6.3F), ImVec2(-0.8F, 6.3F)});
  pen.path(std::array{ImVec2(6.3F, -0.8F), ImVec2(6.3F, -6.3F), ImVec2(0.8F, -6.3F)});
}

void draw_restore(const Pen& pen) {
  pen.line(-6.5F, 6.5F, -1.5F, 1.5F);
  pen.line(6.5F, -6.5F, 1.5F, -1.5F);
  pen.path(std::array{ImVec2(-6.5F, 1.2F), ImVec2(-1.2F, 1.2F), ImVec2(-1.2F, 6.5F)});
  pen.path(std::array{ImVec2(6.5F, -1.2F), ImVec2(1.2F, -1.2F), ImVec2(1.2F, -6.5F)});
}

void draw_warning(const Pen& pen, ImDrawList* list, float size) {
  pen.fill(std::array{ImVec2(0, -7.2F), ImVec2(8, 7), ImVec2(-8, 7)});
  const float half = std::max(0.5F, size / 16.0F * 0.9F);
  const ImVec2 top = pen.at(0, -2.6F), bottom = pen.at(0, 2.2F);
  const ImU32 hole = IM_COL32(255, 255, 255, 255);
  list->AddRectFilled({top.x - half, top.y}, {bottom.x + half, bottom.y}, hole);
  list->AddCircleFilled(pen.at(0, 4.6F), half * 1.15F, hole, 12);
}

void draw_camera(const Pen& pen) {
  pen.path(std::array{ImVec2(-7, -4), ImVec2(-3.6F, -4), ImVec2(-2.2F, -6.3F), ImVec2(2.2F, -6.3F),
                      ImVec2(3.6F, -4), ImVec2(7, -4), ImVec2(7, 6), ImVec2(-7, 6)},
           true);
  pen.ring(0, 1, 2.8F);
}

void draw_presenter(const Pen& pen) {
  pen.box(-7, -6.5F, 7, 3.2F);
  pen.line(0, 3.2F, 0, 6.8F);
  pen.line(-3.5F, 6.8F, 3.5F, 6.8F);
}

/// A disc of radius 6.5 without a disc of radius 5.5 that lies 4.5 towards the upper right.
void draw_moon(const Pen& pen) {
  constexpr float kOuter = 6.5F, kBite = 5.5F, kShift = 4.5F, kMeet = 5.42F;
  const auto point = [](float across, float along) {  // the axis points to the upper right
    constexpr float kHalf = std::numbers::sqrt2_v<float> / 2.0F;
    return ImVec2((across + along) * kHalf, (along - across) * kHalf);
  };
  const auto outer = [](float v) { return -std::sqrt(std::max(0.0F, kOuter * kOuter - v * v)); };
  const auto inner = [&](float v) {
    return std::abs(v) < kMeet ? kShift - std::sqrt(kBite * kBite - v * v) : -outer(v);
  };
  constexpr int kSlices = 26;
  for (int i = 0; i < kSlices; ++i) {
    const float v0 = kOuter * (2.0F * static_cast<float>(i) / kSlices - 1.0F);
    const float v1 = kOuter * (2.0F * static_cast<float>(i + 1) / kSlices - 1.0F);
    pen.fill(std::array{point(outer(v0), v0), point(inner(v0), v0), point(inner(v1), v1),
                        point(outer(v1), v1)});
  }
}

void draw_sun(const Pen& pen) {
  pen.disc(0, 0, 3.4F);
  for (int i = 0; i < 8; ++i) {
    const float angle = static_cast<float>(i) * kPi / 4.0F;
    const float c = std::cos(angle), s = std::sin(angle);
    pen.line(5.2F * c, 5.2F * s, 7.4F * c, 7.4F * s);
  }
}

void draw_particles(const Pen& pen) {
  pen.disc(-3.8F, -3.6F, 2.3F);
  pen.disc(3.4F, -1.2F, 2.3F);
  pen.disc(-2.6F, 4.2F, 2.3F);
  pen.disc(4.4F, 5.4F, 1.5F);
}

void draw_density(const Pen& pen) {
  pen.block(-6, -6, -2, 6, 1, 0.25F);
  pen.block(-2, -6, 2, 6, 0, 0.6F);
  pen.block(2, -6, 6, 6, 1, 1.0F);
}

void draw_drop_file(const Pen& pen) {
  pen.box(-6, -8, 6, 8, 2);
  pen.line(0, -4, 0, 3.5F);
  pen.path(std::array{ImVec2(-2.8F, 0.8F), ImVec2(0, 3.6F), ImVec2(2.8F, 0.8F)});
}

void draw_data(const Pen& pen) {
  for (const ImVec2 p :
       {ImVec2(-6, 5), ImVec2(-3.4F, 2.2F), ImVec2(-1, 5.4F), ImVec2(0.6F, 0.6F), ImVec2(3, -2.6F),
        ImVec2(5.8F, -5.6F), ImVec2(4.6F, 1.8F), ImVec2(1.2F, -6)}) {
    pen.disc(p.x, p.y, 1.35F);
  }
}

void draw_network(const Pen& pen) {
  const std::array<ImVec2, 5> nodes{ImVec2(-6, -3), ImVec2(-6, 3), ImVec2(0, -5.4F),
                                    ImVec2(0, 5.4F), ImVec2(6, 0)};
  for (const ImVec2 a : {nodes[0], nodes[1]}) {
    for (const ImVec2 b : {nodes[2], nodes[3]}) pen.line(a.x, a.y, b.x, b.y);
  }
  for (const ImVec2 b : {nodes[2], nodes[3]}) pen.line(b.x, b.y, nodes[4].x, nodes[4].y);
  for (const ImVec2 node : nodes) pen.disc(node.x, node.y, 1.9F);
}

void draw_noise(const Pen& pen) {
  for (int i = 0; i < 4; ++i) {
    const float y = -6.0F + 4.0F * static_cast<float>(i);
    pen.line(-6.5F, y, 6.5F - 3.2F * static_cast<float>(i), y);
  }
}

void draw_training(const Pen& pen) {
  pen.path(std::array{ImVec2(-7, -7), ImVec2(-7, 7), ImVec2(7, 7)});
  pen.path(std::array{ImVec2(-5, -5), ImVec2(-3, 0), ImVec2(0, 2.8F), ImVec2(6, 4.2F)});
}

void draw_sampling(const Pen& pen) {
  pen.path(std::array{ImVec2(-7, 4), ImVec2(-3, -2), ImVec2(0, 2), ImVec2(5, -4)});
  pen.disc(5.4F, -4.4F, 2.0F);
}

void draw_small(const Pen& pen, Icon icon) {
  switch (icon) {
    case Icon::kFoldClosed:
    case Icon::kRight:
      return pen.path(std::array{ImVec2(-2.5F, -5), ImVec2(2.5F, 0), ImVec2(-2.5F, 5)});
    case Icon::kFoldOpen:
    case Icon::kDown:
      return pen.path(std::array{ImVec2(-5, -2.5F), ImVec2(0, 2.5F), ImVec2(5, -2.5F)});
    case Icon::kLeft:
      return pen.path(std::array{ImVec2(2.5F, -5), ImVec2(-2.5F, 0), ImVec2(2.5F, 5)});
    case Icon::kPlay:
      return pen.fill(std::array{ImVec2(-5, -7), ImVec2(7, 0), ImVec2(-5, 7)});
    case Icon::kPause:
      pen.block(-6, -7, -1.8F, 7);
      return pen.block(1.8F, -7, 6, 7);
    case Icon::kClose:
      pen.line(-5, -5, 5, 5);
      return pen.line(-5, 5, 5, -5);
    case Icon::kCheck:
      return pen.path(std::array{ImVec2(-6, 0.5F), ImVec2(-2, 4.5F), ImVec2(6, -4.5F)});
    case Icon::kDart:
      return pen.fill(
          std::array{ImVec2(7, -5), ImVec2(-7, -1.4F), ImVec2(-3.2F, 0.9F), ImVec2(-3.0F, 5.2F)});
    case Icon::kSquare:
      return pen.box(-6, -6, 6, 6, 1);
    case Icon::kPair:
      pen.box(-7.5F, -5, -1, 5, 1);
      return pen.box(1, -5, 7.5F, 5, 1);
    case Icon::kTrails:
      return pen.path(
          std::array{ImVec2(-7, 5), ImVec2(-3, -0.5F), ImVec2(1, 2.5F), ImVec2(7, -5.5F)});
    case Icon::kRings:
    case Icon::kLoss:
      pen.ring(0, 0, 6.6F);
      return pen.ring(0, 0, 3.0F);
    default:
      return;
  }
}

void draw_columns(const Pen& pen, bool left) {
  pen.box(-7.5F, -6, 7.5F, 6);
  if (left) {
    pen.block(-7.5F, -6, -2.6F, 6, 1);
  } else {
    pen.block(2.6F, -6, 7.5F, 6, 1);
  }
}

void draw_help(const Pen& pen, ImDrawList* list, float size) {
  pen.ring(0, 0, 7.3F);
  const float unit = size / 16.0F;
  list->PathArcTo(pen.at(0, -1.6F), 2.4F * unit, -0.95F * kPi, 0.28F * kPi, 16);
  list->PathLineTo(pen.at(0, 1.4F));
  list->PathLineTo(pen.at(0, 2.4F));
  list->PathStroke(pen.colour(), ImDrawFlags_None, std::max(1.0F, 1.4F * unit));
  pen.disc(0, 4.4F, 0.95F);
}

}  // namespace

void draw_icon(ImDrawList* list, Icon icon, ImVec2 centre, float size, ImU32 colour) {
  const Pen pen(list, centre, size, colour);
  switch (icon) {
    case Icon::kNone:
      return;
    case Icon::kLogo:
      return draw_logo(pen);
    case Icon::kReset:
      return draw_reset(pen);
    case Icon::kLive:
      return draw_live(pen);
    case Icon::kStep:
      return draw_step(pen);
    case Icon::kFast:
      return draw_fast(pen);
    case Icon::kDice:
      return draw_dice(pen);
    case Icon::kMaximise:
      return draw_maximise(pen);
    case Icon::kRestore:
      return draw_restore(pen);
    case Icon::kWarning:
      return draw_warning(pen, list, size);
    case Icon::kHelp:
      return draw_help(pen, list, size);
    case Icon::kLeftColumn:
    case Icon::kRightColumn:
      return draw_columns(pen, icon == Icon::kLeftColumn);
    case Icon::kPresenter:
      return draw_presenter(pen);
    case Icon::kCamera:
      return draw_camera(pen);
    case Icon::kDarkTheme:
      return draw_moon(pen);
    case Icon::kLightTheme:
      return draw_sun(pen);
    case Icon::kDensity:
    case Icon::kError:
      return draw_density(pen);
    case Icon::kParticles:
      return draw_particles(pen);
    case Icon::kDropFile:
      return draw_drop_file(pen);
    case Icon::kData:
      return draw_data(pen);
    case Icon::kNetwork:
      return draw_network(pen);
    case Icon::kNoise:
      return draw_noise(pen);
    case Icon::kTraining:
      return draw_training(pen);
    case Icon::kSampling:
      return draw_sampling(pen);
    default:
      return draw_small(pen, icon);
  }
}

}  // namespace scorescope
