// The lines of the catalogue of image data, and how one is made from an option struct.
#pragma once

#include <utility>

#include "core/dataset/catalogue.h"

namespace scorescope {

using ImageSetEntry = Entry<ImageSetFactory>;

/// Binds a field table to `make`, a function from options to data. Errors in options name "data".
template <class Options>
ImageSetEntry image_set_entry(EntryInfo info, FieldTable<Options> table,
                              ImageData (*make)(const Options&)) {
  info.fields = table.infos();
  return {std::move(info), [table = std::move(table), make](const Values& options) {
            return make(table.read(options, "data"));
          }};
}

ImageSetEntry mnist_entry();
ImageSetEntry fashion_mnist_entry();
ImageSetEntry idx_entry();
ImageSetEntry pictures_entry();

}  // namespace scorescope
