#include "core/dataset/catalogue.h"

#include "core/dataset/entries.h"

namespace scorescope {

const Catalogue<ImageSetFactory>& image_set_catalogue() {
  static const Catalogue<ImageSetFactory> catalogue(
      "image data", {mnist_entry(), fashion_mnist_entry(), idx_entry(), pictures_entry()});
  return catalogue;
}

ImageData make_image_data(const Choice& choice) {
  return image_set_catalogue().find(choice.kind).make(choice.options);
}

}  // namespace scorescope
