// MNIST as it lies in the assets: PNG sheets made by tools/make-mnist-assets.
#pragma once

#include <string>

#include "core/dataset/image_set.h"

namespace scorescope {

/// The split "train" (60,000 pictures) or "test" (10,000), in the order of the published files,
/// from `folder`: sheets <split>-0.png, <split>-1.png, ... of 100 x 100 pictures of 28 x 28, and
/// <split>-labels-idx1-ubyte. Throws UserError naming the file that is missing or damaged. Decoding
/// takes about 4 us a picture.
ImageSet read_mnist_sheets(const std::string& folder, const std::string& split);

}  // namespace scorescope
