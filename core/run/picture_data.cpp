#include "core/run/detail/picture_data.h"

#include "core/dataset/catalogue.h"

namespace scorescope {

std::shared_ptr<const PictureData> load_pictures(const Choice& choice) {
  auto data = std::make_shared<PictureData>();
  data->choice = choice;
  data->images = make_image_data(choice);
  data->spread = image_spread(data->images.train);
  return data;
}

const ImageMoments& PictureData::moments() const {
  std::call_once(moments_measured_, [this] { moments_ = image_moments(images.train); });
  return moments_;
}

}  // namespace scorescope
