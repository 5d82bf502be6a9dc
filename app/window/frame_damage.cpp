#include "app/window/frame_damage.h"

#include <algorithm>
#include <bit>
#include <utility>

#include "app/window/draw_list_geometry.h"

namespace scorescope {
namespace {

constexpr int kSquare = 32;  // pixels a side
// pixels that cost about as much as the draw calls of one more rectangle
constexpr std::int64_t kRectPixels = 24 * 1024;
constexpr std::size_t kMostRects = 12, kManyRects = 48;
PixelRect hull(const PixelRect& a, const PixelRect& b) {
  return {std::min(a.left, b.left), std::min(a.top, b.top), std::max(a.right, b.right),
          std::max(a.bottom, b.bottom)};
}

std::uint64_t mixed(std::uint64_t sum, std::uint64_t value) {
  return (std::rotl(sum, 23) ^ value) * 0x9E3779B97F4A7C15U;
}

std::uint64_t bits(float low, float high) {
  return std::uint64_t{std::bit_cast<std::uint32_t>(high)} << 32U |
         std::bit_cast<std::uint32_t>(low);
}

std::uint64_t content_of(const ImDrawVert& vertex) {
  std::uint64_t sum = mixed(bits(vertex.pos.x, vertex.pos.y), bits(vertex.uv.x, vertex.uv.y));
  sum = mixed(sum, vertex.col);
  return sum ^ sum >> 29U;
}

bool overlap(const PixelRect& a, const PixelRect& b) { return !common(a, b).empty(); }

/// Puts the hull of two (a < b) in place of them, and of all others that it touches.
void join(std::vector<PixelRect>& rects, std::size_t a, std::size_t b) {
  PixelRect whole = hull(rects[a], rects[b]);
  rects.erase(rects.begin() + static_cast<std::ptrdiff_t>(b));
  rects.erase(rects.begin() + static_cast<std::ptrdiff_t>(a));
  for (bool grew = true; grew;) {
    grew = false;
    for (std::size_t i = 0; i < rects.size(); ++i) {
      if (!overlap(rects[i], whole)) continue;
      whole = hull(rects[i], whole);
      rects.erase(rects.begin() + static_cast<std::ptrdiff_t>(i));
      grew = true;
      break;
    }
  }
  rects.push_back(whole);
}

/// Two rectangles and the pixels that drawing their hull adds.
struct Pair {
  std::size_t a = 0, b = 0;
  std::int64_t added = 0;
};

Pair nearest_pair(const std::vector<PixelRect>& rects) {
  Pair best{0, 1, std::int64_t{1} << 60U};
  for (std::size_t a = 0; a < rects.size(); ++a) {
    for (std::size_t b = a + 1; b < rects.size(); ++b) {
      const std::int64_t added =
          hull(rects[a], rects[b]).area() - rects[a].area() - rects[b].area();
      if (added < best.added) best = {a, b, added};
    }
  }
  return best;
}

}  // namespace

std::vector<PixelRect> FrameDamage::compare(const ImDrawData& frame, PixelSize size,
                                            ImU32 background) {
  const bool same_ground = size == size_ && background == background_ && !squares_.empty();
  size_ = size;
  background_ = background;
  columns_ = (size.width + kSquare - 1) / kSquare;
  rows_ = (size.height + kSquare - 1) / kSquare;
  const std::vector<std::uint64_t> before = std::exchange(squares_, {});
  squares_.assign(static_cast<std::size_t>(columns_) * static_cast<std::size_t>(rows_), 1);
  sum_up(frame);
  if (!same_ground) return {{0, 0, size.width, size.height}};
  return joined(changed_squares(before));
}

void FrameDamage::sum_up(const ImDrawData& frame) {
  for (int i = 0; i < frame.CmdListsCount; ++i) add_list(frame, *frame.CmdLists[i]);
}

void FrameDamage::add_list(const ImDrawData& frame, const ImDrawList& list) {
  const Placing place(frame);
  vertices_.resize(static_cast<std::size_t>(list.VtxBuffer.Size));
  std::transform(list.VtxBuffer.begin(), list.VtxBuffer.end(), vertices_.begin(), content_of);
  for (const ImDrawCmd& command : list.CmdBuffer) {
    const PixelRect clip = clip_of(place, command, size_);
    if (clip.empty()) continue;
    const auto texture = reinterpret_cast<std::uintptr_t>(command.GetTexID());
    std::uint64_t around = mixed(static_cast<std::uint64_t>(texture), 2);
    for (const int edge : {clip.left, clip.top, clip.right, clip.bottom}) {
      around = mixed(around, static_cast<std::uint64_t>(edge));
    }
    for (unsigned first = 0; first + 2 < command.ElemCount; first += 3) {
      const Triangle triangle(list, command, first);
      std::uint64_t content = around;
      for (const int corner : triangle.corners) {
        content = mixed(content, vertices_[static_cast<std::size_t>(corner)]);
      }
      add_triangle(triangle.covered(list, place, clip), content);
    }
  }
}

void FrameDamage::add_triangle(const PixelRect& covered, std::uint64_t content) {
  if (covered.empty()) return;
  for (int row = covered.top / kSquare; row * kSquare < covered.bottom; ++row) {
    std::uint64_t* squares = squares_.data() + static_cast<std::ptrdiff_t>(row) * columns_;
    for (int column = covered.left / kSquare; column * kSquare < covered.right; ++column) {
      squares[column] = mixed(squares[column], content);
    }
  }
}

/// Runs of changed squares, those of neighbouring rows with the same ends as one.
std::vector<PixelRect> FrameDamage::changed_squares(
    const std::vector<std::uint64_t>& before) const {
  std::vector<PixelRect> rects;
  const auto add = [&](const PixelRect& run) {
    const auto above = std::ranges::find_if(rects, [&](const PixelRect& rect) {
      return rect.bottom == run.top && rect.left == run.left && rect.right == run.right;
    });
    if (above != rects.end()) {
      above->bottom = run.bottom;
    } else {
      rects.push_back(run);
    }
  };
  for (int row = 0; row < rows_; ++row) {
    const auto first = static_cast<std::size_t>(row) * static_cast<std::size_t>(columns_);
    const auto differs = [&](int column) {
      const std::size_t at = first + static_cast<std::size_t>(column);
      return squares_[at] != before[at];
    };
    for (int column = 0; column < columns_; ++column) {
      if (!differs(column)) continue;
      const int start = column;
      while (column < columns_ && differs(column)) ++column;
      add({start * kSquare, row * kSquare, std::min(column * kSquare, size_.width),
           std::min((row + 1) * kSquare, size_.height)});
    }
  }
  return rects;
}

std::vector<PixelRect> joined(std::vector<PixelRect> rects) {
  // pairs are searched in squared time: of very many, neighbours in the list are joined unseen
  while (rects.size() > kManyRects) {
    for (std::size_t i = 0; i + 1 < rects.size() && rects.size() > kManyRects; ++i) {
      join(rects, 0, 1);
    }
  }
  while (rects.size() > 1) {
    const Pair pair = nearest_pair(rects);
    if (pair.added > kRectPixels && rects.size() <= kMostRects) break;
    join(rects, pair.a, pair.b);
  }
  return rects;
}

}  // namespace scorescope
