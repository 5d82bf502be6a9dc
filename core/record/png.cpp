// Pictures as PNG files. The one place of core that holds stb's writer.
#include "core/record/png.h"

#define STB_IMAGE_WRITE_IMPLEMENTATION
#define STB_IMAGE_WRITE_STATIC  // the window's library may hold its own copy
#define STBI_WRITE_NO_STDIO
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wunused-function"
#include <stb_image_write.h>
#pragma GCC diagnostic pop

#include "core/base/error.h"
#include "core/record/file.h"

namespace scorescope {

void write_png(const std::string& path, int width, int height, std::span<const std::uint8_t> rgba) {
  constexpr int kChannels = 4;
  check(width > 0 && height > 0, "a picture without pixels");
  const auto expected =
      static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * kChannels;
  check_equal(rgba.size(), expected, "bytes of a picture");
  std::string bytes;
  const auto append = [](void* context, void* data, int size) {
    static_cast<std::string*>(context)->append(static_cast<const char*>(data),
                                               static_cast<std::size_t>(size));
  };
  const int made = stbi_write_png_to_func(append, &bytes, width, height, kChannels, rgba.data(),
                                          width * kChannels);
  check(made != 0, "stb could not make a PNG");
  write_file(path, bytes);
}

}  // namespace scorescope
