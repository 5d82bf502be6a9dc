// Textures the panels show: drawn by the shell before the panels, handed over as plain handles.
#pragma once

#include <imgui.h>

#include <array>
#include <string>
#include <vector>

namespace scorescope {

/// A square picture with its bottom row first, as OpenGL has it; id 0: nothing to show yet.
struct ScreenPicture {
  ImTextureID id = nullptr;
};

struct DataThumbnail {
  std::string kind;  ///< id of the distribution
  ScreenPicture picture;
};

/// Square pictures of one size in rows of one texture, picture 0 at its upper left.
struct PictureTiles {
  ScreenPicture sheet;
  int count = 0, columns = 1, rows = 1;
};

struct ScreenPictures {
  std::array<ScreenPicture, 2> views;
  std::vector<ScreenPicture> levels;  ///< density per level, highest first
  std::vector<DataThumbnail> data;
  std::array<PictureTiles, 2> galleries, strips;  ///< of each view
  PictureTiles chosen;                            ///< one tile, the chosen sample large
  PictureTiles nearest;                           ///< the training pictures nearest to it
  std::array<PictureTiles, 2> plane;              ///< pictures on the plane, of each view
  PictureTiles probe;                             ///< the place under the pointer, and its guesses
  PictureTiles step_grid;  ///< of the grid of T x epsilon, cell by cell; black where none is made
};

/// Tile `index`, or the bare `well` if the sheet has no such tile.
void draw_tile(ImDrawList* list, const PictureTiles& tiles, int index, ImVec2 min, ImVec2 max,
               float radius, ImU32 well);

/// Draws the picture with rounded corners, or the bare `well` if there is none.
void draw_picture(ImDrawList* list, const ScreenPicture& picture, ImVec2 min, ImVec2 max,
                  float radius, ImU32 well);

}  // namespace scorescope
