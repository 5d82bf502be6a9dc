#include "app/panels/screen_pictures.h"

namespace scorescope {

void draw_picture(ImDrawList* list, const ScreenPicture& picture, ImVec2 min, ImVec2 max,
                  float radius, ImU32 well) {
  if (picture.id == nullptr) {
    list->AddRectFilled(min, max, well, radius);
    return;
  }
  list->AddImageRounded(picture.id, min, max, {0.0F, 1.0F}, {1.0F, 0.0F}, IM_COL32_WHITE, radius);
}

void draw_tile(ImDrawList* list, const PictureTiles& tiles, int index, ImVec2 min, ImVec2 max,
               float radius, ImU32 well) {
  if (tiles.sheet.id == nullptr || index < 0 || index >= tiles.count) {
    list->AddRectFilled(min, max, well, radius);
    return;
  }
  const float width = 1.0F / static_cast<float>(tiles.columns);
  const float height = 1.0F / static_cast<float>(tiles.rows);
  const float left = width * static_cast<float>(index % tiles.columns);
  const float top = 1.0F - height * static_cast<float>(index / tiles.columns);
  list->AddImageRounded(tiles.sheet.id, min, max, {left, top}, {left + width, top - height},
                        IM_COL32_WHITE, radius);
}

}  // namespace scorescope
