// A folder of picture files as a data set.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/dataset/image_set.h"

namespace scorescope {

struct PictureFolderOptions {
  std::string path;
  std::int64_t side = 28;
  bool invert = false;           ///< dark ink on bright paper becomes bright on black, as in MNIST
  bool skip_unreadable = false;  ///< leave out what cannot be read in place of refusing all
};

struct PictureFolder {
  ImageSet train;  ///< everything, if there is no split
  /// If the folder has subfolders train (or training) and test (or testing), in any case.
  std::optional<ImageSet> test;
  std::vector<std::string> left_out;  ///< a sentence for each picture that was skipped
};

/// Reads the pictures (PNG, JPEG, BMP, GIF by the ends of their names; other files and those whose
/// names begin with a dot are passed over) in the order of their names. If there are subfolders
/// with pictures, each is a class, in the order of their names; deeper folders are passed over.
/// Pictures become grey and square (see fit_square); transparent parts become black, after
/// inversion.
///
/// Throws UserError: the folder is missing, is a file, cannot be listed, holds no pictures,
/// pictures beside folders of pictures, or more than 256 classes; a picture cannot be read (see
/// read_picture), unless skip_unreadable is set and another one can: then the sentence names the
/// first and says how many can be read.
PictureFolder read_picture_folder(const PictureFolderOptions& options);

}  // namespace scorescope
