#include "app/window/partial_frame.h"

#include <epoxy/gl.h>

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "app/window/draw_list_geometry.h"
#include "app/window/shown_texture.h"

namespace scorescope {
namespace {

// a smaller one costs less as two triangles than the calls that clear it
constexpr std::int64_t kLeastCleared = 4096;

/// The rectangle stands in the command as GL has it, the colour in the callback's data.
void clear_rectangle(const ImDrawList*, const ImDrawCmd* command) {
  const auto bits = reinterpret_cast<std::uintptr_t>(command->UserCallbackData);
  const ImVec4 colour = ImGui::ColorConvertU32ToFloat4(static_cast<ImU32>(bits));
  glClearColor(colour.x, colour.y, colour.z, 1.0F);
  glScissor(static_cast<int>(command->ClipRect.x), static_cast<int>(command->ClipRect.y),
            static_cast<int>(command->ClipRect.z), static_cast<int>(command->ClipRect.w));
  glClear(GL_COLOR_BUFFER_BIT);
}
void stop_blending(const ImDrawList*, const ImDrawCmd*) { glDisable(GL_BLEND); }
void blend_again(const ImDrawList*, const ImDrawCmd*) { glEnable(GL_BLEND); }

bool is_opaque(ImU32 colour) {
  return (colour & static_cast<ImU32>(IM_COL32_A_MASK)) == static_cast<ImU32>(IM_COL32_A_MASK);
}

/// The first pixel whose centre lies beyond an edge.
int first_centre(float edge) {
  return static_cast<int>(std::ceil(std::clamp(edge, -1e6F, 1e6F) - 0.5F));
}

/// An edge through the centres of pixels: whose they are is the rasteriser's to say.
bool is_on_centres(float edge) {
  return std::abs(edge - std::floor(edge) - 0.5F) < 2.0F * kRounding;
}

/// Makes one draw list's commands anew.
class ListReducer {
 public:
  ListReducer(const ImDrawData& frame, ImDrawList& list, PixelSize size)
      : place_(frame), size_(size), list_(list), atlas_(ImGui::GetIO().Fonts) {
    indices_.reserve(list.IdxBuffer.Size);
  }

  void add(const ImDrawCmd& command, std::span<const PixelRect> kept) {
    const PixelRect clip = clip_of(place_, command, size_);
    for (const PixelRect& rect : kept) {
      const PixelRect part = common(clip, rect);
      if (!part.empty()) add_part(command, part);
    }
  }

  void finish() {
    list_.CmdBuffer.swap(commands_);
    list_.IdxBuffer.swap(indices_);
  }

 private:
  void add_part(const ImDrawCmd& command, const PixelRect& part) {
    const bool plain = command.GetTexID() == atlas_->TexID;
    const bool opaque_picture = scorescope::is_opaque(command.GetTexID());
    bool blending = true;
    run_from_ = indices_.Size;
    for (unsigned first = 0; first + 2 < command.ElemCount; first += 3) {
      const Triangle triangle(list_, command, first);
      if (plain && clear_instead(command, first, part)) {
        first += 3;
        continue;
      }
      if (triangle.covered(list_, place_, part).empty()) continue;
      const bool wanted = !opaque_picture || !has_opaque_corners(triangle);
      if (wanted != blending) {
        end_run(command, part);
        call(wanted ? blend_again : stop_blending);
        blending = wanted;
      }
      for (unsigned i = 0; i < 3; ++i) {
        indices_.push_back(list_.IdxBuffer[static_cast<int>(command.IdxOffset + first + i)]);
      }
    }
    end_run(command, part);
    if (!blending) call(blend_again);
  }

  void end_run(const ImDrawCmd& command, const PixelRect& part) {
    if (indices_.Size == run_from_) return;
    ImDrawCmd run = command;
    run.IdxOffset = static_cast<unsigned>(run_from_);
    run.ElemCount = static_cast<unsigned>(indices_.Size - run_from_);
    run.ClipRect = clip_units(place_, part);
    commands_.push_back(run);
    run_from_ = indices_.Size;
  }

  void call(ImDrawCallback callback) {
    ImDrawCmd command;
    command.UserCallback = callback;
    commands_.push_back(command);
  }

  bool has_opaque_corners(const Triangle& triangle) const {
    return std::ranges::all_of(
        triangle.corners, [this](int corner) { return is_opaque(list_.VtxBuffer[corner].col); });
  }

  /// True if two triangles from `first` on are an opaque rectangle of one colour as
  /// ImDrawList::AddRectFilled makes it, and a large part of it is to be drawn.
  bool clear_instead(const ImDrawCmd& command, unsigned first, const PixelRect& part) {
    if (first + 6 > command.ElemCount) return false;
    const ImDrawIdx* index = list_.IdxBuffer.Data + command.IdxOffset + first;
    if (index[3] != index[0] || index[4] != index[2]) return false;
    const ImDrawVert* all = list_.VtxBuffer.Data + command.VtxOffset;
    const ImDrawVert &a = all[index[0]], &b = all[index[1]], &c = all[index[2]], &d = all[index[5]];
    const bool upright =
        a.pos.y == b.pos.y && b.pos.x == c.pos.x && c.pos.y == d.pos.y && d.pos.x == a.pos.x;
    if (!upright || !is_opaque(a.col)) return false;
    for (const ImDrawVert* corner : {&a, &b, &c, &d}) {
      const bool white =
          corner->uv.x == atlas_->TexUvWhitePixel.x && corner->uv.y == atlas_->TexUvWhitePixel.y;
      if (!white || corner->col != a.col) return false;
    }
    const auto [left, right] = std::minmax({place_.x(a.pos.x), place_.x(c.pos.x)});
    const auto [top, bottom] = std::minmax({place_.y(a.pos.y), place_.y(c.pos.y)});
    for (const float edge : {left, top, right, bottom}) {
      if (is_on_centres(edge)) return false;
    }
    const PixelRect rect = common(
        part, {first_centre(left), first_centre(top), first_centre(right), first_centre(bottom)});
    if (rect.area() < kLeastCleared) return false;
    end_run(command, part);
    ImDrawCmd clear;
    clear.UserCallback = clear_rectangle;
    clear.UserCallbackData = reinterpret_cast<void*>(static_cast<std::uintptr_t>(a.col));
    clear.ClipRect = {static_cast<float>(rect.left), static_cast<float>(size_.height - rect.bottom),
                      static_cast<float>(rect.right - rect.left),
                      static_cast<float>(rect.bottom - rect.top)};
    commands_.push_back(clear);
    return true;
  }

  Placing place_;
  PixelSize size_;
  ImDrawList& list_;
  const ImFontAtlas* atlas_;
  ImVector<ImDrawCmd> commands_;
  ImVector<ImDrawIdx> indices_;
  int run_from_ = 0;
};

}  // namespace

void keep_only(ImDrawData& frame, PixelSize size, std::span<const PixelRect> kept) {
  for (int i = 0; i < frame.CmdListsCount; ++i) {
    ImDrawList& list = *frame.CmdLists[i];
    ListReducer reducer(frame, list, size);
    for (const ImDrawCmd& command : list.CmdBuffer) reducer.add(command, kept);
    reducer.finish();
    if (list.CmdBuffer.empty()) list.VtxBuffer.resize(0);  // or it is uploaded for nothing
  }
}

}  // namespace scorescope
