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

}  // namespace scorescope
