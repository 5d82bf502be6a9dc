// Everything that can be chosen as image data.
#pragma once

#include <functional>

#include "core/base/catalogue.h"
#include "core/dataset/image_set.h"

namespace scorescope {

/// Reads the pictures. Throws UserError naming the file and the fault, or the option.
using ImageSetFactory = std::function<ImageData(const Values& options)>;

/// Kinds mnist, fashion_mnist, idx and pictures. MNIST lies in the program's assets.
const Catalogue<ImageSetFactory>& image_set_catalogue();

/// Looks up `choice.kind` and reads it.
ImageData make_image_data(const Choice& choice);

}  // namespace scorescope
