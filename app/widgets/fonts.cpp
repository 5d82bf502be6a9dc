#include "app/widgets/fonts.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <vector>

#include "build_config.h"

namespace scorescope {
namespace {

constexpr ImWchar kNabla = 0x2207;

// ImGui's size is ascent to descent; these turn an em size into it (tokens.md "Type").
constexpr float kInterHeight = 1.210F;
constexpr float kMonoHeight = 1.320F;

// Every character the screens may write. Faces of 28 em and more hold only the second list.
constexpr std::array<ImWchar, 35> kAll{
    0x0020, 0x007E, 0x00A0, 0x00FF, 0x0391, 0x03C9, 0x2009, 0x200A, 0x2010, 0x2026, 0x202F, 0x202F,
    0x2032, 0x2032, 0x2044, 0x2044, 0x2070, 0x209C, 0x2190, 0x2194, 0x2202, 0x2202, 0x220F, 0x2212,
    0x2215, 0x221A, 0x221D, 0x221E, 0x222B, 0x222B, 0x2248, 0x2248, 0x2260, 0x2265, 0};
constexpr std::array<ImWchar, 13> kLarge{0x0020, 0x007E, 0x00A0, 0x00FF, 0x03B1, 0x03C9, 0x2009,
                                         0x2009, 0x2010, 0x2026, 0x2190, 0x2193, 0};

struct Face {
  std::string_view path;
  std::string_view fallback;  ///< fills in the characters that `path` lacks
  float em;
  float height;  ///< kInterHeight or kMonoHeight
  bool large = false;
};

bool is_there(std::string_view path) {
  std::error_code ignored;
  return !path.empty() && std::filesystem::is_regular_file(std::filesystem::path(path), ignored);
}

ImFontConfig configuration(bool merge) {
  ImFontConfig config;
  config.OversampleH = 2;
  config.OversampleV = 1;
  config.MergeMode = merge;
  return config;
}

ImFont* add_default(ImFontAtlas& atlas, float pixels) {
  ImFontConfig config;
  config.SizePixels = std::round(pixels);
  return atlas.AddFontDefault(&config);
}

/// Adds a face, or ImGui's own font if its file is missing (noted in `problem`).
ImFont* add_face(ImFontAtlas& atlas, const Face& face, float scale, std::string& problem) {
  const float pixels = face.em * face.height * scale;
  const ImWchar* ranges = face.large ? kLarge.data() : kAll.data();
  if (!is_there(face.path)) {
    problem =
        "A font of the screens was not found, so the letters are plain: install the Debian "
        "packages "
        "fonts-inter and fonts-jetbrains-mono and build again.";
    return add_default(atlas, pixels);
  }
  ImFontConfig own = configuration(false);
  ImFont* font = atlas.AddFontFromFileTTF(std::string(face.path).c_str(), pixels, &own, ranges);
  if (is_there(face.fallback)) {
    ImFontConfig merged = configuration(true);
    atlas.AddFontFromFileTTF(std::string(face.fallback).c_str(), face.em * kInterHeight * scale,
                             &merged, ranges);
  }
  return font;
}

/// A space of `advance` px that has no picture.
void add_space(ImFont& font, ImWchar character, float advance) {
  if (font.FindGlyphNoFallback(character) != nullptr) return;
  font.AddGlyph(nullptr, character, 0, 0, 0, 0, 0, 0, 0, 0, advance);
}

/// The raised T of a transposed vector: neither face has it, so the capital stands in, smaller.
void add_raised_t(ImFont& font) {
  constexpr ImWchar kRaisedT = 0x1D40;
  constexpr float kSmall = 0.62F;
  if (font.FindGlyphNoFallback(kRaisedT) != nullptr) return;
  const ImFontGlyph* found = font.FindGlyphNoFallback('T');
  if (found == nullptr) return;
  const ImFontGlyph t = *found;  // a copy: adding a glyph may move the others
  font.AddGlyph(nullptr, kRaisedT, t.X0 * kSmall, t.Y0, t.X0 * kSmall + (t.X1 - t.X0) * kSmall,
                t.Y0 + (t.Y1 - t.Y0) * kSmall, t.U0, t.V0, t.U1, t.V1, t.AdvanceX * kSmall);
}

void complete_face(ImFont& font, float em) {
  add_raised_t(font);
  for (const ImWchar thin : {ImWchar{0x2009}, ImWchar{0x202F}}) add_space(font, thin, em * 0.2F);
  add_space(font, 0x200A, em * 0.1F);
  font.BuildLookupTable();
}

struct NablaGlyph {
  int rectangle;
  int width, height;
};

/// Reserves room for a nabla of capital height in `font`; drawn after the atlas is built.
NablaGlyph reserve_nabla(ImFontAtlas& atlas, ImFont* font, float em_pixels) {
  const int side = std::max(5, static_cast<int>(std::round(em_pixels * 0.72F)));
  const float top = std::round(em_pixels * 0.24F);
  const float advance = static_cast<float>(side) + std::round(em_pixels * 0.12F);
  const int id = atlas.AddCustomRectFontGlyph(font, kNabla, side, side, advance,
                                              ImVec2(em_pixels * 0.06F, top));
  return {id, side, side};
}

/// How much of the pixel lies inside a triangle outline that points down, by 4 x 4 samples.
float nabla_coverage(float column, float row, float side) {
  const float stroke = side * 0.13F;
  int inside = 0;
  for (int sample = 0; sample < 16; ++sample) {
    const float x = column + (static_cast<float>(sample % 4) + 0.5F) / 4.0F;
    const float y = row + (static_cast<float>(sample / 4) + 0.5F) / 4.0F;
    // distances to the three edges of (0,0) (side,0) (side/2,side), positive inside
    const float slanted = 2.0F / std::sqrt(5.0F);
    const float left = (x - y / 2.0F) * slanted;
    const float right = (side - x - y / 2.0F) * slanted;
    const float nearest = std::min({y, left, right});
    if (nearest >= 0.0F && nearest <= stroke) ++inside;
  }
  return static_cast<float>(inside) / 16.0F;
}

void draw_nabla(ImFontAtlas& atlas, const NablaGlyph& glyph) {
  unsigned char* pixels = nullptr;
  int width = 0, height = 0;
  atlas.GetTexDataAsAlpha8(&pixels, &width, &height);
  const ImFontAtlasCustomRect* place = atlas.GetCustomRectByIndex(glyph.rectangle);
  for (int row = 0; row < glyph.height; ++row) {
    for (int column = 0; column < glyph.width; ++column) {
      const float covered = nabla_coverage(static_cast<float>(column), static_cast<float>(row),
                                           static_cast<float>(glyph.width));
      pixels[(place->Y + row) * width + place->X + column] =
          static_cast<unsigned char>(covered * 255.0F + 0.5F);
    }
  }
}

Face inter(std::string_view path, float em) { return {path, {}, em, kInterHeight, em > 26}; }
Face mono(std::string_view path, float em) {
  return {path, kFontInterRegular, em, kMonoHeight, em > 26};
}

struct Wanted {
  ImFont* Fonts::* member;
  Face face;
};

std::vector<Wanted> window_faces() {
  return {{&Fonts::caption, inter(kFontInterRegular, 13)},
          {&Fonts::label, inter(kFontInterRegular, 14)},
          {&Fonts::medium, inter(kFontInterMedium, 14)},
          {&Fonts::title, inter(kFontInterSemiBold, 14)},
          {&Fonts::lesson, inter(kFontInterRegular, 16)},
          {&Fonts::button, inter(kFontInterSemiBold, 16)},
          {&Fonts::view_title, inter(kFontInterSemiBold, 20)},
          {&Fonts::share, inter(kFontInterSemiBold, 36)},
          {&Fonts::mono_caption, mono(kFontMonoRegular, 13)},
          {&Fonts::mono, mono(kFontMonoRegular, 14)},
          {&Fonts::mono_medium, mono(kFontMonoMedium, 14)},
          {&Fonts::mono_readout, mono(kFontMonoMedium, 16)}};
}

std::vector<Wanted> presenter_faces() {
  return {{&Fonts::label, inter(kFontInterRegular, 24)},
          {&Fonts::title, inter(kFontInterSemiBold, 24)},
          {&Fonts::view_title, inter(kFontInterSemiBold, 28)},
          {&Fonts::share, inter(kFontInterSemiBold, 64)},
          {&Fonts::heading, inter(kFontInterSemiBold, 40)},
          {&Fonts::mono, mono(kFontMonoRegular, 24)},
          {&Fonts::mono_readout, mono(kFontMonoRegular, 40)}};
}

/// Roles that share a face in presenter mode, where all small text is 24.
void share_presenter_faces(Fonts& fonts) {
  fonts.caption = fonts.medium = fonts.lesson = fonts.label;
  fonts.button = fonts.title;
  fonts.mono_caption = fonts.mono_medium = fonts.mono;
}

}  // namespace

FontSet build_fonts(ImFontAtlas& atlas, float scale) {
  FontSet set;
  atlas.Clear();
  atlas.Flags |= ImFontAtlasFlags_NoPowerOfTwoHeight;  // at scale 2 it would double the memory
  std::vector<NablaGlyph> nablas;
  std::vector<std::pair<ImFont*, float>> added;  // with its em in pixels
  const auto add = [&](Fonts& fonts, const std::vector<Wanted>& wanted) {
    for (const Wanted& one : wanted) {
      ImFont* font = add_face(atlas, one.face, scale, set.problem);
      fonts.*one.member = font;
      added.emplace_back(font, one.face.em * scale);
      if (!one.face.large) nablas.push_back(reserve_nabla(atlas, font, one.face.em * scale));
    }
  };
  add(set.window, window_faces());
  add(set.presenter, presenter_faces());
  set.window.heading = set.window.view_title;
  share_presenter_faces(set.presenter);
  atlas.Build();
  for (const NablaGlyph& nabla : nablas) draw_nabla(atlas, nabla);
  for (const auto& [font, em] : added) complete_face(*font, em);
  return set;
}

}  // namespace scorescope
